// The values that frames carry: cursors, tasks, items, notifications and errors, as both halves see them.

/** Any JSON value. Payloads stay opaque to the protocol: only its owner looks inside. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json }

/** How far a reader has got in one user's log. `mark` proves that `offset` still points into the same history (LOG2). */
export interface Cursor {
  readonly epoch: string
  readonly offset: number
  readonly mark: string
}

/** An operating error, the same shape on the wire and in the API. `retryAfterMs` is a duration. */
export interface ReasonedError {
  readonly code: string
  readonly message: string
  readonly retryable: boolean
  readonly retryAfterMs?: number
}

export type TaskStatus = 'queued' | 'running' | 'input-required' | 'succeeded' | 'failed' | 'cancelled'

export interface Progress {
  readonly value: number
  readonly total: number | null
  readonly message: string | null
}

/** Length of each stream by name: UTF-16 units for text, items for lists (STR3: as the writer counted them). */
export type Lengths = Readonly<Record<string, number>>

/** What every task event but `task.stream` carries whole (TASK1). Times are epoch ms, for display only. */
export interface Head {
  readonly id: string
  /** The command id of the `task.submit` that made it, and the HTTP Idempotency-Key (TASK5). */
  readonly key: string
  readonly kind: string
  readonly conversation?: string
  readonly retryOf?: string
  readonly rev: number
  readonly attempt: number
  readonly status: TaskStatus
  readonly cancelRequested: boolean
  readonly progress?: Progress
  /** What an `input-required` task asks of its user. */
  readonly prompt?: Json
  readonly lengths: Lengths
  readonly createdAt: number
  readonly startedAt?: number
  readonly updatedAt: number
  readonly finishedAt?: number
}

export interface Ending {
  readonly result?: Json
  readonly error?: ReasonedError
}

/** A whole task but its streams, which travel as pieces. */
export interface WireTask extends Head, Ending {
  readonly input: Json
}

/** A piece of one stream of a task. `at` is the stream's length before the chunk (STR1). */
export interface StreamPiece {
  readonly id: string
  readonly attempt: number
  readonly name: string
  readonly kind: 'text' | 'list'
  readonly at: number
  readonly chunk: string | readonly Json[]
  readonly done?: true
}

/** A notification as the server keeps it; `offset` is its place in the log, `task` the task it speaks of. */
export interface WireNotification {
  readonly offset: number
  readonly time: number
  readonly id: string
  readonly kind: string
  readonly title?: string
  readonly body?: string
  readonly data?: Json
  readonly task?: string
}

export type Notice = Omit<WireNotification, 'offset' | 'time'>

/** What a log entry says. Unknown types and fields are tolerated by the codec and dropped. */
export type LogEvent =
  | { readonly type: 'task.created'; readonly task: Head & { readonly input: Json } }
  | { readonly type: 'task.updated'; readonly task: Head }
  | ({ readonly type: 'task.stream' } & StreamPiece)
  | { readonly type: 'task.settled'; readonly task: Head & Ending }
  | { readonly type: 'task.removed'; readonly id: string }
  | ({ readonly type: 'notification' } & Notice)
  | { readonly type: 'notifications.seen'; readonly offset: number }
  | AppEvent
  | UnknownEvent

/** An event of the application, under a name of its own. */
export interface AppEvent {
  readonly type: `app.${string}`
  readonly data: Json
}

/** An event of a newer server. It moves the cursor and does nothing else. */
export interface UnknownEvent {
  readonly type: 'unknown'
  readonly name: string
}

/** One logged event. A coalesced item carries the last offset it stands for (GAP1). `time` is for display only. */
export interface Item {
  readonly offset: number
  readonly time: number
  readonly event: LogEvent
}
