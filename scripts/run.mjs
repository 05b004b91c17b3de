// Runs an npm script on the pinned Node, installing first if the lockfile has changed. No dependencies; any Node from 18.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { constants } from 'node:os'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
process.chdir(fileURLToPath(new URL('..', import.meta.url)))
const [script = 'verify', ...rest] = process.argv.slice(2)
const windows = process.platform === 'win32'
const stampFile = 'node_modules/.install-stamp'
const pinned = windows ? 'node_modules/.bin/node.cmd' : 'node_modules/.bin/node'
const fail = message => (console.error(message), process.exit(1))
// The npm that called us, so that a machine with several keeps to one.
const given = process.env.npm_execpath
const [command, ...first] = given && basename(given) === 'npm-cli.js' ? [process.execPath, given] : [windows ? 'npm.cmd' : 'npm']
const options = { stdio: 'inherit', shell: windows && first.length === 0 }
const npm = (...args) => {
  const { status, error } = spawnSync(command, [...first, ...args, '--loglevel=error'], options)
  if (status !== 0) fail(`npm ${args.join(' ')} failed: ${error?.message ?? `code ${status}`}`)
}
const works = () => existsSync(pinned) && spawnSync(pinned, ['--version'], { shell: windows }).status === 0
const platform = `${process.platform} ${process.arch}`
const stamp = createHash('sha256').update(readFileSync('package-lock.json')).update(platform).digest('hex')
if (!existsSync(stampFile) || readFileSync(stampFile, 'utf8') !== stamp) {
  npm('ci', '--include=dev')
  if (!works()) npm('rebuild', 'node', '--ignore-scripts=false')
  if (!works()) fail(`The pinned Node did not install at ${pinned}`)
  writeFileSync(stampFile, stamp)
}
// A machine set to production must not test React's production build, which has no act().
const env = { ...process.env }
delete env.NODE_ENV
// Only a new `npm run` puts node_modules/.bin, and so the pinned Node, first on PATH.
const tail = rest.length > 0 ? ['--', ...rest] : []
const child = spawn(command, [...first, 'run', '--silent', script, ...tail], { ...options, env })
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
child.on('error', error => fail(error.message))
child.on('exit', (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)))
