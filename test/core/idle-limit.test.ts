// Something on the way closes silent links: what the machine learns of it from closes at a regular age of silence.
import { expect, test } from 'vitest'
import { type Bench, createBench, created, events, sentBy } from '../support/builders.ts'

const LIMIT_MS = 5_000
const pings = (effects: Parameters<typeof sentBy>[0]) => sentBy(effects).filter(({ type }) => type === 'ping')
const limitOf = (bench: Bench) => bench.state().status.idleLimitMs

/** Live, and then cut after this much silence. */
function cutAfter(bench: Bench, silentMs: number, code = 1006) {
  bench.live()
  bench.advance(silentMs)
  return bench.lose(code)
}

const learned = (): Bench => {
  const bench = createBench()
  cutAfter(bench, LIMIT_MS)
  cutAfter(bench, LIMIT_MS + 40)
  bench.live()
  return bench
}

test('[LIFE4] a link that is cut twice after the same silence is pinged well before it from then on', () => {
  const bench = learned()
  expect(pings(bench.advance(2_999))).toEqual([])
  expect(pings(bench.advance(1))).toHaveLength(1)
})

test('[LIFE4] the status says after how much silence links are cut, and the log once', () => {
  const bench = createBench()
  cutAfter(bench, LIMIT_MS)
  expect(limitOf(bench)).toBeNull()
  const news = cutAfter(bench, LIMIT_MS + 40).filter(effect => effect.type === 'log' && effect.event === 'idle-limit-learned')
  expect(news).toMatchObject([{ fields: { limitMs: LIMIT_MS } }])
  expect(limitOf(bench)).toBe(LIMIT_MS)
  expect(cutAfter(bench, LIMIT_MS + 20)).not.toContainEqual(expect.objectContaining({ event: 'idle-limit-learned' }))
})

test.each([
  ['at irregular ages', [5_000, 9_000], 1006],
  ['at a regular age, with a word of farewell', [5_000, 5_000], 1001],
  ['sooner than any heartbeat could help', [1_900, 1_900], 1006],
])('[LIFE4] a link that is cut twice %s teaches nothing', (_, silences, code) => {
  const bench = createBench()
  for (const silentMs of silences) cutAfter(bench, silentMs, code)
  expect(limitOf(bench)).toBeNull()
})

test('[LIFE4] a link that died before it was closed teaches nothing: its silence is not the limit of the way', () => {
  const bench = createBench({ hedge: 'never' })
  for (const silentMs of [19_000, 19_000]) cutAfter(bench, silentMs)
  expect(limitOf(bench)).toBeNull()
})

test('[LIFE4] a way that closes every link at an age is not pinged the more: each bore a longer silence before', () => {
  const bench = createBench()
  for (let link = 0; link < 6; link += 1) {
    bench.live()
    bench.advance(15_000)
    bench.hear({ type: 'pong', id: 1 })
    bench.advance(6_000)
    bench.lose(1006)
  }
  expect(limitOf(bench)).toBeNull()
  bench.live()
  expect(pings(bench.advance(14_999))).toEqual([])
})

test('[LIFE4] a shorter limit is learned in its turn, and a running task is not pinged more seldom than before', () => {
  const bench = learned()
  bench.lose(1000)
  for (const silentMs of [2_500, 2_500]) cutAfter(bench, silentMs)
  expect(limitOf(bench)).toBe(2_500)
  bench.live()
  bench.hear(events(0, [created('t1')]))
  expect(pings(bench.advance(1_500))).toHaveLength(1)
})

test('[LIFE4] a frame after a longer silence shows that the way bears it: the heartbeat is as before', () => {
  const bench = learned()
  bench.skip(LIMIT_MS + 500)
  bench.hear({ type: 'pong', id: 0 })
  expect(limitOf(bench)).toBeNull()
  expect(pings(bench.advance(14_999))).toEqual([])
})
