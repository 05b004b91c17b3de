// What a store must do. Every method is one atomic step; it resolves when the step is as durable as the store is.
// A write it will never take (STORE3) rejects with `StoreRefusal`, whose code and message are fit for a receipt; nothing was written then.
// The contract suite in test/contracts runs over each implementation. Users, ids and keys arrive validated; payloads are opaque JSON.
import type {
  Cursor,
  Head,
  Item,
  Json,
  LogEvent,
  Notice,
  Progress,
  ReasonedError,
  StreamPiece,
  TaskStatus,
  WireNotification,
  WireTask,
} from '../protocol/values.ts'

export type TaskRef = { readonly id: string } | { readonly key: string }

/** What is left of a log after a cursor (LOG2, LOG3): entries only if the cursor is proved, never a partial replay that looks whole. */
export type Reading =
  | {
      readonly outcome: 'entries'
      readonly entries: readonly MarkedItem[]
      /** Where to read on: past trimmed stream entries too. Equal to `head` when nothing is left. */
      readonly next: Cursor
      readonly head: Cursor
    }
  | { readonly outcome: 'gap'; readonly reason: 'epoch' | 'trimmed' | 'diverged'; readonly head: Cursor }

export interface MarkedItem extends Item {
  readonly mark: string
}

/** The whole state of one user at `cursor`: all active tasks and the newest 100 settled ones (SNAP1). */
export interface StoreSnapshot {
  readonly cursor: Cursor
  readonly tasks: readonly WireTask[]
  readonly pieces: readonly StreamPiece[]
  readonly notifications: readonly WireNotification[]
  readonly seen: number
}

export interface StoredTask {
  readonly task: WireTask
  readonly pieces: readonly StreamPiece[]
}

/** `key` is the command id (TASK5). */
export interface Submission {
  readonly key: string
  readonly kind: string
  readonly input: Json
  readonly conversation?: string
  readonly retryOf?: string
}

/** What a worker opens. Without `input`, a task that stands under the key is taken whatever its input. */
export interface Opening extends Omit<Submission, 'input'> {
  readonly input?: Json
}

export type Opened =
  | { readonly outcome: 'opened'; readonly task: Head; readonly lease: Lease; readonly cursor: Cursor }
  /** Another worker runs it, or it has settled. */
  | { readonly outcome: 'taken'; readonly task: Head; readonly lease: null; readonly cursor: Cursor }
  | { readonly outcome: 'key-conflict' }

/** `repeated`: this key stands already with the same input; the current head is answered (SEND5). `born-cancelled`: its cancel came first (TASK5). */
export type Submitted =
  | { readonly outcome: 'created' | 'repeated' | 'born-cancelled'; readonly task: Head; readonly cursor: Cursor }
  | { readonly outcome: 'key-conflict' }

export type Changed =
  | { readonly outcome: 'changed' | 'unchanged'; readonly task: Head; readonly cursor: Cursor }
  | { readonly outcome: 'not-found' | 'conflict' }

/** A worker's time-limited right to one attempt of one task (TASK3). */
export interface Lease {
  readonly user: string
  readonly taskId: string
  readonly attempt: number
  readonly leaseId: string
}

export interface Claimed {
  readonly lease: Lease
  readonly task: WireTask
}

/** What a worker may write under its lease. A chunk names its `at`: the length the worker believes is stored (TASK3). */
export type TaskWrite =
  | {
      readonly type: 'chunk'
      readonly name: string
      readonly kind: 'text' | 'list'
      readonly at: number
      readonly chunk: string | readonly Json[]
      readonly done?: true
    }
  | { readonly type: 'progress'; readonly progress: Progress }
  | { readonly type: 'ask'; readonly prompt: Json }
  | { readonly type: 'succeed'; readonly result?: Json }
  | { readonly type: 'fail'; readonly error: ReasonedError }
  | { readonly type: 'cancel' }

/** `lease-lost`: nothing was written. A chunk that already stands at `at` under the same lease is `written` (TASK3). */
export type Written = { readonly outcome: 'written'; readonly task: Head; readonly cursor: Cursor } | { readonly outcome: 'lease-lost' }

