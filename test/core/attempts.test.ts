// An attempt on its way, dialing or greeting: what comes astray, what ends it, and what is said of why it failed.
import { expect, test } from 'vitest'
import type { MachineEvent } from '../../src/core/events.ts'
import type { ServerMessage } from '../../src/protocol/frames.ts'
import { accepted, type Bench, createBench, events, snapshot, typesBy, welcome } from '../support/builders.ts'

const OLDER = 0
const askingToken = (): Bench => {
  const bench = createBench({ hasToken: true })
  bench.tell({ type: 'connect', by: 'user' })
  return bench
}
const opening = (): Bench => {
  const bench = askingToken()
  bench.tell({ type: 'token', dial: 1, result: 'ready' })
  return bench
}
const greeting = (): Bench => {
  const bench = createBench()
  bench.open()
  return bench
}
const waiting = (): Bench => {
  const bench = greeting()
  bench.lose(1006)
  return bench
}
const each = [
  ['waits for its token', askingToken],
  ['opens its socket', opening],
  ['has said hello', greeting],
] as const
const strays: readonly MachineEvent[] = [
  { type: 'token', dial: OLDER, result: 'signed-out' },
  { type: 'opened', dial: OLDER },
  { type: 'frame', dial: OLDER, message: welcome(), bytes: 1 },
  { type: 'noise', dial: OLDER, name: 'motd' },
  { type: 'invalid', dial: OLDER, problem: 'no JSON' },
  { type: 'closed', dial: OLDER, code: 4500, reason: '', allowed: true },
  { type: 'tick' },
]

test.each(each)('[GAP1] an attempt that %s heeds nothing of an older one, and no early wake', (_, open) => {
  const bench = open()
  const before = bench.state()
  for (const stray of strays) expect([stray.type, bench.tell(stray), bench.state() === before]).toEqual([stray.type, [], true])
})

test('[AUTH3] a token that comes once more while the socket opens opens no other', () => {
  const bench = opening()
  expect(bench.tell({ type: 'token', dial: 1, result: 'ready' })).toEqual([])
})

const early: readonly ServerMessage[] = [
  { type: 'pong', id: 1 },
  events(0, []),
  snapshot(0),
  accepted('a'),
  { type: 'auth-required', inMs: 1_000 },
  { type: 'authenticated', expiresInMs: 1_000 },
]

test.each(early.map(message => [message.type, message] as const))(
  '[BACK5] before the welcome, %s proves nothing and is answered by nothing',
  (_, message) => {
    const bench = greeting()
    const before = bench.state()
    expect([bench.hear(message), bench.state() === before]).toEqual([[], true])
  },
)

test('[DRAIN1] a bye before the welcome is kept for the close, and answered by nothing', () => {
  const bench = greeting()
  const bye = { type: 'bye', code: 4000, reason: 'drain', graceMs: 5_000 } as const
  expect(bench.hear(bye)).toEqual([])
  expect(bench.state().phase).toMatchObject({ name: 'greeting', bye })
})

test.each([...each, ['waits for its next try', waiting] as const])(
  '[LIFE3] a page that is hidden for good while it %s lets go, and dials when it is shown again',
  (_, open) => {
    const bench = open()
    const { phase } = bench.state()
    const effects = bench.tell({ type: 'hint', hint: 'pagehide' })
    expect(effects).toEqual('dial' in phase ? [{ type: 'hang-up', dial: phase.dial, code: 1000, reason: 'page-hidden' }] : [])
    expect(bench.state().phase).toEqual({ name: 'idle', why: 'page-hidden' })
    expect(typesBy(bench.tell({ type: 'hint', hint: 'visible' }))).toEqual([])
    bench.skip(1_000)
    expect(typesBy(bench.tell({ type: 'hint', hint: 'pageshow' }))).toHaveLength(1)
  },
)

test('[BACK5] who is no server of ours is hung up on, and the status says so for good', () => {
  const bench = greeting()
  const effects = bench.tell({ type: 'invalid', dial: 1, problem: 'no JSON' })
  expect(effects).toContainEqual({ type: 'hang-up', dial: 1, code: 4507, reason: 'not our server' })
  expect(bench.state().status.error).toEqual({ code: 'incompatible', message: 'not a resilient-socket server: no JSON', retryable: false })
})

test.each([
  ['getToken threw', (bench: Bench) => bench.tell({ type: 'token', dial: 1, result: 'failed' })],
  ['getToken did not answer in time', (bench: Bench) => bench.advance(10_000)],
])('[AUTH3] %s: the status and the log say it, and that it is asked again', (why, fail) => {
  const bench = askingToken()
  expect(fail(bench)).toContainEqual({ type: 'log', level: 'warn', event: 'token-failed', fields: { why } })
  expect(bench.state().status.error).toEqual({
    code: 'token-failed',
    message: `${why}; it is asked again at the next dial`,
    retryable: true,
  })
})
