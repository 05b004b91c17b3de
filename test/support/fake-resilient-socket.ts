// A ResilientSocket in memory: tests set what its store says, tell events by hand, and read what was asked of it.
import type { AnyEvents, Asked, ResilientSocket, SocketChanges, SocketOptions } from '../../src/client/types.ts'
import { flightOf } from '../../src/core/flight.ts'
import type { ConnectionStatus, OutboxEntry, Sent, Task, TaskNotification } from '../../src/core/model.ts'
import { settingsOf } from '../../src/core/settings.ts'
import { initialState } from '../../src/core/state.ts'

export interface FakeState {
  readonly status: ConnectionStatus
  readonly tasks: readonly Task[]
  readonly notifications: readonly TaskNotification[]
  readonly outbox: readonly OutboxEntry[]
  /** Ids and keys the server has denied. */
  readonly absent: readonly string[]
  readonly unread: number
  readonly invalid: Readonly<Record<string, number>>
  readonly user: string | null
}

export interface FakeSocket extends ResilientSocket {
  /** Changes the store and wakes its readers once. */
  set(changes: Partial<FakeState>): void
  tell<E extends keyof AnyEvents>(type: E, payload: AnyEvents[E]): void
  /** Every method called, with its arguments, in order. */
  readonly calls: readonly (readonly [name: string, ...args: readonly unknown[]])[]
  readonly retained: () => number
  readonly listening: () => number
  readonly subscribed: () => number
  readonly changes: () => SocketChanges | null
  readonly options: SocketOptions | null
}

type Listener = (payload: unknown) => void

export function fakeSocket(initial: Partial<FakeState> = {}, options: SocketOptions | null = null): FakeSocket {
  let state: FakeState = {
    status: statusWith({}),
    tasks: [],
    notifications: [],
    outbox: [],
    absent: [],
    unread: 0,
    invalid: {},
    user: 'ana',
    ...initial,
  }
  let retained = 0
  let changes: SocketChanges | null = null
  const wakes = new Set<() => void>()
  const listeners = new Set<{ readonly type: string; readonly listener: Listener }>()
  const calls: (readonly [name: string, ...args: readonly unknown[]])[] = []
  const call = (name: string, ...args: readonly unknown[]) => void calls.push([name, ...args])
  const sent = (name: string, ...args: readonly unknown[]): Sent<never> => {
    call(name, ...args)
    return { id: `sent-${calls.length}`, settled: new Promise(() => {}), cancel: () => false }
  }
  return {
    options,
    calls,
    retained: () => retained,
    listening: () => listeners.size,
    subscribed: () => wakes.size,
    changes: () => changes,
    set(next) {
      state = { ...state, ...next }
      for (const wake of wakes) wake()
    },
    tell(type, payload) {
      for (const entry of listeners) if (entry.type === type) entry.listener(payload)
    },
    on(type, listener) {
      const entry = { type, listener: listener as Listener }
      listeners.add(entry)
      return () => void listeners.delete(entry)
    },
    retain() {
      call('retain')
      retained += 1
      let isHeld = true
      return () => {
        if (!isHeld) return
        isHeld = false
        retained -= 1
        call('release')
      }
    },
    configure(next) {
      changes = next
    },
    send: (...args) => sent('send', ...args),
    request: async (...args) => {
      call('request', ...args)
      return new Promise<never>(() => {})
    },
    submit: (...args) => sent('submit', ...args),
    cancelTask: (...args) => sent('cancelTask', ...args),
    answerTask: (...args) => sent('answerTask', ...args),
    retrySend: (...args) => sent('retrySend', ...args),
    cancelSend: id => {
      call('cancelSend', id)
      return state.outbox.some(entry => entry.id === id && entry.state === 'queued')
    },
    discardSend: (...args) => call('discardSend', ...args),
    flightRecorder: () =>
      flightOf({ start: initialState(settingsOf({ client: 'fake' }), { online: true, visible: true }), entries: [] }, {}),
    awaitCursor: (...args) => call('awaitCursor', ...args),
    askTask: (...args) => call('askTask', ...args),
    markSeen: (...args) => call('markSeen', ...args),
    dismiss: (...args) => call('dismiss', ...args),
    ready: async () => {},
    connect: () => call('connect'),
    reconnect: () => call('reconnect'),
    close: () => call('close'),
    dispose: () => call('dispose'),
    store: {
      subscribe(wake) {
        wakes.add(wake)
        return () => void wakes.delete(wake)
      },
      status: () => state.status,
      tasks: () => state.tasks,
      notifications: () => state.notifications,
      outbox: () => state.outbox,
      unread: () => state.unread,
      invalid: () => state.invalid,
      user: () => state.user,
      task: (idOrKey): Asked =>
        state.absent.includes(idOrKey) ? null : state.tasks.find(task => task.id === idOrKey || task.key === idOrKey),
    },
  }
}

/** A connected, live status with these changes. */
export function statusWith(changes: Partial<ConnectionStatus>): ConnectionStatus {
  return {
    state: 'connected',
    freshness: 'live',
    reason: null,
    attempt: 0,
    since: 1_000,
    retryAt: null,
    staleSince: null,
    noticeable: false,
    hasEverConnected: true,
    recovery: 'new',
    error: null,
    latencyMs: 40,
    queued: 0,
    idleLimitMs: null,
    storage: 'none',
    ...changes,
  }
}

const TASK: Task = {
  id: 'task-1',
  key: 'key-1',
  kind: 'chat',
  conversation: 'support',
  retryOf: null,
  rev: 1,
  attempt: 1,
  input: { text: 'Hello?' },
  streams: {},
  progress: null,
  prompt: null,
  cancelRequested: false,
  createdAt: 1_000,
  startedAt: null,
  updatedAt: 1_000,
  sync: 'synced',
  status: 'running',
}

/** A running chat task `key-1` with these changes. */
export function taskWith(changes: Partial<Task>): Task {
  return { ...TASK, ...changes } as Task
}

/** The streams of a task that has said this much. */
export const saying = (value: string, done = false): Task['streams'] => ({ text: { kind: 'text', value, done } })

export function entryWith(changes: Partial<OutboxEntry>): OutboxEntry {
  const data = { kind: 'chat', input: { text: 'Hello?' }, conversation: 'support' }
  return { id: 'key-1', op: 'task.submit', data, sentAt: 900, state: 'queued', error: null, ...changes }
}

export function noticeWith(changes: Partial<TaskNotification>): TaskNotification {
  return {
    id: 'notice-1',
    offset: 1,
    time: 1_000,
    seen: false,
    taskId: 'task-1',
    kind: 'task.succeeded',
    title: null,
    body: null,
    data: null,
    ...changes,
  }
}