export type Renewed =
  | {
      readonly outcome: 'held'
      readonly cancelRequested: boolean
      /** The last answer, repeated until the task asks again; `answeredRev` is the rev it answered, never below that of its `ask`. */
      readonly answer?: Json
      readonly answeredRev?: number
    }
  | { readonly outcome: 'lost' }

export type StoredReceipt =
  | { readonly ok: true; readonly data?: Json; readonly cursor?: Cursor }
  | { readonly ok: false; readonly error: ReasonedError }

/** An `app.*` command's claim (SEND5). `begun`: execute it now. `running`: another holds the claim. `interrupted`: a claim expired without a receipt. */
export type Begun =
  | { readonly outcome: 'begun' }
  | { readonly outcome: 'running' }
  | { readonly outcome: 'finished'; readonly receipt: StoredReceipt }
  | { readonly outcome: 'interrupted' }

/** Which tasks are listed: all of them where nothing is said. */
export interface TaskFilter {
  readonly conversation?: string
  readonly statuses?: readonly TaskStatus[]
}

/** What becomes of a running task whose lease expired, by kind (TASK3): `fail{worker-lost}` unless the kind opts in to `rerun`. */
export type LeasePolicy = (kind: string) => 'fail' | 'rerun'

export interface Store {
  /* reading */
  head(user: string): Promise<Cursor>
  read(user: string, after: Cursor, limit: { readonly count: number; readonly bytes: number }): Promise<Reading>
  snapshot(user: string): Promise<StoreSnapshot>
  get(user: string, ref: TaskRef): Promise<StoredTask | null>
  /** Newest first; `before` is an exclusive `createdAt`-ordered position taken from `next`. */
  list(
    user: string,
    page: TaskFilter & { readonly limit: number; readonly before?: string },
  ): Promise<{ readonly tasks: readonly WireTask[]; readonly next: string | null }>

  /* a user's commands: effect and event in one step */
  submit(user: string, submission: Submission): Promise<Submitted>
  /** An unknown key answers `not-found` and leaves a tombstone (TASK5). */
  cancel(user: string, ref: TaskRef): Promise<Changed>
  answer(user: string, answer: { readonly id: string; readonly rev: number; readonly data: Json }): Promise<Changed>
  see(user: string, offset: number): Promise<{ readonly offset: number; readonly cursor: Cursor }>
  begin(user: string, commandId: string, claimMs: number): Promise<Begun>
  /** Wakes the user's watchers, so that a second arrival may ask `begin` again. */
  finish(user: string, commandId: string, receipt: StoredReceipt): Promise<void>

  /* the server's own words: writers address a user, never a socket (LOG1) */
  /** `key` makes a repeated notice harmless: the same id is recorded once. */
  notify(user: string, notice: Notice): Promise<Cursor>
  append(user: string, events: readonly Extract<LogEvent, { type: `app.${string}` }>[]): Promise<Cursor>

  /* workers */
  /** The oldest queued task of one of these kinds, now `running` under a new lease; null when there is none. */
  claim(kinds: readonly string[], leaseMs: number): Promise<Claimed | null>
  /** A task created already running, for `tasks.open`. A known key that is still queued is taken; else it answers with a null lease. */
  open(user: string, opening: Opening, leaseMs: number): Promise<Opened>
  renew(lease: Lease, leaseMs: number): Promise<Renewed>
  write(lease: Lease, write: TaskWrite): Promise<Written>
  /** Settles or requeues every running task past its lease, by the store's clock. Returns when it next wants to be asked, epoch ms, or null. */
  expire(policy: LeasePolicy): Promise<number | null>

  /* hints, never truth (LOG5) */
  watch(user: string, wake: () => void): () => void
  /** Queued work, cancel requests and answers for workers. */
  watchWork(wake: () => void): () => void

  close(): Promise<void>
}

/** What a store takes from outside: its clock and chance, and how much it keeps (LOG4). */
export interface StoreWorld {
  /** Epoch ms. */
  now(): number
  /** A random id of `[A-Za-z0-9_-]`. */
  id(): string
}

export interface Retention {
  readonly entries: number
  readonly entriesMs: number
  readonly streamEntries: number
  readonly streamMs: number
  readonly settledMs: number
  readonly notifications: number
  readonly receiptsMs: number
}
