// A seeded random walk of the machine: every kind of event in any order, stale dials too, with the clock moving, waking late, or standing.
import type { Effect } from '../../src/core/effects.ts'
import type { MachineEvent } from '../../src/core/events.ts'
import { deadlineOf, transition } from '../../src/core/machine.ts'
import { type Choices, settingsOf } from '../../src/core/settings.ts'
import { type Attempt, initialState, type MachineState } from '../../src/core/state.ts'
import { CLOSE_CODES } from '../../src/protocol/close-codes.ts'
import type { ServerMessage } from '../../src/protocol/frames.ts'
import type { LogEvent } from '../../src/protocol/values.ts'
import {
  accepted,
  command,
  created,
  cursorAt,
  events,
  head,
  piece,
  refused,
  settled,
  snapshot,
  START_AT,
  stream,
  updated,
  welcome,
  wireTask,
} from './builders.ts'

export interface Visit {
  readonly before: MachineState
  readonly event: MachineEvent
  readonly after: MachineState
  readonly effects: readonly Effect[]
  readonly now: number
}

export interface Walk {
  readonly seed: number
  readonly steps: number
  readonly choices?: Partial<Choices>
}

/** mulberry32: small, seeded, good enough to wander. */
export function dice(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Walks, and shows each step to `visit`. */
export function walk({ seed, steps, choices = {} }: Walk, visit: (step: Visit) => void): void {
  const roll = dice(seed)
  const guide = createGuide(roll)
  let now = START_AT
  let state = initialState(settingsOf({ client: 'client-1', ...choices }), { online: true, visible: true })
  for (let index = 0; index < steps; index += 1) {
    const deadline = deadlineOf(state)
    const [event, at] = guide.next(state, { now, deadline })
    now = Math.max(now, at)
    const before = state
    const [after, effects] = transition(before, event, { now, roll: roll() })
    state = after
    guide.note(effects)
    visit({ before, event, after, effects, now })
  }
}

interface Clock {
  readonly now: number
  readonly deadline: number | null
}

const HINTS = ['online', 'offline', 'visible', 'hidden', 'pageshow', 'pagehide', 'resume'] as const
const CODES = [...Object.keys(CLOSE_CODES).map(Number), 4999, 3999]
const SERVER_ONLY = ['app.do', 'task.submit', 'task.cancel', 'task.input'] as const

// What a likely server would say stands beside what only a broken one would, so that the walk gets far and still stumbles.
function createGuide(roll: () => number) {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(roll() * list.length)] as T
  const chance = (odds: number) => roll() < odds
  let ids = 0
  const asked: string[] = []
  const sentIds: string[] = ['none']

  // The newest, which may be a candidate; or the one before, which is its link or is over.
  const dialOf = (state: MachineState) => (chance(0.1) ? Math.max(0, state.past.dial - 1) : state.past.dial)
  const linkOf = ({ phase, past }: MachineState) => (phase.name === 'live' && chance(0.7) ? phase.link.dial : past.dial)
  const hedging = () => ({ upBytes: 65_536, inFlight: 32, ackBytes: 65_536, hedge: chance(0.8) })
  const taskId = () => `t${Math.floor(roll() * 6)}`
  const rev = () => 1 + Math.floor(roll() * 6)
  const logEvent = (): LogEvent =>
    pick<() => LogEvent>([
      () => created(taskId(), { rev: rev(), attempt: 1 + Math.floor(roll() * 2) }),
      () => updated(taskId(), { rev: rev(), lengths: { text: Math.floor(roll() * 20) } }),
      () => settled(taskId(), { rev: rev() }),
      () => stream(taskId(), Math.floor(roll() * 20), 'abcdef'.slice(0, Math.floor(roll() * 7))),
      () => ({ type: 'task.removed', id: taskId() }),
      () => ({ type: 'notification', id: `n${Math.floor(roll() * 9)}`, kind: 'hello' }),
      () => ({ type: 'notifications.seen', offset: Math.floor(roll() * 30) }),
      () => ({ type: 'app.said', data: 1 }),
    ])()
  const list = () => Array.from({ length: Math.floor(roll() * 4) }, logEvent)
  const offsetOf = (state: MachineState) => state.cursor?.offset ?? 0
  const epochOf = (state: MachineState) => state.cursor?.epoch ?? 'epoch-1'
  const near = (state: MachineState) => Math.max(0, offsetOf(state) + (chance(0.8) ? 0 : Math.floor(roll() * 7) - 3))
  const whole = () => ({ task: wireTask(taskId(), { rev: rev() }), pieces: [piece(taskId(), 0, 'abcdef')] })

  const message = (state: MachineState): ServerMessage =>
    pick<() => ServerMessage>([
      () =>
        welcome({
          user: chance(0.9) ? 'ana' : 'bob',
          epoch: chance(0.9) ? epochOf(state) : `epoch-${Math.floor(roll() * 3)}`,
          limits: hedging(),
        }),
      () => events(near(state), list(), chance(0.5) ? { live: true } : {}),
      () => events(near(state), list(), { live: true }),
      () => snapshot(near(state), { cursor: cursorAt(near(state), chance(0.8) ? epochOf(state) : 'epoch-2'), tasks: [wireTask(taskId())] }),
      () => snapshot(offsetOf(state) + 3, { part: 1 + Math.floor(roll() * 2), parts: 2, pieces: [piece(taskId(), 0, 'abc')] }),
      () => accepted(pick(sentIds), { data: { task: head(taskId()) }, ...(chance(0.5) && { cursor: cursorAt(near(state) + 1) }) }),
      () => refused(pick(sentIds), pick(['interrupted', 'not-found', 'busy'])),
      () => accepted(asked.at(-1) ?? 'none', { data: chance(0.8) ? whole() : 'junk' }),
      () => refused(asked.at(-1) ?? 'none', 'not-found'),
      () => ({ type: 'pong', id: Math.floor(roll() * 5) }),
      () => ({ type: 'ping', id: 1 }),
      () => ({ type: 'auth-required', inMs: 1_000 }),
      () => ({ type: 'authenticated', expiresInMs: 60_000 }),
      () => ({ type: 'bye', code: pick(CODES), reason: 'bye', ...(chance(0.5) && { retryAfterMs: 3_000, spreadMs: 1_000 }) }),
      () => ({ type: 'bye', code: 4000, reason: 'draining', spreadMs: 1_000, graceMs: 5_000 }),
    ])()

  const forward = (state: MachineState): MachineEvent => {
    const { dial } = state.past
    const { phase } = state
    if (phase.name === 'idle') return { type: 'connect', by: pick(['user', 'retain']) }
    if (phase.name === 'halted' || phase.name === 'waiting') return { type: 'reconnect' }
    if (phase.name === 'greeting')
      return { type: 'frame', dial, message: welcome({ epoch: epochOf(state), limits: hedging() }), bytes: 100 }
    if (phase.name === 'live' && phase.candidate !== null && chance(0.5)) return candidateForward(state, phase.candidate)
    if (phase.name === 'live')
      return {
        type: 'frame',
        dial: phase.link.dial,
        message: chance(0.3) ? events(offsetOf(state), list(), { live: true }) : message(state),
        bytes: 900,
      }
    return phase.stage === 'token' ? { type: 'token', dial, result: 'ready' } : { type: 'opened', dial }
  }

  const candidateForward = (state: MachineState, candidate: Attempt): MachineEvent => {
    if (candidate.name === 'waiting') return { type: 'tick' }
    const { dial } = candidate
    if (candidate.name === 'greeting')
      return { type: 'frame', dial, message: welcome({ epoch: epochOf(state), limits: hedging() }), bytes: 100 }
    return candidate.stage === 'token' ? { type: 'token', dial, result: 'ready' } : { type: 'opened', dial }
  }

  const newId = (odds = 0) => {
    const id = chance(odds) ? pick(sentIds) : `s${(ids += 1)}`
    sentIds.push(id)
    if (sentIds.length > 20) sentIds.shift()
    return id
  }

  const anything = (state: MachineState): MachineEvent =>
    pick<() => MachineEvent>([
      () => ({ type: 'connect', by: pick(['user', 'retain']) }),
      () => ({ type: 'reconnect' }),
      () => ({ type: 'close', why: pick(['closed-by-user', 'disabled']) }),
      () => ({ type: 'token', dial: dialOf(state), result: pick(['ready', 'failed', 'signed-out']) }),
      () => ({ type: 'opened', dial: dialOf(state) }),
      () => ({ type: 'frame', dial: dialOf(state), message: message(state), bytes: Math.floor(roll() * 90_000) }),
      () => ({ type: 'noise', dial: dialOf(state), name: 'motd' }),
      () => ({ type: 'invalid', dial: dialOf(state), problem: 'x'.repeat(300) }),
      () => ({ type: 'closed', dial: linkOf(state), code: pick(CODES), reason: '', allowed: chance(0.95) }),
      () => ({ type: 'hint', hint: pick(HINTS) }),
      () => ({ type: 'probed', probe: dialOf(state), status: pick([null, 0, 200, 401, 426, 503]) }),
      () => ({ type: 'cancel', id: pick(sentIds), commandId: newId() }),
      () => ({ type: 'retry', id: pick(sentIds), newId: newId() }),
      () => ({ type: 'discard', id: pick(sentIds) }),
      () => ({ type: 'ask', ref: taskId() }),
      () => ({ type: 'see', offset: Math.floor(roll() * 30), commandId: newId() }),
      () => ({ type: 'dismiss', id: `n${Math.floor(roll() * 9)}` }),
      () => ({ type: 'wrote', cursor: cursorAt(near(state), chance(0.8) ? epochOf(state) : 'epoch-2') }),
      () => ({ type: 'release' }),
    ])()

  const next = (state: MachineState, { now, deadline }: Clock): readonly [MachineEvent, number] => {
    const way = roll()
    if (way < 0.35) return [forward(state), now + roll() * 200]
    if (way < 0.6 && deadline !== null) return [{ type: 'tick' }, deadline]
    if (way < 0.63) return [{ type: 'tick' }, now + roll() * 600_000]
    if (way < 0.78)
      return [{ type: 'send', command: command(newId(0.1), { op: pick(SERVER_ONLY), ttlMs: chance(0.5) ? null : roll() * 10_000 }) }, now]
    return [anything(state), now + roll() * 2_000]
  }

  return {
    next,
    note(effects: readonly Effect[]) {
      for (const effect of effects) {
        if (effect.type === 'send' && effect.message.type === 'command' && effect.message.op === 'task.get') asked.push(effect.message.id)
      }
    },
  }
}
