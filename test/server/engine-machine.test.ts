// The engine as a table: a state, an event, and what follows. No store, no socket, no clock.
import { describe, expect, test } from 'vitest'
import type { Cursor } from '../../src/protocol/values.ts'
import type { EngineEvent, Moment } from '../../src/server/engine/events.ts'
import { deadlineOf, frameBytes, step } from '../../src/server/engine/machine.ts'
import { type EngineState, initialState } from '../../src/server/engine/state.ts'
import { LIMITS } from '../../src/server/limits.ts'

const START = 1_000_000
const at = (now: number, bufferedBytes = 0): Moment => ({ now: START + now, bufferedBytes, reconnectSpreadMs: 50 })
const cursor: Cursor = { epoch: 'e1', offset: 0, mark: 'e1' }
const whole: EngineEvent = { type: 'read', reading: { outcome: 'entries', entries: [], next: cursor, head: cursor } }
const ada: EngineEvent = { type: 'authenticated', answer: { outcome: 'identity', identity: { user: 'ada' } } }
const hello: EngineEvent = { type: 'frame', message: { type: 'hello', v: 1, client: 'p1', token: 'secret', cursor } }
const opened: EngineEvent = { type: 'opened', admission: 'admitted' }

/** Runs events one after the other and answers the last step. */
function after(...events: readonly EngineEvent[]) {
  const first = initialState({ id: 'c1', limits: LIMITS, draining: null })
  return events.reduce<ReturnType<typeof step>>(([state], event) => step(state, event, at(0)), [first, []])
}
const PATH: readonly EngineEvent[] = [opened, hello, ada, whole, whole]
const PHASES: Readonly<Record<string, EngineState>> = {
  accepted: after()[0],
  'awaiting-hello': after(opened)[0],
  authenticating: after(opened, hello)[0],
  opening: after(opened, hello, ada)[0],
  serving: after(...PATH)[0],
  closing: after(opened, { type: 'binary' })[0],
  closed: after(opened, { type: 'closed' })[0],
}
const inPhase = (name: string): EngineState => PHASES[name] ?? after()[0]
const typesOf = (effects: readonly { readonly type: string }[]) => effects.map(({ type }) => type)

const ping: EngineEvent = { type: 'frame', message: { type: 'ping', id: 1 } }
const snapshot: EngineEvent = { type: 'snapshot', snapshot: { cursor, tasks: [], pieces: [], notifications: [], seen: 0 } }
const EVENTS: readonly EngineEvent[] = [
  ...PATH,
  ping,
  snapshot,
  { type: 'frame', message: { type: 'protocol-error', code: 'not-json', closeCode: 4503, message: 'no' } },
  { type: 'frame', message: { type: 'unknown', name: 'later' } },
  { type: 'frame', message: { type: 'ack', offset: 9 } },
  { type: 'frame', message: { type: 'command', id: 'k', op: 'task.get', data: null, ttlMs: 1 } },
  { type: 'frame', message: { type: 'auth', token: 't' } },
  { type: 'binary' },
  { type: 'overrun' },
  { type: 'store-failed' },
  { type: 'woken' },
  { type: 'begun', id: 'k' },
  { type: 'receipt', id: 'k', receipt: { ok: true } },
  { type: 'command-failed', id: 'k' },
  { type: 'flushed' },
  { type: 'drain', graceMs: 10, spreadMs: 5 },
  { type: 'leave', code: 4007, reason: 'superseded' },
  { type: 'closed' },
  { type: 'tick' },
  { type: 'authenticated', answer: { outcome: 'nobody' } },
  { type: 'authenticated', answer: { outcome: 'failed' } },
]

describe('handshake', () => {
  test('[AUTH1] hello pauses the reading before it asks who it is', () => {
    const [, effects] = after(opened, hello)
    expect(effects).toEqual([{ type: 'pause-reading' }, { type: 'authenticate', token: 'secret', client: 'p1' }])
  })

  test('[LOG5] the log is watched before it is read', () => {
    const [, effects] = after(opened, hello, ada)
    expect(effects).toEqual([
      { type: 'watch', user: 'ada' },
      { type: 'read-store', user: 'ada', after: cursor },
    ])
  })

  test('[AUTH1] the welcome goes out first, the node is told, and only then reading resumes', () => {
    const [, effects] = after(opened, hello, ada, whole)
    expect(typesOf(effects)).toEqual(['send', 'welcomed', 'resume-reading', 'send'])
  })

  test('[AUTH4] no state of a connection holds its token', () => {
    for (const state of Object.values(PHASES)) expect(JSON.stringify(state)).not.toContain('secret')
  })

  test('[AUTH2] before welcome a frame may be 16 kB, after it 64 kB', () => {
    expect(['awaiting-hello', 'authenticating', 'opening', 'serving'].map(name => frameBytes(inPhase(name)) / 1024)).toEqual([
      16, 16, 16, 64,
    ])
  })
})

