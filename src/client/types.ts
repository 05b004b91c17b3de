// The client's options and its public face.
import type { AppShape, EventName, EventOf, InputOf, Kind, Op, OpInput, OpOutput } from '../core/app.ts'
import type { Flight, FlightOptions } from '../core/flight.ts'
import type { ConnectionStatus, Outcome, OutboxEntry, ReasonedError, Sent, Task, TaskNotification } from '../core/model.ts'
import type { Cursor } from '../protocol/values.ts'
import type { Dialect } from './dialect.ts'
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
  /**
   * Who the page believes is signed in: the id that the server's `authenticate` gives. null: signed out, no dial. Where the server knows another user,
   * nothing is sent or shown, `status.reason` is `signed-out`, and the log has the error `other-user` (AUTH1).
   */
  identity?: string | null | undefined
  /** Asked before each dial. null: signed out. A throw is retried. It has 10 s (AUTH3). */
  getToken?: ((context: TokenContext) => string | null | Promise<string | null>) | undefined
  /**
   * Asked by one GET after two dials without a socket, to tell why (BACK6); the socket's own URL over HTTP by default. It answers 204 (or 426) while the
   * server is up and 401 to who is signed out, from another origin with CORS. null: nobody is asked, and `status.reason` stays `unknown` or `offline`.
   */
  probeUrl?: string | URL | null | undefined
  /** What `defineApp` returned: what arrives and does not fit is set aside and raises `invalid` (SCHEMA2). Without it nothing is checked. Fixed. */
  app?: AppShape | undefined
  /**
   * For a server that does not speak `resilient-socket.v1`: `plain()` of `resilient-socket/dialects`, made once outside the component. Without it a
   * server must speak the protocol. Fixed.
   */
  dialect?: Dialect | undefined
  /**
   * `share`: one socket for all tabs of this `identity` at this `url`, held by a tab that leads and relays to the others; when it is closed, crashes or
   * freezes, another leads, and nothing is lost. Only the leader asks `getToken`. Without an `identity`, or without Web Locks and BroadcastChannel
   * (which a page that is not secure lacks), each tab has a socket of its own, as with `each`, the default. It cannot change on a living socket.
   */
  tabs?: 'each' | 'share' | undefined
  /** The console at `warn` and above by default. */
  log?: Log | undefined
  /** Asked when a socket was closed by the other side. False halts as `gave-up`, until `reconnect()`; true leaves it to the code, which may halt too. */
  shouldReconnect?: ((close: { code: number; reason: string }) => boolean) | undefined
  /** Retries in a row before it halts as `gave-up`; 0: none. Without it, it never gives up. */
  maxAttempts?: number | undefined
  /** How long it is down until `status.noticeable`; 2,000 by default, and at most 500 where the browser says that it is offline. */
  noticeAfterMs?: number | undefined
  /**
   * ms of silence until a ping, idle and while something is awaited: as the server says (15,000 and 4,000), and at least 1,000. `probeMs`: how long the
   * answer may take after a hint, 2,500 by default (LIFE3).
   */
  heartbeat?: Partial<{ idleMs: number; activeMs: number; probeMs: number }> | undefined
  /**
   * The first retry waits a random share of `firstMs` (as the server says by default), later ones of `baseMs` (500), doubled each time up to `capMs`
   * (30,000) (BACK1).
   */
  backoff?: Partial<{ firstMs: number; baseMs: number; capMs: number }> | undefined
  /**
   * Bounds of what waits to be sent: 100 commands, 1 MB, 5 minutes (an hour at most). Full, it rejects the new send, or drops the oldest unwritten one
   * (SEND4).
   */
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
  /** Once each, in order (TASK4). */
  notification: TaskNotification
  task: Task
  /** Every event of the application, in order. */
  message: { type: string; data: unknown }
  /** What a schema did not take; nothing else waits for it (SCHEMA2). */
  invalid: { type: string; issues: readonly unknown[] }
  /** The state was loaded anew, so events of the application may have been missed (SNAP4), or it is another user's from here on (reason `user`). */
  reset: { reason: string }
  /** What a listener or a callback threw; logged where nobody listens. */
  error: Error
}

/** Every event a listener may name: the client's own, and the application's as `app.<name>`. */
export type AnyEvents = SocketEvents & { readonly [E in EventName as `app.${E}`]: EventOf<E> }

/** What may change on a living socket without a dial. `url`, `identity`, `app`, `dialect`, `storage`, `tabs` and `world` belong to a new one. */
export type SocketChanges = Omit<SocketOptions, 'url' | 'identity' | 'app' | 'dialect' | 'storage' | 'tabs' | 'world'> & {
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
  /** How many payloads did not fit the application's schemas, by type (SCHEMA2); the same object while there were no more. */
  readonly invalid: () => Readonly<Record<string, number>>
  /** Whose state this is: the `identity`, else whom the server or the storage named. null while that is not known, and while signed out. */
  readonly user: () => string | null
}

export interface ResilientSocket {
  /**
   * Sends a command of the application's. It returns at once, waits in the outbox while the link is down, and settles once (SEND1): an op runs at most
   * once, however often it is sent again. `ttlMs`: how long it may take in all, 5 minutes by default.
   */
  send<O extends Op>(op: O, data: OpInput<O>, options?: { id?: string; ttlMs?: number }): Sent<OpOutput<O>>
  /** As `send`, with its answer. Throws a `RequestError` for every other outcome; an abort cancels what was not sent yet. */
  request<O extends Op>(op: O, data: OpInput<O>, options?: { id?: string; timeoutMs?: number; signal?: AbortSignal }): Promise<OpOutput<O>>
  /** Starts a task, which shows in `store.tasks` from now on, link or not. `Sent.id` is the task's key; the same key again is the same task. */
  submit<K extends Kind>(
    kind: K,
    input: InputOf<K>,
    options?: { key?: string; conversation?: string; retryOf?: string; ttlMs?: number },
  ): Sent<{ taskId: string }>
  /** Asks the server to cancel: accepted too where the task has ended, and then nothing changes. */
  cancelTask(idOrKey: string): Sent
  /** Answers what the task asks in its `prompt`; rejected as `conflict` where it moved on meanwhile. */
  answerTask(idOrKey: string, input: unknown): Sent
  /** Returns how to stop. What a listener throws goes to `error`, and the others still hear. */
  on<E extends keyof AnyEvents>(type: E, listener: (payload: AnyEvents[E]) => void): () => void
  /** Resolves while connected, and waits until then; it dials nothing itself. Rejects when its time is over, its signal aborts or the socket is disposed of. */
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
  /** What was written over HTTP stands in the log at this cursor: a live page is `catching-up` until it has come there (GAP4). */
  awaitCursor(cursor: Cursor): void
  /** Asks the server for a task this client does not hold; its answer appears in `store.task`. */
  askTask(idOrKey: string): void
  /** The user has seen notifications up to this offset, the newest by default, on every device. */
  markSeen(offset?: number): void
  /** Hides a notification on this page. */
  dismiss(notificationId: string): void
  /** As `Sent.cancel`. */
  cancelSend(id: string): boolean
  /** Sends a failed entry again: the same id where it cannot have run, else a new one for `app.*` ops. */
  retrySend(id: string): Sent
  /** Takes a failed entry out of the outbox. */
  discardSend(id: string): void
  /**
   * The last transitions, for a bug report: plain JSON that `replayFlight` of `resilient-socket/testing` runs again. Between 250 and 500 of them, and
   * about 1 MB of frames; cleared when its user is forgotten. Never a token; nothing that users or servers said unless `payloads`.
   */
  flightRecorder(options?: FlightOptions): Flight
}
