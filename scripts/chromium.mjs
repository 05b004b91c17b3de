// Finds the Chromium that the tests drive. Order: CHROMIUM_PATH, then a browser of the system.
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

const quiet = ['--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-quic']
/** Flags that keep Chromium quiet on a closed network and running in a container. */
export const chromiumArgs = ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu', ...quiet]

const executable = path => {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** The path of a Chromium; empty where none is installed, which makes the browser's start fail by name. */
export function chromiumPath() {
  if (process.env['CHROMIUM_PATH']) return process.env['CHROMIUM_PATH']
  const folders = (process.env['PATH'] ?? '').split(delimiter)
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
  return names.flatMap(name => folders.map(folder => join(folder, name))).find(executable) ?? ''
}
