// The server's options, and what it and a task writer give. Nothing of Node's: a page's tests are typed by these too.
import type { AppShape, EventInput, EventName, InputOf, Kind, Op, OpReturn, ParsedInput, ParsedOpInput, ReturnOf } from '../core/app.ts'
import type { WireTask } from '../protocol/values.ts'
import type { LeasePolicy, Store } from './store.ts'
import type { ServerWorld } from './world.ts'

export interface LogEntry {
  readonly level: 'debug' | 'info' | 'warn' | 'error'
  readonly event: string
  readonly [field: string]: unknown
}

export type Log = (entry: LogEntry) => void

export interface Identity {
  /** Stable and opaque, at most 256 characters. */
  readonly user: string
  /** What is left of the token's life; without it the socket outlives it (AUTH3). */
  readonly expiresInMs?: number
  /** For the application; the server does not read it. */
  readonly scopes?: readonly string[]
}

/** Named bounds of a node (AUTH2, SLOW1, LIFE1); defaults in `limits.ts`. `Ms`: durations. `Bytes`: UTF-8 bytes on the wire. */
export interface Limits {
  /** Handshakes under way from one address; the rest is shed with 1013. Raise it where all sockets come through one proxy. */
  readonly handshakesPerAddress: number
  /** Handshakes under way in all. */
  readonly handshakes: number
  /** Pages of one user on this node; a further one is refused with 4506. */
  readonly clientsPerUser: number
  /** Frames a minute, on one socket, that ask for no work, such as pings; beyond it 4005. */
  readonly chatterPerMinute: number
  /** From an accepted socket to its hello; then 4006. */
  readonly helloMs: number
  /** Sent ahead of the client's acks, at most. */
  readonly unackedBytes: number
  /** Waiting in the socket's own buffer, at most. */
  readonly bufferedBytes: number
  /** Below this, in both, a reader that was held back goes on. */
  readonly resumeBelowBytes: number
  /** A reader that was held back and acks nothing for so long is closed with 4002. */
  readonly ackStallMs: number
  /** Silence after which the server pings, and after which it closes with 4001. */
  readonly pingAfterMs: number
  readonly reapAfterMs: number
  /** An op of the application that takes longer is answered `handler-timeout`. */
  readonly handlerMs: number
  /** A worker's right to a task, and how often it is renewed. */
  readonly leaseMs: number
  readonly renewMs: number
  /** Tasks that run at once on this node. */
  readonly workers: number
}

/** What a handler holds of its task. Writes after the end, or by an attempt that lost its lease, throw `LeaseLost`. */
export interface TaskHandle {
  readonly id: string
  readonly key: string
  readonly user: string
  readonly attempt: number
  readonly conversation: string | null
  /** Aborted when the user cancels, the lease is lost, or the server closes. */
  readonly signal: AbortSignal
  /** Gathered for 100 ms (LOG4); without `total` nobody knows how far it has to go. */
  progress(value: number, total?: number, message?: string): void
  /** Stream `text` by default; buffered (50 ms or 4 kB, LOG4), ordered, flushed before the end. */
  append(chunk: string | readonly unknown[], stream?: string): void
  /** Resolves once all that was appended is stored. */
  flush(): Promise<void>
  /**
   * Asks the user: the task is `input-required` until somebody answers, on any device, and the promise resolves with the answer. One question at a
   * time; it rejects when `signal` aborts.
   */
  requireInput(prompt: unknown): Promise<unknown>
}

export interface OpenTask<K extends Kind = Kind> extends TaskHandle {
  succeed(result?: ReturnOf<K>): Promise<void>
  /** The user is told an object's message; an error's only if it is a `TaskError` or says `expose: true`. */
  fail(error: Error | { code: string; message: string; retryable?: boolean }): Promise<void>
}

export interface NotifyOptions {
  readonly kind: string
  readonly title?: string
  readonly body?: string
  readonly data?: unknown
  readonly taskId?: string
  readonly key?: string
}

