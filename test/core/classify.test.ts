// Why no socket opens: when it is asked, what each answer means, and that nothing else depends on it (BACK6).
import { expect, test } from 'vitest'
import type { Effect } from '../../src/core/effects.ts'
import { type Bench, createBench, typesBy } from '../support/builders.ts'

/** `times` dials in a row that end before a socket opens. Returns the numbers of those that were asked about. */
function fail(bench: Bench, times: number): readonly number[] {
  return Array.from({ length: times }, () => failOnce(bench)).flatMap(probesBy)
}

function failOnce(bench: Bench): readonly Effect[] {
  const { phase } = bench.state()
  if (phase.name === 'idle') bench.tell({ type: 'connect', by: 'user' })
  const on = phase.name === 'waiting' ? bench.advance(phase.retryAt - bench.now()) : []
  if (bench.state().settings.hasToken) bench.tell({ type: 'token', dial: bench.state().past.dial, result: 'ready' })
  return [...on, ...bench.lose(1006)]
}

const probesBy = (effects: readonly Effect[]) => effects.flatMap(effect => (effect.type === 'probe' ? [effect.probe] : []))
const answer = (bench: Bench, status: number | null) =>
  bench.tell({ type: 'probed', probe: bench.state().diagnosis.probe?.id ?? -1, status })
const reasonOf = (bench: Bench) => bench.state().status.reason

test('[BACK6] the second dial in a row without a socket is asked about, then every fourth, one probe at a time', () => {
  const bench = createBench({ backoff: { baseMs: 60_000, capMs: 60_000 } })
  expect([fail(bench, 1), fail(bench, 1), fail(bench, 3), fail(bench, 1), fail(bench, 4)]).toEqual([[], [2], [], [6], [10]])
  const quick = createBench({ backoff: { firstMs: 1, baseMs: 1, capMs: 1 } })
  expect(fail(quick, 9)).toEqual([2])
  expect(quick.state().diagnosis.probe).toEqual({ id: 2, by: expect.any(Number) })
})

test('[BACK6] a socket that opened, however briefly, starts the count anew', () => {
  const bench = createBench()
  fail(bench, 1)
  bench.open()
  bench.lose(1006)
  expect([fail(bench, 1), fail(bench, 1)]).toEqual([[], [bench.state().past.dial]])
})

test('[BACK6] a link that is lost is no dial that failed', () => {
  const bench = createBench()
  bench.live()
  expect([probesBy(bench.lose(1006)), fail(bench, 1), fail(bench, 1)]).toEqual([[], [], [3]])
})

test('[BACK6] a token that cannot be had says nothing of the way to the server', () => {
  const bench = createBench({ hasToken: true })
  bench.tell({ type: 'connect', by: 'user' })
  const effects = [1, 2, 3].flatMap(() => [
    ...bench.tell({ type: 'token', dial: bench.state().past.dial, result: 'failed' }),
    ...bench.advance(60_000),
  ])
  expect(probesBy(effects)).toEqual([])
})

test.each([
  [null, 'online', 'server-down'],
  [null, 'offline', 'offline'],
  [502, 'online', 'server-down'],
  [503, 'offline', 'offline'],
  [401, 'online', 'signed-out'],
  [403, 'online', 'signed-out'],
  [426, 'online', 'blocked'],
  [204, 'online', 'blocked'],
  [426, 'offline', 'blocked'],
  [200, 'online', 'unknown'],
  [200, 'offline', 'offline'],
  [404, 'online', 'unknown'],
  [0, 'online', 'unknown'],
  [0, 'offline', 'offline'],
] as const)('[BACK6] the answer %s to a browser that says %s means %s', (status, hint, reason) => {
  const bench = createBench()
  bench.tell({ type: 'connect', by: 'user' })
  bench.tell({ type: 'hint', hint })
  fail(bench, 2)
  answer(bench, status)
  expect(reasonOf(bench)).toBe(reason)
  fail(bench, 2)
  expect(reasonOf(bench)).toBe(reason)
})

