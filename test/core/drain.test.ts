// A node that will go: the next socket is opened before this one is left, and the user sees nothing of it.
import { expect, test } from 'vitest'
import type { Bye, ServerMessage } from '../../src/protocol/frames.ts'
import { type Bench, createBench, created, events, liveAt, typesBy, welcome } from '../support/builders.ts'

const BYE: Bye = { type: 'bye', code: 4000, reason: 'draining', spreadMs: 1_000, graceMs: 5_000 }

function drained(choices: Parameters<typeof createBench>[0] = {}): Bench {
  const bench = createBench(choices)
  bench.live()
  bench.advance(5_000)
  bench.hear(BYE)
  return bench
}

const old = (bench: Bench, message: ServerMessage) => bench.tell({ type: 'frame', dial: 1, message, bytes: 10 })
const open = (bench: Bench) => bench.tell({ type: 'opened', dial: bench.state().past.dial })

test('[DRAIN1] after a bye with a grace a candidate is dialed within a share of its spread, though hedges are forbidden and the page is hidden', () => {
  const bench = drained()
  bench.tell({ type: 'hint', hint: 'hidden' })
  expect(typesBy(bench.advance(499))).toEqual([])
  expect(typesBy(bench.advance(1))).toEqual(['dial'])
})

test('[DRAIN1] the status is live all through a drain, whatever the old socket says meanwhile', () => {
  const bench = drained()
  const seen = new Set<string>()
  const look = () => void seen.add(`${bench.state().status.state} ${bench.state().status.freshness}`)
  const steps = [
    () => bench.advance(500),
    () => old(bench, events(0, [created('t1')])),
    () => open(bench),
    () => old(bench, events(1, [created('t2')])),
    () => bench.hear(welcome({ head: 3 })),
    () => bench.hear(events(0, [created('t1'), created('t2'), created('t3')])),
    () => bench.hear(liveAt(3)),
    () => bench.advance(3_000),
  ]
  for (const step of steps) {
    step()
    look()
  }
  expect([...seen]).toEqual(['connected live'])
  expect(bench.state().phase).toMatchObject({ link: { dial: 2 }, candidate: null })
})

test('[DRAIN1] the old socket is left with the welcome of the new one, and served on until then', () => {
  const bench = drained()
  bench.advance(500)
  expect(old(bench, events(0, [created('t1')]))).toContainEqual(expect.objectContaining({ type: 'emit' }))
  open(bench)
  expect(bench.hear(welcome())).toContainEqual(expect.objectContaining({ type: 'hang-up', dial: 1 }))
})

test('[DRAIN1] a candidate that the draining node itself refuses tries again, and the old socket stays', () => {
  const bench = drained()
  bench.advance(500)
  open(bench)
  bench.hear({ type: 'bye', code: 4000, reason: 'draining', spreadMs: 1_000 })
  bench.lose(4000)
  expect(bench.state().status).toMatchObject({ state: 'connected', freshness: 'live' })
  expect(typesBy(bench.advance(500))).toEqual(['dial'])
})

test('[DRAIN1] a new socket that must load anew says so: the page is catching up, and never stale', () => {
  const bench = drained()
  bench.advance(500)
  open(bench)
  bench.hear(welcome({ outcome: 'snapshot', reason: 'trimmed', head: 9 }))
  expect(bench.state().status.freshness).toBe('catching-up')
})

test('[DRAIN1] a bye without a grace plans nothing: its close is near', () => {
  const bench = createBench()
  bench.live()
  bench.hear({ type: 'bye', code: 1013, reason: 'too much', retryAfterMs: 1_000 })
  expect(bench.state().phase).toMatchObject({ candidate: null })
})

test('[HEDGE3] where the dialect knows one socket only, a drain is felt as a reconnect', () => {
  expect(drained({ hedge: 'never' }).state().phase).toMatchObject({ candidate: null })
})