/**
 * Return: succeeded. Throw: failed, with the message of a `TaskError` or of an error that says `expose: true`; of any other error the
 * user is told the `code` only, and the log the rest. Declared as a method so that, without `Register`, a handler may state
 * its input's type itself.
 */
export type Handler<K extends Kind = Kind> = {
  handle(input: ParsedInput<K>, task: TaskHandle): ReturnOf<K> | Promise<ReturnOf<K>>
}['handle']

export type Handlers = { [K in Kind]?: Handler<K> }

/** Return JSON; throw an error with a `code` to reject with it. `call.id` names the command, however often it arrives. */
export type OpHandler<O extends Op = Op> = {
  handle(data: ParsedOpInput<O>, call: { readonly user: string; readonly id: string }): OpReturn<O> | Promise<OpReturn<O>>
}['handle']

export type Ops = { [O in Op]?: OpHandler<O> }

export interface ServerOptions {
  /** Called before anything else is read, and for each fresh token; it has 10 s. null: 4500. A throw: 1013 and one log entry (AUTH2). */
  authenticate: (call: { token: string | null; request: Request }) => Identity | null | Promise<Identity | null>
  /** In memory by default, which forgets at a restart. A store that is given is not closed by `close`. */
  store?: Store | undefined
  /** `same` by default: the host of Origin is that of the Host header. A list replaces that rule (AUTH4). */
  origins?: 'same' | readonly string[] | ((origin: string) => boolean) | undefined
  limits?: Partial<Limits> | undefined
  /** The console at `warn` and above by default. Entries hold no tokens and no payloads. */
  log?: Log | undefined
  /** One page per user on this node: a newer one closes the others with 4501. */
  exclusive?: boolean | undefined
  /** With handlers only their kinds may be submitted (`unknown-kind`); without, any, for workers in other processes. */
  handlers?: Handlers | undefined
  /**
   * Answers of the commands `app.<name>`, by name. Return JSON; throw a `TaskError` to reject with its code and message. Of any other
   * error the client is told the `code` only, and the log the rest. A command runs at most once, however often it arrives, and has 10 s
   * (`handler-timeout`): longer work is a task.
   */
  ops?: Ops | undefined
  /**
   * What `defineApp` returned: inputs, results, answers and events are checked by it, and nothing that does not fit is stored or sent. Without
   * `handlers`, its kinds are those that may be submitted.
   */
  app?: AppShape | undefined
  /** Kinds whose tasks run again when their worker is lost; the others fail with `worker-lost` (TASK3). */
  rerun?: readonly string[] | LeasePolicy | undefined
  /** Clock, chance and timers; Node's by default. */
  world?: ServerWorld | undefined
}

/** What this node holds at the moment. */
export interface Stats {
  /** Open sockets, those in a handshake included. */
  readonly connections: number
  readonly handshakes: number
  /** Users with a welcomed socket. */
  readonly users: number
  /** Tasks in the hands of this node's workers. */
  readonly running: number
}

/** Tasks and notices written from anywhere that has the store. */
export interface TaskWriter {
  /** Tells the user something, once per `key`; resolves with its place in the user's log. */
  notify(user: string, notice: NotifyOptions): Promise<{ epoch: string; offset: number }>
  /** An event `app.<event>` for every page of the user, in its place among the others. Rejects, with nothing sent, where it does not fit its schema. */
  emit<E extends EventName>(user: string, event: E, data: EventInput<E>): Promise<{ epoch: string; offset: number }>
  readonly tasks: {
    /** A task that the caller runs itself. Throws `TaskError` `key-conflict` or `invalid-data`, or `LeaseLost` when another runs it or it has ended. */
    open<K extends Kind>(user: string, task: { kind: K; input?: InputOf<K>; key?: string; conversation?: string }): Promise<OpenTask<K>>
    get(user: string, idOrKey: string): Promise<WireTask | null>
    cancel(user: string, idOrKey: string): Promise<void>
  }
}