test('[BACK6] what the browser says of its network is no reason by itself', () => {
  const bench = createBench()
  bench.tell({ type: 'connect', by: 'user' })
  bench.tell({ type: 'hint', hint: 'offline' })
  expect(reasonOf(bench)).toBeNull()
  fail(bench, 1)
  expect(reasonOf(bench)).toBe('offline')
  fail(bench, 1)
  answer(bench, 426)
  expect(reasonOf(bench)).toBe('blocked')
})

test('[BACK6] no answer within five seconds is an answer, and what comes later is not', () => {
  const bench = createBench({ backoff: { baseMs: 60_000, capMs: 60_000 } })
  fail(bench, 2)
  expect(typesBy(bench.advance(4_999))).toEqual([])
  expect(reasonOf(bench)).toBe('unknown')
  expect(typesBy(bench.advance(1))).toEqual(['drop-probe'])
  expect(reasonOf(bench)).toBe('server-down')
  bench.tell({ type: 'probed', probe: 2, status: 426 })
  expect(reasonOf(bench)).toBe('server-down')
})

test('[LIFE3] a laptop that slept through the deadline of a probe has learned nothing', () => {
  const bench = createBench({ backoff: { baseMs: 600_000, capMs: 600_000 } })
  fail(bench, 2)
  bench.sleep(60_000)
  expect([reasonOf(bench), bench.state().diagnosis.probe]).toEqual(['unknown', null])
})

test('[BACK6] another network forgets what was found out, and whom it asked', () => {
  const bench = createBench()
  fail(bench, 2)
  expect(typesBy(bench.tell({ type: 'hint', hint: 'offline' }))).toEqual(['drop-probe'])
  bench.tell({ type: 'probed', probe: 2, status: 426 })
  expect(reasonOf(bench)).toBe('offline')
  expect(fail(bench, 2)).toEqual([4])
  answer(bench, null)
  bench.tell({ type: 'hint', hint: 'online' })
  expect(reasonOf(bench)).toBe('unknown')
})

test.each([
  ['a socket opens', (bench: Bench) => bench.open()],
  ['the user closes', (bench: Bench) => bench.tell({ type: 'close', why: 'closed-by-user' })],
  ['it is disposed of', (bench: Bench) => bench.tell({ type: 'dispose' })],
] as const)('[BACK6] a probe ends when %s', (_, end) => {
  const bench = createBench({ backoff: { baseMs: 100, capMs: 100 } })
  fail(bench, 2)
  expect(end(bench).filter(({ type }) => type === 'drop-probe')).toHaveLength(1)
  expect(bench.state().diagnosis).toEqual({ unopened: 0, probe: null, finding: null })
})

test('[BACK6] dialing goes on at its own pace, whatever is found out', () => {
  const retriesWith = (status: number | null | undefined) => {
    const bench = createBench()
    fail(bench, 2)
    if (status !== undefined) answer(bench, status)
    const { retryAt } = bench.state().status
    fail(bench, 1)
    return [retryAt, bench.state().status.retryAt]
  }
  const undisturbed = retriesWith(undefined)
  for (const status of [null, 0, 200, 401, 426, 503]) expect(retriesWith(status)).toEqual(undisturbed)
})

test('[BACK6] a token that was refused over HTTP is not used again', () => {
  const freshAfter = (status: number) => {
    const bench = createBench({ hasToken: true })
    fail(bench, 2)
    answer(bench, status)
    const effects = bench.advance(60_000)
    return effects.flatMap(effect => (effect.type === 'get-token' ? [[effect.fresh, effect.refused]] : []))[0]
  }
  expect([freshAfter(401), freshAfter(403), freshAfter(426)]).toEqual([
    [true, true],
    [false, false],
    [false, false],
  ])
})
