// `npm run simulate -- --seeds N [--from S] [--workers W]` plays many stories; `--seed X [--story '[…]']` plays one, and tells it when it breaks a rule.
// With `--tabs` the pages are tabs that share a socket.
import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { isMainThread, parentPort, Worker } from 'node:worker_threads'
import { emptyCells, emptyStrikes, merge, noCounts, report, simulate, tell } from '../src/testing/index.ts'

const BATCH = 25
const TOLD_EVERY = 10_000

if (isMainThread) await main()
else parentPort.on('message', answer)

async function main() {
  const { values } = parseArgs({
    options: {
      seeds: { type: 'string', default: '100' },
      from: { type: 'string', default: '1' },
      workers: { type: 'string', default: String(availableParallelism()) },
      seed: { type: 'string' },
      story: { type: 'string' },
      trace: { type: 'boolean', default: false },
      tabs: { type: 'boolean', default: false },
    },
  })
  const { seed, from, seeds, workers, tabs } = values
  process.exitCode =
    seed === undefined
      ? await many({ from: Number(from), seeds: Number(seeds), workers: Number(workers), tabs })
      : await one(Number(seed), values)
}

async function one(seed, { trace, story, tabs }) {
  const result = await simulate({ seed, tabs, story: storyIn(story), trace: trace ? line => console.log(line.slice(0, 300)) : undefined })
  console.log(tell(result.story))
  console.log(result.stats)
  if (result.outcome === 'held') console.log(`Seed ${seed} held.`)
  else console.log(await report(result))
  return result.outcome === 'held' ? 0 : 1
}

function storyIn(text) {
  return text === undefined ? undefined : JSON.parse(text).map(([at, kind, page, ms, size, roll]) => ({ at, kind, page, ms, size, roll }))
}

function answer({ from, count, tabs }) {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker thread has no origin
  void batch({ from, count, tabs }).then(result => parentPort.postMessage(result))
}

/** What a worker does with a few seeds; each seed is a world of its own, so who plays it changes nothing. */
async function batch({ from, count, tabs }) {
  const counts = noCounts()
  const broken = []
  let events = 0
  for (let seed = from; seed < from + count; seed += 1) {
    const result = await simulate({ seed, tabs, counts })
    events += result.stats.events
    if (result.outcome === 'violated') broken.push(await report(result))
  }
  return { count, events, broken, counts }
}

async function many({ from, seeds, workers, tabs }) {
  const startedAt = performance.now()
  const total = { seeds: 0, events: 0, broken: 0, counts: noCounts() }
  const rate = () => `${(total.seeds / ((performance.now() - startedAt) / 1000)).toFixed(1)} seeds/s`
  await overWorkers({ from, seeds, workers, tabs }, ({ count, events, broken, counts }) => {
    const before = total.seeds
    total.seeds += count
    total.events += events
    total.broken += broken.length
    merge(total.counts, counts)
    for (const text of broken) console.log(text)
    if (Math.floor(before / TOLD_EVERY) < Math.floor(total.seeds / TOLD_EVERY)) console.log(`${total.seeds} seeds, ${rate()}`)
  })
  console.log(`${total.seeds} seeds, ${total.broken} broken, ${total.events} events, ${rate()} with ${workers} workers`)
  console.log('Faults injected:', sorted(total.counts.faults))
  console.log('Client phase × event, met:', sorted(total.counts.cells))
  console.log('Fault × phase, met:', sorted(total.counts.struck))
  console.log('Cells never met:', [...emptyCells(total.counts), ...emptyStrikes(total.counts)])
  return total.broken === 0 ? 0 : 1
}

/** Each worker is given the next few seeds when it is done with the last. */
async function overWorkers({ from, seeds, workers, tabs }, done) {
  let next = from
  const finished = Array.from({ length: workers }, () => {
    const worker = new Worker(new URL(import.meta.url))
    const { promise, resolve, reject } = Promise.withResolvers()
    const give = () => {
      const count = Math.min(BATCH, from + seeds - next)
      if (count <= 0) return resolve(worker.terminate())
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker thread has no origin
      worker.postMessage({ from: next, count, tabs })
      next += count
    }
    worker.on('error', reject)
    worker.on('message', result => {
      done(result)
      give()
    })
    give()
    return promise
  })
  await Promise.all(finished)
}

function sorted(counts) {
  return Object.fromEntries([...counts].toSorted(([a], [b]) => (a < b ? -1 : 1)))
}
