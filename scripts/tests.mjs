// Every test. Those against servers and proxies of other people mostly wait, so they run beside the rest, with the pictures of the stories, and are
// told of after it.
// What meets a real browser, server or proxy, and failed while all else ran beside it, is tried once more by itself, and named.
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { constants, tmpdir } from 'node:os'
import { join } from 'node:path'

/** Projects in real time, where a machine that is too busy can look like a fault. The others live in virtual time: what fails there has failed. */
const real = new Set(['e2e', 'interop', 'looks', 'storybook'])
const summaryLines = 6
const running = new Set()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => running.forEach(child => child.kill(signal)))

const folder = mkdtempSync(join(tmpdir(), 'tests-'))
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
const chosen = process.argv.slice(2)
process.exitCode = chosen.length > 0 ? (await vitest('chosen', chosen, 'inherit')).code : await everything()

async function everything() {
  const beside = vitest('beside', ['--project', 'interop', '--project', 'looks'], 'pipe')
  const ours = await vitest('ours', ['--project', '!interop', '--project', '!looks'], 'inherit')
  const theirs = await beside
  process.stdout.write(theirs.code === 0 ? theirs.text.trimEnd().split('\n').slice(-summaryLines).join('\n') + '\n' : theirs.text)
  const runs = [ours, theirs].filter(({ code }) => code !== 0)
  return runs.length === 0 ? 0 : secondTry(runs)
}

async function secondTry(runs) {
  const files = runs.flatMap(({ failed }) => failed)
  const code = Math.max(...runs.map(run => run.code))
  const isWorth = runs.every(({ failed, errors }) => failed.length > 0 && errors === 0) && files.every(({ project }) => real.has(project))
  if (!isWorth) return code
  const names = files.map(({ file }) => file)
  console.log(`\nFailed beside everything else, and tried once more alone: ${names.join(', ')}`)
  const again = await vitest('again', [...names, ...[...real].flatMap(project => ['--project', project])], 'inherit')
  console.log(`${again.code === 0 ? 'Passed only at the second try' : 'Failed twice'}: ${names.join(', ')}`)
  return again.code
}

/** @returns the exit code; `failed`, the files that did with their projects; `errors`, how many belong to no test; `text`, what was said into a pipe */
function vitest(name, args, output) {
  const report = join(folder, name)
  const child = spawn(
    process.execPath,
    ['node_modules/vitest/vitest.mjs', 'run', '--reporter=default', '--reporter=./scripts/failed-files.mjs', ...args],
    { stdio: ['ignore', output, output], env: { ...process.env, FAILED_FILES: report } },
  )
  running.add(child)
  let text = ''
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', more => (text += more))
  return new Promise(resolve => {
    const end = code => (running.delete(child), resolve({ code, text, ...reportAt(report) }))
    child.on('error', error => (console.error(`vitest did not start: ${error.message}`), end(1)))
    child.on('close', (code, signal) => end(code ?? 128 + (constants.signals[signal] ?? 0)))
  })
}

/** A run that ended before it could report is a run with an error of its own. */
function reportAt(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return { failed: [], errors: 1 }
  }
}
