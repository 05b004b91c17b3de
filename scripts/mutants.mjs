// Proves that the tests can fail: breaks the source in one place at a time, in a copy, and expects the test named for it to turn red.
// Options: `--only <id or its beginning>`, `--sample <how many>`, `--seed <number>`.
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { openBench } from '../test/mutants/bench.ts'
import { MUTANTS } from '../test/mutants/index.ts'
import { sampleOf } from '../test/mutants/sample.ts'

const { values } = parseArgs({ options: { only: { type: 'string' }, sample: { type: 'string' }, seed: { type: 'string' } } })
const named = MUTANTS.filter(({ id }) => values.only === undefined || id.startsWith(values.only))
const seed = Number(values.seed ?? Math.floor(Math.random() * 1e9))
const chosen = values.sample === undefined ? named : sampleOf(named, Number(values.sample), seed)
if (chosen.length === 0) fail(`No mutant is called ${values.only}. test/mutants holds those there are.`)
if (values.sample !== undefined) console.log(`sample of ${chosen.length}, seed ${seed}`)

const startedAt = performance.now()
const bench = await openBench(fileURLToPath(new URL('..', import.meta.url)))
const trials = []
let red = []
try {
  red = await bench.redKillers(chosen)
  if (red.length === 0) for (const mutant of chosen) trials.push(report(await bench.attempt(mutant)))
} catch (error) {
  fail(error.message)
} finally {
  await bench.close()
}

for (const line of red) console.error(line)
if (red.length > 0) fail(`${red.length} killers are not green without their fault, so they can prove nothing. Mend the tests first.`)

const count = verdict => trials.filter(trial => trial.verdict === verdict).length
const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
console.log(`\n${count('killed')} killed, ${count('survived')} survived, ${count('broken') + count('misplaced')} not tried; ${seconds} s`)
for (const { mutant, verdict, why } of trials) {
  if (verdict !== 'killed')
    console.error(`${verdict}: ${mutant.id} in ${mutant.file}: ${why}. Its killer: "${mutant.killer.title}" in ${mutant.killer.file}`)
}
process.exit(count('killed') === trials.length ? 0 : 1)

function report(trial) {
  const { mutant, verdict, ms } = trial
  console.log(`${verdict.padEnd(9)} ${String(Math.round(ms)).padStart(5)} ms  ${mutant.id.padEnd(40)} ${mutant.file}`)
  return trial
}

function fail(message) {
  console.error(message)
  process.exit(1)
}