describe('reading', () => {
  const next: Cursor = { epoch: 'e1', offset: 5, mark: 'm5' }
  const tick = { offset: 3, time: 0, mark: 'm3', event: { type: 'app.tick', data: 1 } } as const
  const framesAfter = (entries: readonly (typeof tick)[]) => {
    const [reading] = step(inPhase('serving'), { type: 'woken' }, at(1))
    const [, effects] = step(reading, { type: 'read', reading: { outcome: 'entries', entries, next, head: next } }, at(2))
    return effects.flatMap(effect => (effect.type === 'send' ? [effect.frame.message] : []))
  }

  test('[LOG3] entries that were trimmed before they were read still move the cursor', () => {
    expect(framesAfter([])).toEqual([{ type: 'events', prev: 0, offset: 5, mark: 'm5', list: [], live: true }])
  })

  test('[LOG3] the last frame reaches as far as the reading, past trimmed entries', () => {
    expect(framesAfter([tick])).toMatchObject([{ prev: 0, offset: 5, mark: 'm5', list: [{ offset: 3 }], live: true }])
  })
})

describe('every phase', () => {
  test.each(Object.keys(PHASES))('%s takes any event without throwing, and asks for no store once it is over', name => {
    for (const event of EVENTS) {
      const [next, effects] = step(inPhase(name), event, at(1))
      if (next.phase.name !== 'closing' && next.phase.name !== 'closed') continue
      expect(typesOf(effects)).not.toEqual(expect.arrayContaining(['read-store']))
    }
  })

  test.each(['closing', 'closed'])('%s is over: nothing but the end of the transport follows', name => {
    for (const event of EVENTS) {
      const [, effects] = step(inPhase(name), event, at(1))
      expect(typesOf(effects).filter(type => type !== 'unwatch' && type !== 'released')).toEqual([])
    }
  })

  test.each(['awaiting-hello', 'authenticating', 'opening', 'serving', 'closing'])('%s has a deadline', name => {
    expect(deadlineOf(inPhase(name))).toBeGreaterThan(START)
  })

  test.each(Object.keys(PHASES))('in %s a tick at its deadline moves the deadline on, so that the timer never spins', name => {
    const state = inPhase(name)
    const due = deadlineOf(state)
    if (due === null) return
    const [next] = step(state, { type: 'tick' }, { ...at(0), now: due })
    expect(deadlineOf(next) ?? Infinity).toBeGreaterThan(due)
  })

  test.each(['awaiting-hello', 'authenticating', 'opening', 'serving'])('a transport that is gone releases %s once', name => {
    const [gone, effects] = step(inPhase(name), { type: 'closed' }, at(1))
    expect([typesOf(effects), step(gone, { type: 'closed' }, at(2))[1]]).toEqual([['unwatch', 'released'], []])
  })
})

describe('time', () => {
  test('[LIFE3] a node that slept asks its peers before it judges them', () => {
    const [asked, effects] = step(inPhase('serving'), { type: 'tick' }, at(300_000))
    expect([asked.phase.name, effects]).toMatchObject(['serving', [{ frame: { message: { type: 'ping' } } }, { type: 'read-store' }]])
    const judged = step(asked, { type: 'tick' }, at(320_000))
    expect(judged[0].phase.name).toBe('closing')
  })

  test('[LIFE3] a node that slept after it asked asks again', () => {
    const [asked] = step(inPhase('serving'), { type: 'tick' }, at(25_000))
    const [again, effects] = step(asked, { type: 'tick' }, at(300_000))
    expect([again.phase.name, effects[0]]).toMatchObject(['serving', { frame: { message: { type: 'ping' } } }])
  })

  test('[LIFE1] the same silence, met in time, is judged', () => {
    const [asked] = step(inPhase('serving'), { type: 'tick' }, at(25_000))
    expect(step(asked, { type: 'tick' }, at(45_000))[0].phase.name).toBe('closing')
  })

  test('[SLOW1] a transport that still drains is slow, not stuck', () => {
    const over = 256 * 1024 + 1
    const command: EngineEvent = { type: 'frame', message: { type: 'command', id: 'k', op: 'task.get', data: null, ttlMs: 1 } }
    const [shut] = step(inPhase('serving'), command, at(0, over))
    const verdictAt = (bufferedBytes: number) => step(shut, { type: 'tick' }, at(30_000, bufferedBytes))[0].phase.name
    expect([verdictAt(over), verdictAt(over - 1_000)]).toEqual(['closing', 'serving'])
  })

  test('[LIFE3] a node that slept through a stall gives the reader its time again', () => {
    const over = 256 * 1024 + 1
    const command: EngineEvent = { type: 'frame', message: { type: 'command', id: 'k', op: 'task.get', data: null, ttlMs: 1 } }
    const [shut] = step(inPhase('serving'), command, at(0, over))
    expect(step(shut, { type: 'tick' }, at(90_000, over))[0].phase.name).toBe('serving')
  })
})
