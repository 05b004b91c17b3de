// Sees to it that there is a Chromium for the tests: the one named, one of the system, one from apt, or Playwright's own. Any Node from 18.
import { spawnSync } from 'node:child_process'
import { aptInstall, run } from './apt.mjs'
import { chromiumPath } from './chromium.mjs'

const packages = ['chromium', 'fonts-noto-core', 'fonts-noto-color-emoji']

/** The path of a Chromium that starts. It installs one if need be, and throws when that fails too. */
export function provideChromium() {
  const named = process.env.CHROMIUM_PATH
  if (named) return starts(named) ? named : refuse(`CHROMIUM_PATH is ${named}, which does not start.`)
  return (
    fromSystem() ?? fromApt() ?? fromPlaywright() ?? refuse('There is no Chromium here, and neither apt nor Playwright could install one.')
  )
}

function fromSystem() {
  const path = chromiumPath()
  return starts(path) ? path : null
}

// Ubuntu's package may be a stub that wants snap, so what apt installed must start before it counts.
function fromApt() {
  console.error(`Chromium is missing: installing it with apt (${packages.join(' ')})`)
  aptInstall(packages)
  return fromSystem()
}

function fromPlaywright() {
  const path = playwrightPath()
  if (starts(path)) return path
  console.error('Chromium is missing: asking Playwright to download it, for at most a minute')
  run([process.execPath, 'node_modules/playwright/cli.js', 'install', 'chromium'], { seconds: 60 })
  return starts(path) ? path : null
}

function playwrightPath() {
  const ask = "process.stdout.write(require('playwright').chromium.executablePath())"
  return spawnSync(process.execPath, ['-e', ask], { encoding: 'utf8' }).stdout
}

const starts = path => path !== '' && run([path, '--version'], { seconds: 30, quiet: true })

function refuse(what) {
  throw new Error(
    `${what} The tests drive a real browser. Install Chromium (Debian: apt-get install chromium) or set CHROMIUM_PATH to one.`,
  )
}
