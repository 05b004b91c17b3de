import { beforeEach, describe, expect, test } from 'vitest'
import type { Flight } from '../../src/client/index.ts'
import * as BOUNDS from '../../src/core/limits.ts'
import type { LogEvent } from '../../src/protocol/index.ts'
import { replayFlight } from '../../src/testing/replay-flight.ts'
import { createHarness, type Harness, headOf, microtasks } from '../support/client-harness.ts'
import { eventful, NUMBER, SECRETS } from './eventful-life.ts'

const jsonOf = (flight: Flight): string => JSON.stringify(flight)

describe('a flight through a drop, a gap, a snapshot, sends and an ask', () => {
  let harness: Harness
  beforeEach(async () => {
    harness = await eventful()
  })

  test('tells of them all', () => {
    const { entries } = harness.socket.flightRecorder()
    const told = new Set(entries.flatMap(({ event }) => (event.type === 'frame' ? [event.message.type] : [event.type])))
    for (const type of ['connect', 'token', 'opened', 'welcome', 'events', 'snapshot', 'receipt', 'send', 'closed', 'hint', 'tick', 'see'])
      expect(told).toContain(type)
    const ways = new Set(entries.map(({ before, after }) => `${before} → ${after}`))
    expect(ways).toContain('live → waiting')
    expect(entries.some(({ event, effects }) => event.type === 'frame' && effects.includes('hang-up'))).toBe(true)
  })

  test.each([{ payloads: false }, { payloads: true }])('replays to the same end from its JSON, with payloads $payloads', ({ payloads }) => {
    const flight = harness.socket.flightRecorder({ payloads })
    const replay = replayFlight(jsonOf(flight))
    expect(replay).toMatchObject({ outcome: 'same', steps: flight.entries.length })
  })

  test('with payloads replays to the very state that the page shows', () => {
    const replay = replayFlight(jsonOf(harness.socket.flightRecorder({ payloads: true })))
    if (replay.outcome !== 'same') throw new Error('it took another way')
    expect(replay.state.notifications.list).toEqual(harness.socket.store.notifications())
    expect(replay.state.status).toEqual(harness.socket.store.status())
  })

  test('[AUTH4] without payloads holds no token, no user, and nothing that anybody said', () => {
    const json = jsonOf(harness.socket.flightRecorder())
    expect(Object.values(SECRETS).filter(secret => json.includes(secret))).toEqual([])
    expect(json).not.toContain(String(NUMBER))
  })

  test('[AUTH4] with payloads holds them all but the token', () => {
    const json = jsonOf(harness.socket.flightRecorder({ payloads: true }))
    expect(Object.values(SECRETS).filter(secret => !json.includes(secret))).toEqual([SECRETS.token])
  })

  test('[STR1] without payloads keeps every length', () => {
    const { entries } = harness.socket.flightRecorder()
    const chunks = entries.flatMap(({ event }) =>
      event.type === 'frame' && event.message.type === 'events' ? event.message.list.map(item => item.event) : [],
    )
    expect(chunks.filter(event => event.type === 'task.stream').map(event => 'chunk' in event && event.chunk)).toEqual([
      '*'.repeat(SECRETS.chunk.length),
      [null, null],
      '*'.repeat(SECRETS.chunk.length),
    ])
  })

  test('is plain JSON, and the recorder keeps none of it', () => {
    const flight = harness.socket.flightRecorder()
    expect(JSON.parse(jsonOf(flight))).toEqual(flight)
    Object.assign(flight, { entries: [], start: null })
    expect(harness.socket.flightRecorder().entries.length).toBeGreaterThan(30)
  })

  test.each([
    ['another roll', { roll: 0.75 }],
    ['another effect', { effects: ['dial'] as const }],
    ['another deadline', { deadline: 1 }],
    ['another phase', { after: 'halted' as const }],
  ])('that was given %s is reported at the step where it differs', (_, change) => {
    const flight = harness.socket.flightRecorder()
    // The drop: its wait is rolled for.
    const step = flight.entries.findIndex(({ event }) => event.type === 'closed')
    const entries = flight.entries.map((entry, index) => (index === step ? { ...entry, ...change } : entry))
    expect(replayFlight({ ...flight, entries })).toMatchObject({ outcome: 'different', step, entry: { event: { type: 'closed' } } })
  })

  test('[AUTH1] is gone from memory once its user is forgotten', async () => {
    harness.manual.latest().close(4508)
    await microtasks()
    const json = jsonOf(harness.socket.flightRecorder({ payloads: true }))
    for (const secret of [SECRETS.input, SECRETS.chunk, SECRETS.title]) expect(json).not.toContain(secret)
    expect(replayFlight(json).outcome).toBe('same')
  })
})

