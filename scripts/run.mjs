// Runs an npm script on the pinned Node, with everything it needs in place first: packages, and a browser for the tests. Any Node from 18.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { constants } from 'node:os'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import { provideChromium } from './browser.mjs'

const needsBrowser = new Set(['verify', 'tests', 'interop'])
const stampFile = 'node_modules/.install-stamp'
const isWindows = process.platform === 'win32'
const pinnedNode = isWindows ? 'node_modules/.bin/node.cmd' : 'node_modules/.bin/node'

process.chdir(fileURLToPath(new URL('..', import.meta.url)))
try {
  const [script = 'verify', ...rest] = process.argv.slice(2)
  install()
  runScript(script, rest, environmentOf(script))
} catch (error) {
  console.error(error.message)
  process.exit(1)
}

/** Installs from the lockfile, unless that is what stands in node_modules already. */
function install() {
  const platform = `${process.platform} ${process.arch}`
  const stamp = createHash('sha256').update(readFileSync('package-lock.json')).update(platform).digest('hex')
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return
  npm('ci', '--include=dev')
  // The pinned Node is put in place by an install script, which a machine may have switched off.
  if (!hasPinnedNode()) npm('rebuild', 'node', '--ignore-scripts=false')
  if (!hasPinnedNode()) throw new Error(`The pinned Node did not install at ${pinnedNode}. Remove node_modules and try again.`)
  writeFileSync(stampFile, stamp)
}

function hasPinnedNode() {
  return existsSync(pinnedNode) && spawnSync(pinnedNode, ['--version'], { shell: isWindows }).status === 0
}

function environmentOf(script) {
  const env = { ...process.env }
  // A machine set to production must not test React's production build, which has no act().
  delete env.NODE_ENV
  if (needsBrowser.has(script)) env.CHROMIUM_PATH = provideChromium()
  return env
}

/** Only a new `npm run` puts node_modules/.bin, and so the pinned Node, first on PATH. */
function runScript(script, rest, env) {
  const { command, first, options } = npmCommand()
  const tail = rest.length > 0 ? ['--', ...rest] : []
  const child = spawn(command, [...first, 'run', '--silent', script, ...tail], { ...options, env })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('error', error => {
    console.error(`npm run ${script} did not start: ${error.message}`)
    process.exit(1)
  })
  child.on('exit', (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)))
}

function npm(...args) {
  const { command, first, options } = npmCommand()
  const { status, error } = spawnSync(command, [...first, ...args, '--loglevel=error'], options)
  if (status !== 0) throw new Error(`npm ${args.join(' ')} failed: ${error?.message ?? `code ${status}`}`)
}

/** The npm that called us, so that a machine with several keeps to one. */
function npmCommand() {
  const caller = process.env.npm_execpath
  const isNpm = caller !== undefined && basename(caller) === 'npm-cli.js'
  const [command, ...first] = isNpm ? [process.execPath, caller] : [isWindows ? 'npm.cmd' : 'npm']
  return { command, first, options: { stdio: 'inherit', shell: isWindows && !isNpm } }
}
