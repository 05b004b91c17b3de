// The client's options and its public face.
import type { AppShape, EventName, EventOf, InputOf, Kind, Op, OpInput, OpOutput } from '../core/app.ts'
import type { Flight, FlightOptions } from '../core/flight.ts'
import type { ConnectionStatus, Outcome, OutboxEntry, ReasonedError, Sent, Task, TaskNotification } from '../core/model.ts'
import type { SocketStorage } from './keeper.ts'
import type { World } from './world.ts'

export type LogLevel = 'debug' | 'info' | 'warn' | 'error'

/** A structured log entry: never a token, never a payload. */
export interface LogEntry {
  readonly level: LogLevel
  readonly event: string
  readonly [field: string]: unknown
}

export type Log = (entry: LogEntry) => void

export interface TokenContext {
  readonly signal: AbortSignal
  /** True when the server refused the token it was given last. */
  readonly refused: boolean
}

export interface SocketOptions {
  /** `/rs` resolves against location; http(s) becomes ws(s). */
  url: string | URL
  /** Who the page believes is signed in (AUTH1). null: signed out, no dial. */
  identity?: string | null | undefined
  /** Asked before each dial. null: signed out. A throw is retried. It has 10 s (AUTH3). */
  getToken?: ((context: TokenContext) => string | null | Promise<string | null>) | undefined
  /**
   * Asked by one GET after two dials without a socket, to tell why (BACK6); the socket's own URL over HTTP by default. It answers 204 (or 426) while the
   * server is up and 401 to who is signed out, from another origin with CORS. null: nobody is asked, and `status.reason` stays `unknown` or `offline`.
   */
  probeUrl?: string | URL | null | undefined
  app?: AppShape | undefined
  /**
   * `share`: one socket for all tabs of this `identity` at this `url`, held by a tab that leads and relays to the others; when it is closed, crashes or
   * freezes, another leads, and nothing is lost. Only the leader asks `getToken`. Without an `identity`, or without Web Locks and BroadcastChannel
   * (which a page that is not secure lacks), each tab has a socket of its own, as with `each`, the default. It cannot change on a living socket.
   */
  tabs?: 'each' | 'share' | undefined
  log?: Log | undefined
  shouldReconnect?: ((close: { code: number; reason: string }) => boolean) | undefined
  maxAttempts?: number | undefined
  noticeAfterMs?: number | undefined
  heartbeat?: Partial<{ idleMs: number; activeMs: number; probeMs: number }> | undefined
  backoff?: Partial<{ firstMs: number; baseMs: number; capMs: number }> | undefined
  outbox?: Partial<{ maxCount: number; maxBytes: number; ttlMs: number; whenFull: 'reject-new' | 'drop-oldest' }> | undefined
  /** Keeps state and sends beyond the page: `indexedDbStorage()` of `resilient-socket/storage`. Fixed; without it a reload starts anew. */
  storage?: SocketStorage | undefined
  /**
   * Clock, chance, sockets and hints; the browser's by default, which also serves workers, Node, Bun and React Native. Where no window or document gives
   * hints, an app passes its own: `{ ...browserWorld(), hints: listen => … }`, telling `visible` and `hidden`, `online` and `offline`, and returning
   * how to stop. A missing hint makes nothing wrong, only slower.
   */
  world?: World | undefined
}

export interface SocketEvents {
  status: ConnectionStatus
  notification: TaskNotification
  task: Task
  message: { type: string; data: unknown }
  invalid: { type: string; issues: readonly unknown[] }
  reset: { reason: string }
  error: Error
}

/** Every event a listener may name: the client's own, and the application's as `app.<name>`. */
export type AnyEvents = SocketEvents & { readonly [E in EventName as `app.${E}`]: EventOf<E> }

/** What may change on a living socket without a dial. `url`, `identity`, `app`, `storage`, `tabs` and `world` belong to a new one. */
export type SocketChanges = Omit<SocketOptions, 'url' | 'identity' | 'app' | 'storage' | 'tabs' | 'world'> & {
  /** False: not wanted, whoever retains it; `idle` with reason `disabled`, data kept. Default true. */
  readonly enabled?: boolean | undefined
}

/** Thrown by `request` for every outcome but `accepted`. */
export interface RequestFailure {
  readonly outcome: Exclude<Outcome['outcome'], 'accepted'> | 'aborted'
  readonly code: string
  readonly error: ReasonedError | null
}

/** The state of a task that a reader asked for by id or key: known, absent, or being asked. */
export type Asked = Task | null | undefined

export interface SocketStore {
  readonly subscribe: (wake: () => void) => () => void
  readonly status: () => ConnectionStatus
  /** Newest last, by `createdAt`; the same array while no task changed. */
  readonly tasks: () => readonly Task[]
  /** Newest first, at most 200. */
  readonly notifications: () => readonly TaskNotification[]
  /** Unsettled sends and those that ended without success, oldest first. */
  readonly outbox: () => readonly OutboxEntry[]
  readonly task: (idOrKey: string) => Asked
  readonly unread: () => number
}

export interface ResilientSocket {
  send<O extends Op>(op: O, data: OpInput<O>, options?: { id?: string; ttlMs?: number }): Sent<OpOutput<O>>
  request<O extends Op>(op: O, data: OpInput<O>, options?: { id?: string; timeoutMs?: number; signal?: AbortSignal }): Promise<OpOutput<O>>
  /** `Sent.id` is the task's key. */
  submit<K extends Kind>(
    kind: K,
    input: InputOf<K>,
    options?: { key?: string; conversation?: string; retryOf?: string; ttlMs?: number },
  ): Sent<{ taskId: string }>
  cancelTask(idOrKey: string): Sent
  answerTask(idOrKey: string, input: unknown): Sent
  on<E extends keyof AnyEvents>(type: E, listener: (payload: AnyEvents[E]) => void): () => void
  ready(options?: { timeoutMs?: number; signal?: AbortSignal }): Promise<void>
  /** Wanted from now on. */
  connect(): void
  /**
   * Keeps the socket wanted until the returned release is called (calling it twice is harmless). 500 ms after the last release it goes idle as if
   * `connect` had never been called, data and outbox kept; a retain within those 500 ms keeps the same link, a later one dials and resumes by cursor.
   * It does not undo `close()`, and a release does not undo `connect()`.
   */
  retain(): () => void
  /** Replaces callbacks and policies: the latest win, from the next time each is asked, and nothing redials. What is absent takes its default. */
  configure(changes: SocketChanges): void
  /** Dials now, past any wait, and leaves every halt. */
  reconnect(): void
  /** Final until `connect` or `reconnect`; data and outbox are kept. */
  close(): void
  /** Ends everything; unsettled sends settle. */
  dispose(): void
  readonly store: SocketStore
  /** Asks the server for a task this client does not hold; its answer appears in `store.task`. */
  askTask(idOrKey: string): void
  markSeen(offset?: number): void
  dismiss(notificationId: string): void
  cancelSend(id: string): boolean
  /** Sends a failed entry again: the same id where it cannot have run, else a new one for `app.*` ops. */
  retrySend(id: string): Sent
  discardSend(id: string): void
  /**
   * The last transitions, for a bug report: plain JSON that `replayFlight` of `resilient-socket/testing` runs again. Between 250 and 500 of them, and
   * about 1 MB of frames; cleared when its user is forgotten. Never a token; nothing that users or servers said unless `payloads`.
   */
  flightRecorder(options?: FlightOptions): Flight
}
