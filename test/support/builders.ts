// Frames and machine states for tests: each builder gives the plainest value, and takes what matters to the test.
import type { Effect, Emission } from '../../src/core/effects.ts'
import type { LinkEvent, MachineEvent, NewCommand } from '../../src/core/events.ts'
import { deadlineOf, transition } from '../../src/core/machine.ts'
import type { Outcome } from '../../src/core/model.ts'
import { type Choices, settingsOf } from '../../src/core/settings.ts'
import { initialState, type MachineState } from '../../src/core/state.ts'
import type { ClientMessage, Command, EventsFrame, ServerMessage, SnapshotFrame, Welcome } from '../../src/protocol/frames.ts'
import type { Cursor, Head, Item, LogEvent, StreamPiece, WireNotification, WireTask } from '../../src/protocol/values.ts'

export const EPOCH = 'epoch-1'
export const START_AT = 1_000_000
/** A function of the offset, as in a server's log. */
export const markAt = (offset: number): string => (offset === 0 ? EPOCH : `m${offset}`)
export const cursorAt = (offset: number, epoch: string = EPOCH): Cursor => ({ epoch, offset, mark: markAt(offset) })

export const welcome = (extra: Partial<Welcome> = {}): Welcome => ({
  type: 'welcome',
  connection: 'c-1',
  user: 'ana',
  epoch: EPOCH,
  head: 0,
  outcome: 'replayed',
  heartbeat: { intervalMs: 15_000, activeIntervalMs: 4_000, timeoutMs: 5_000 },
  limits: { upBytes: 65_536, inFlight: 32, ackBytes: 65_536, hedge: false },
  reconnectSpreadMs: 50,
  ...extra,
})

export const snapshot = (offset: number, extra: Partial<SnapshotFrame> = {}): SnapshotFrame => ({
  type: 'snapshot',
  cursor: cursorAt(offset),
  part: 1,
  parts: 1,
  tasks: [],
  pieces: [],
  notifications: [],
  seen: 0,
  ...extra,
})

/** One frame of these events, the first at `prev + 1`. */
export function events(prev: number, list: readonly LogEvent[], extra: Partial<EventsFrame> = {}): EventsFrame {
  const offset = prev + list.length
  const items: readonly Item[] = list.map((event, index) => ({ offset: prev + index + 1, time: 1, event }))
  return { type: 'events', prev, offset, mark: markAt(offset), list: items, ...extra }
}

export const liveAt = (offset: number): EventsFrame => events(offset, [], { live: true })

export const head = (id: string, extra: Partial<Head> = {}): Head => ({
  id,
  key: `key-${id}`,
  kind: 'chat',
  rev: 1,
  attempt: 1,
  status: 'running',
  cancelRequested: false,
  lengths: {},
  createdAt: 1,
  updatedAt: 1,
  ...extra,
})

export const wireTask = (id: string, extra: Partial<WireTask> = {}): WireTask => ({ ...head(id), input: null, ...extra })

export const created = (id: string, extra: Partial<Head> = {}): LogEvent => ({
  type: 'task.created',
  task: { ...head(id, extra), input: null },
})
export const updated = (id: string, extra: Partial<Head> = {}): LogEvent => ({ type: 'task.updated', task: head(id, { rev: 2, ...extra }) })
export const settled = (id: string, extra: Partial<Head & { result: null | string }> = {}): LogEvent => ({
  type: 'task.settled',
  task: { ...head(id, { rev: 9, status: 'succeeded', finishedAt: 2 }), ...extra },
})

export const piece = (id: string, at: number, chunk: string, extra: Partial<StreamPiece> = {}): StreamPiece => ({
  id,
  attempt: 1,
  name: 'text',
  kind: 'text',
  at,
  chunk,
  ...extra,
})
export const stream = (...args: Parameters<typeof piece>): LogEvent => ({ type: 'task.stream', ...piece(...args) })

export const notice = (offset: number, extra: Partial<WireNotification> = {}): WireNotification => ({
  offset,
  time: 1,
  id: `n${offset}`,
  kind: 'hello',
  ...extra,
})

export const command = (id: string, extra: Partial<NewCommand> = {}): NewCommand => ({
  id,
  op: 'task.submit',
  data: { kind: 'chat', input: id },
  bytes: 100,
  ttlMs: null,
  ...extra,
})

