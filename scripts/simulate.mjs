// `npm run simulate -- --seeds N [--from S]` plays many stories; `--seed X [--story '[…]']` plays one, and tells it when it breaks a rule.
import { parseArgs } from 'node:util'
import { emptyCells, emptyStrikes, noCounts, report, simulate, tell } from '../src/testing/index.ts'

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '100' },
    from: { type: 'string', default: '1' },
    seed: { type: 'string' },
    story: { type: 'string' },
    trace: { type: 'boolean', default: false },
  },
})

process.exitCode = values.seed === undefined ? await many(Number(values.from), Number(values.seeds)) : await one(Number(values.seed))

async function one(seed) {
  const trace = values.trace ? line => console.log(line.slice(0, 300)) : undefined
  const result = await simulate({ seed, story: storyIn(values.story), trace })
  console.log(tell(result.story))
  console.log(result.stats)
  if (result.outcome === 'held') console.log(`Seed ${seed} held.`)
  else console.log(await report(result))
  return result.outcome === 'held' ? 0 : 1
}

function storyIn(text) {
  return text === undefined ? undefined : JSON.parse(text).map(([at, kind, page, ms, size, roll]) => ({ at, kind, page, ms, size, roll }))
}

async function many(from, seeds) {
  const counts = noCounts()
  const startedAt = performance.now()
  let broken = 0
  let events = 0
  for (let seed = from; seed < from + seeds; seed += 1) {
    const result = await simulate({ seed, counts })
    events += result.stats.events
    if (result.outcome === 'held') continue
    broken += 1
    console.log(await report(result))
  }
  const seconds = (performance.now() - startedAt) / 1000
  console.log(`${seeds} seeds, ${broken} broken, ${events} events, ${(seeds / seconds).toFixed(1)} seeds/s`)
  console.log('Faults injected:', sorted(counts.faults))
  console.log('Client phase × event, met:', sorted(counts.cells))
  console.log('Fault × phase, met:', sorted(counts.struck))
  console.log('Reachable cells never met:', [...emptyCells(counts), ...emptyStrikes(counts)])
  return broken === 0 ? 0 : 1
}

function sorted(counts) {
  return Object.fromEntries([...counts].toSorted(([a], [b]) => (a < b ? -1 : 1)))
}
