// Every test: those against servers and proxies of other people mostly wait, so they run beside the rest, and are told of after it.
import { spawn } from 'node:child_process'
import { constants } from 'node:os'

const chosen = process.argv.slice(2)
const runs =
  chosen.length > 0 ? [vitest(chosen, 'inherit')] : [vitest(['--project', '!interop'], 'inherit'), vitest(['--project', 'interop'], 'pipe')]

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => runs.forEach(({ child }) => child.kill(signal)))
const codes = []
for (const { ended, said } of runs) {
  codes.push(await ended)
  process.stdout.write(said())
}
process.exitCode = Math.max(...codes)

function vitest(args, output) {
  const child = spawn(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', ...args], { stdio: ['ignore', output, output] })
  let text = ''
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', more => (text += more))
  const ended = new Promise(resolve => {
    child.on('error', error => (console.error(`vitest did not start: ${error.message}`), resolve(1)))
    child.on('close', (code, signal) => resolve(code ?? 128 + (constants.signals[signal] ?? 0)))
  })
  return { child, ended, said: () => text }
}
