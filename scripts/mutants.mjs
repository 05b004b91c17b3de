// Proves that the tests can fail: tries one fault at a time, in a copy of the source, and expects the test named for it to turn red.
// Options: `--only <id, or how it begins>`, `--sample <how many>`, `--seed <number>`.
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { openBench } from '../test/mutants/bench.ts'
import { MUTANTS } from '../test/mutants/index.ts'
import { sampleOf } from '../test/mutants/sample.ts'

const startedAt = performance.now()
const chosen = choose(parseArgs({ options: { only: { type: 'string' }, sample: { type: 'string' }, seed: { type: 'string' } } }).values)
const bench = await openBench(fileURLToPath(new URL('..', import.meta.url)))
try {
  const red = await bench.redKillers(chosen)
  for (const line of red) console.error(line)
  if (red.length > 0)
    throw new Error(`${red.length} killers are not green without their fault, so they prove nothing. Mend those tests first.`)
  const trials = []
  for (const mutant of chosen) trials.push(told(await bench.attempt(mutant)))
  process.exitCode = summed(trials) ? 0 : 1
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
} finally {
  await bench.close()
}
// A test that a fault left hanging must not hold the answer up.
process.exit()

function choose({ only, sample, seed = String(Math.floor(Math.random() * 1e9)) }) {
  const named = MUTANTS.filter(({ id }) => only === undefined || id.startsWith(only))
  if (named.length === 0) throw new Error(`No mutant's id begins with ${only}. test/mutants holds those there are.`)
  if (sample === undefined) return named
  const drawn = sampleOf(named, Number(sample), Number(seed))
  console.log(`a sample of ${drawn.length}, again with --seed ${seed}`)
  return drawn
}

function told(trial) {
  const { mutant, verdict, ms } = trial
  console.log(`${verdict.padEnd(9)} ${String(Math.round(ms)).padStart(5)} ms  ${mutant.id.padEnd(40)} ${mutant.file}`)
  return trial
}

/** True when every one was killed. */
function summed(trials) {
  const count = verdict => trials.filter(trial => trial.verdict === verdict).length
  const alive = trials.filter(({ verdict }) => verdict !== 'killed')
  for (const { mutant, verdict, why } of alive) {
    console.error(`${verdict}: ${mutant.id} in ${mutant.file}, for ${why}. Its killer: "${mutant.killer.title}" in ${mutant.killer.file}`)
  }
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
  console.log(
    `\n${count('killed')} killed, ${count('survived')} survived, ${count('broken') + count('misplaced')} not tried, in ${seconds} s`,
  )
  return alive.length === 0
}
