// The server's options and its public face, as API.md types them.
import type { IncomingMessage, Server } from 'node:http'
import type { Kind, ParsedInput, ResultOf } from '../core/app.ts'
import type { Json, WireTask } from '../protocol/values.ts'
import type { LeasePolicy, Store } from './store.ts'
import type { ServerWorld } from './world.ts'

export interface LogEntry {
  readonly level: 'debug' | 'info' | 'warn' | 'error'
  readonly event: string
  readonly [field: string]: unknown
}

export type Log = (entry: LogEntry) => void

export interface Identity {
  readonly user: string
  readonly expiresInMs?: number
  readonly scopes?: readonly string[]
}

/** Named bounds of a node (AUTH2, SLOW1, LIFE1); defaults in `limits.ts`. */
export interface Limits {
  readonly socketsPerAddress: number
  readonly handshakes: number
  readonly helloMs: number
  readonly unackedBytes: number
  readonly bufferedBytes: number
  readonly resumeBelowBytes: number
  readonly ackStallMs: number
  readonly pingAfterMs: number
  readonly reapAfterMs: number
  readonly handlerMs: number
  readonly leaseMs: number
  readonly renewMs: number
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
  progress(value: number, total?: number, message?: string): void
  /** Stream `text` by default; buffered (50 ms or 4 kB, LOG4), ordered, flushed before the end. */
  append(chunk: string | readonly unknown[], stream?: string): void
  flush(): Promise<void>
  requireInput(prompt: unknown): Promise<unknown>
}

export interface OpenTask extends TaskHandle {
  succeed(result?: unknown): Promise<void>
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

/** Return: succeeded. Throw: failed. Declared as a method so that, without `Register`, a handler may state its input's type itself. */
export type Handler<K extends Kind = Kind> = {
  handle(input: ParsedInput<K>, task: TaskHandle): ResultOf<K> | void | Promise<ResultOf<K> | void>
}['handle']

export type Handlers = { [K in Kind]?: Handler<K> }

export interface ServerOptions {
  /** null: 4500. A throw: 1013 and one log entry (AUTH2). */
  authenticate: (call: { token: string | null; request: Request }) => Identity | null | Promise<Identity | null>
  store?: Store | undefined
  /** Same host by default (AUTH4). */
  origins?: 'same' | readonly string[] | ((origin: string) => boolean) | undefined
  limits?: Partial<Limits> | undefined
  log?: Log | undefined
  exclusive?: boolean | undefined
  handlers?: Handlers | undefined
  ops?: Record<string, (data: Json, call: { user: string; id: string }) => unknown> | undefined
  /** Kinds whose tasks run again when their worker is lost; the others fail with `worker-lost` (TASK3). */
  rerun?: readonly string[] | LeasePolicy | undefined
  world?: ServerWorld | undefined
}

export interface Stats {
  readonly connections: number
  readonly handshakes: number
  readonly users: number
  readonly running: number
}

export interface ResilientServer {
  /** Socket at `path`, HTTP API at `path/tasks`. */
  attach(http: Server, options?: { path?: string }): void
  /** The HTTP API, for runtimes that speak `Request` and `Response`. */
  fetch(request: Request): Promise<Response>
  notify(user: string, notice: NotifyOptions): Promise<{ epoch: string; offset: number }>
  readonly tasks: {
    open(user: string, task: { kind: string; input?: unknown; key?: string; conversation?: string }): Promise<OpenTask>
    get(user: string, idOrKey: string): Promise<WireTask | null>
    cancel(user: string, idOrKey: string): Promise<void>
  }
  revoke(user: string): Promise<void>
  stats(): Stats
  /** Drains: tells every client where to go, serves for `drainMs`, then closes. Running tasks are handed back. */
  close(options?: { drainMs?: number }): Promise<void>
}

export type Upgrade = IncomingMessage
