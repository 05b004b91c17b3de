import { beforeEach, describe, expect, test } from 'vitest'
import type { Flight } from '../../src/client/index.ts'
import { BOUNDS } from '../../src/core/limits.ts'
import { replayFlight } from '../../src/testing/replay-flight.ts'
import { piece, wireTask } from '../support/builders.ts'
import { createHarness, EPOCH, type Harness, headOf, markAt, microtasks } from '../support/client-harness.ts'

const SECRETS = {
  token: 'secret-token-1',
  user: 'secret-user-ana',
  input: 'secret-input',
  chunk: 'secret-chunk',
  item: 'secret-item',
  result: 'secret-result',
  title: 'secret-title',
  body: 'secret-body',
  data: 'secret-data',
  app: 'secret-app-event',
  answer: 'secret-answer',
  progress: 'secret-progress',
  error: 'secret-error',
  prompt: 'secret-prompt',
  conversation: 'secret-conversation',
}

const NUMBER = 4_929_123_456

const serverFrame = ({ manual }: Harness, frame: unknown) => manual.latest().receive(frame)

/** A page through its whole life: a drop, a gap, a snapshot in parts, sends and their receipts, an ask, a probe, halves of answers. */
async function eventful(): Promise<Harness> {
  const harness = createHarness({ identity: SECRETS.user, getToken: () => SECRETS.token })
  const { manual, socket } = harness
  const welcome = { user: SECRETS.user, epoch: EPOCH }
  manual.roll(0.25)
  socket.connect()
  await microtasks()
  const sent = socket.submit('chat', { text: SECRETS.input, number: NUMBER }, { key: 'key-t1', conversation: SECRETS.conversation })
  harness.greet(welcome)
  const head = headOf('t1', { conversation: SECRETS.conversation, progress: { value: 1, total: 2, message: SECRETS.progress } })
  harness.events([
    { type: 'task.created', task: { ...head, input: { text: SECRETS.input } } },
    { type: 'task.stream', id: 't1', attempt: 1, name: 'text', kind: 'text', at: 0, chunk: SECRETS.chunk },
    { type: 'task.stream', id: 't1', attempt: 1, name: 'input', kind: 'list', at: 0, chunk: [SECRETS.item, NUMBER] },
    { type: 'notification', id: 'n1', kind: 'hello', title: SECRETS.title, body: SECRETS.body, data: { deep: SECRETS.data } },
    { type: 'app.said', data: { secret: SECRETS.app } },
  ])
  serverFrame(harness, { type: 'receipt', id: sent.id, ok: true, data: { task: head }, cursor: cursorAt(harness.head()) })
  void socket.send('rename', { name: SECRETS.data })
  const renamed = manual.latest().sent.at(-1)?.['id']
  serverFrame(harness, { type: 'receipt', id: renamed, ok: true, data: { task: SECRETS.answer, was: NUMBER } })
  harness.events([{ type: 'task.updated', task: headOf('t1', { rev: 2, status: 'input-required', prompt: { ask: SECRETS.prompt } }) }])
  void socket.answerTask('t1', { text: SECRETS.input })
  // A hole in a stream, and the ask that heals it.
  harness.events([{ type: 'task.stream', id: 't1', attempt: 1, name: 'text', kind: 'text', at: 40, chunk: SECRETS.chunk }])
  const ask = manual.latest().sent.findLast(frame => frame['op'] === 'task.get')?.['id']
  const whole = { ...wireTask('t1', { rev: 2, input: SECRETS.input }), conversation: SECRETS.conversation }
  serverFrame(harness, {
    type: 'receipt',
    id: ask,
    ok: true,
    data: { task: whole, pieces: [piece('t1', 0, SECRETS.chunk.repeat(5).slice(0, 52))] },
  })
  const error = { code: 'broken', message: SECRETS.error, retryable: false }
  harness.events([
    { type: 'task.settled', task: { ...headOf('t1', { rev: 5, status: 'succeeded' }), result: SECRETS.result } },
    { type: 'task.created', task: { ...headOf('t2'), input: null } },
    { type: 'task.settled', task: { ...headOf('t2', { rev: 2, status: 'failed' }), error } },
  ])
  socket.markSeen()
  socket.dismiss('n1')
  return drops(harness, welcome)
}

async function drops(harness: Harness, welcome: Record<string, unknown>): Promise<Harness> {
  const { manual, socket } = harness
  manual.latest().close(1006, 'gone')
  void socket.send('while-down', { text: SECRETS.data })
  manual.advance(5_000)
  await microtasks()
  harness.greet({ ...welcome, outcome: 'replayed', reason: undefined })
  // A gap, and the snapshot that follows it, in parts.
  const at = harness.head()
  const lost = { type: 'events', prev: at + 3, offset: at + 3, mark: 'm', list: [] }
  serverFrame(harness, lost)
  manual.advance(5_000)
  await microtasks()
  manual.latest().open()
  serverFrame(harness, { ...welcomeAt(at + 9), ...welcome })
  const cursor = cursorAt(at + 9)
  const empty = { type: 'snapshot', cursor, parts: 2, tasks: [], pieces: [], notifications: [], seen: 0 }
  serverFrame(harness, { ...empty, part: 1, tasks: [wireTask('t3', { input: SECRETS.input, lengths: { text: SECRETS.chunk.length } })] })
  const notifications = [{ offset: 3, time: 1, id: 'n3', kind: 'hello', title: SECRETS.title }]
  serverFrame(harness, { ...empty, part: 2, pieces: [piece('t3', 0, SECRETS.chunk)], notifications })
  serverFrame(harness, { type: 'events', prev: at + 9, offset: at + 9, mark: cursor.mark, list: [], live: true })
  manual.hint('hidden')
  manual.hint('visible')
  manual.advance(30_000)
  await microtasks()
  return harness
}

const cursorAt = (offset: number) => ({ epoch: EPOCH, offset, mark: markAt(offset) })
const welcomeAt = (head: number) => ({
  type: 'welcome',
  connection: 'c-2',
  head,
  outcome: 'snapshot',
  reason: 'trimmed',
  heartbeat: { intervalMs: 15_000, activeIntervalMs: 4_000, timeoutMs: 5_000 },
  limits: { upBytes: 65_536, inFlight: 32, ackBytes: 65_536, hedge: false },
  reconnectSpreadMs: 50,
})

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
    for (const [what, secret] of Object.entries(SECRETS)) expect(json.includes(secret), what).toBe(false)
    expect(json).not.toContain(String(NUMBER))
  })

  test('[AUTH4] with payloads holds them all but the token', () => {
    const json = jsonOf(harness.socket.flightRecorder({ payloads: true }))
    for (const [what, secret] of Object.entries(SECRETS)) expect(json.includes(secret), what).toBe(what !== 'token')
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

test('[BACK4] a setting without end stays without end in a replay', () => {
  const { manual, socket } = createHarness({ noticeAfterMs: Infinity, maxAttempts: Infinity })
  socket.connect()
  manual.latest().close(1006)
  manual.advance(60_000)
  expect(replayFlight(jsonOf(socket.flightRecorder()))).toMatchObject({ outcome: 'same' })
})

test('what is no flight record is refused, in words', () => {
  expect(() => replayFlight('{"version":2}')).toThrow(/not a flight record/)
})