test('[SEND7] the recorder keeps its last half at least and never more than its bound, and replays from there', async () => {
  const { manual, socket } = await eventful()
  const hints = (count: number) => {
    for (let index = 0; index < count; index += 1) manual.hint('hidden')
    return socket.flightRecorder().entries.length
  }
  const before = hints(0)
  expect(hints(BOUNDS.flightEntries - before)).toBe(BOUNDS.flightEntries)
  expect(hints(1)).toBe(BOUNDS.flightEntries / 2 + 1)
  expect(hints(BOUNDS.flightEntries / 2 - 1)).toBe(BOUNDS.flightEntries)
  expect(replayFlight(jsonOf(socket.flightRecorder())).outcome).toBe('same')
})

test('[STR1] a stream goes on after the start of a flight, whatever its name', () => {
  const harness = createHarness()
  const { manual, socket, events } = harness
  socket.connect()
  harness.greet()
  const item = (at: number): LogEvent => ({
    type: 'task.stream',
    id: 't1',
    attempt: 1,
    name: 'input',
    kind: 'list',
    at,
    chunk: [SECRETS.item],
  })
  events([{ type: 'task.created', task: { ...headOf('t1'), input: null } }, item(0)])
  for (let index = 0; index < BOUNDS.flightEntries; index += 1) manual.hint('hidden')
  events([item(1)])
  expect(replayFlight(socket.flightRecorder()).outcome).toBe('same')
})

test('[SEND7] large frames leave sooner: what the recorder holds is bounded in bytes too', () => {
  const harness = createHarness()
  harness.socket.connect()
  harness.greet()
  for (let index = 0; index < 100; index += 1) harness.events([{ type: 'app.said', data: 'x'.repeat(60_000) }])
  expect(jsonOf(harness.socket.flightRecorder({ payloads: true })).length).toBeLessThan(1.1 * BOUNDS.flightBytes)
  const replay = replayFlight(harness.socket.flightRecorder())
  expect(replay.outcome === 'same' && replay.steps).toBeGreaterThan(5)
})

test('[BACK1] a setting without end stays without end in a replay', () => {
  const { manual, socket } = createHarness({ backoff: { capMs: Infinity } })
  socket.connect()
  for (let count = 0; count < 9; count += 1) {
    manual.latest().close(1006)
    manual.advance(600_000)
  }
  expect(replayFlight(jsonOf(socket.flightRecorder()))).toMatchObject({ outcome: 'same' })
})

test('what is no flight record is refused, in words', () => {
  expect(() => replayFlight('{"version":2}')).toThrow(/not a flight record/)
})

test('says how far the page has got: nowhere at first, then at the cursor it would resume from', () => {
  const { socket, greet, manual, events } = createHarness()
  expect(socket.flightRecorder().cursor).toBeNull()
  socket.connect()
  greet()
  events([{ type: 'app.price', data: 1 } as never])
  const { cursor } = socket.flightRecorder()
  manual.latest().close(1006)
  manual.advance(1_000)
  manual.latest().open()
  expect(manual.latest().sent[0]?.['cursor']).toEqual(cursor)
})

test('says that a tab has a socket of its own', () => {
  expect(createHarness().socket.flightRecorder().tab).toBe('each')
})