export const accepted = (id: string, extra: object = {}): ServerMessage => ({ type: 'receipt', id, ok: true, ...extra })
export const refused = (id: string, code: string): ServerMessage => ({
  type: 'receipt',
  id,
  ok: false,
  error: { code, message: code, retryable: false },
})

/** A machine told what happens, with the clock in the test's hand. */
export interface Bench {
  readonly state: () => MachineState
  readonly now: () => number
  /** Tells one event and returns its effects. */
  readonly tell: (event: MachineEvent) => readonly Effect[]
  /** Frames of the newest dial. */
  readonly hear: (...messages: readonly ServerMessage[]) => readonly Effect[]
  readonly lose: (code: number, extra?: Partial<Extract<LinkEvent, { type: 'closed' }>>) => readonly Effect[]
  /** Moves time and ticks at each deadline on the way. */
  readonly advance: (ms: number) => readonly Effect[]
  /** Time passes, and nothing wakes the machine. */
  readonly skip: (ms: number) => void
  /** Time passes, and the machine is woken once, late. */
  readonly sleep: (ms: number) => readonly Effect[]
  /** From idle, or waiting, to a socket that is open and greeted. */
  readonly open: () => readonly Effect[]
  /** To live and caught up, by an empty snapshot at `offset` or by resuming. */
  readonly live: (offset?: number, extra?: Partial<Welcome>) => void
  readonly roll: (next: number) => void
}

export function createBench(choices: Partial<Choices> = {}): Bench {
  let now = START_AT
  let roll = 0.5
  let state = initialState(settingsOf({ client: 'client-1', ...choices }), { online: true, visible: true })
  const tell = (event: MachineEvent): readonly Effect[] => {
    const [next, effects] = transition(state, event, { now, roll })
    state = next
    return effects
  }
  const dial = (): number => state.past.dial
  const advance = (ms: number): readonly Effect[] => {
    const until = now + ms
    const all: Effect[] = []
    for (let at = deadlineOf(state); at !== null && at <= until; at = deadlineOf(state)) {
      now = Math.max(now, at)
      all.push(...tell({ type: 'tick' }))
    }
    now = until
    return all
  }
  const bench: Bench = {
    state: () => state,
    now: () => now,
    tell,
    hear: (...messages) => messages.flatMap(message => tell({ type: 'frame', dial: dial(), message, bytes: 100 })),
    lose: (code, extra) => tell({ type: 'closed', dial: dial(), code, reason: '', allowed: true, ...extra }),
    advance,
    skip(ms) {
      now += ms
    },
    sleep(ms) {
      now += ms
      return tell({ type: 'tick' })
    },
    open() {
      if (state.phase.name === 'idle') tell({ type: 'connect', by: 'user' })
      if (state.phase.name === 'waiting') advance(state.phase.retryAt - now)
      if (state.phase.name === 'dialing' && state.phase.stage === 'token') tell({ type: 'token', dial: dial(), result: 'ready' })
      return tell({ type: 'opened', dial: dial() })
    },
    live(offset = 0, extra = {}) {
      const isFirst = state.cursor === null
      bench.open()
      bench.hear(welcome({ outcome: isFirst ? 'snapshot' : 'replayed', ...extra }))
      if (isFirst) bench.hear(snapshot(offset))
      bench.hear(liveAt(state.cursor?.offset ?? offset))
    },
    roll(next) {
      roll = next
    },
  }
  return bench
}

export const sentBy = (effects: readonly Effect[]): readonly ClientMessage[] =>
  effects.flatMap(effect => (effect.type === 'send' ? [effect.message] : []))
export const commandsBy = (effects: readonly Effect[]): readonly Command[] =>
  sentBy(effects).flatMap(message => (message.type === 'command' ? [message] : []))
export const idsBy = (effects: readonly Effect[]): readonly string[] => commandsBy(effects).map(({ id }) => id)
export const outcomesBy = (effects: readonly Effect[]): readonly (readonly [string, Outcome['outcome']])[] =>
  effects.flatMap(effect => (effect.type === 'settle' ? [[effect.id, effect.outcome.outcome] as const] : []))
export const emissionsBy = <T extends Emission['type']>(effects: readonly Effect[], type: T): readonly Extract<Emission, { type: T }>[] =>
  effects.flatMap(effect =>
    effect.type === 'emit' && effect.emission.type === type ? [effect.emission as Extract<Emission, { type: T }>] : [],
  )
export const typesBy = (effects: readonly Effect[]): readonly Effect['type'][] =>
  effects.map(({ type }) => type).filter(type => type !== 'log' && type !== 'emit')
