// What users of the library see: the status of the connection, tasks, notifications, sends and chat messages.
import type { Progress, ReasonedError } from '../protocol/values.ts'
import type { InputOf, Kind, ResultOf } from './app.ts'

export type { Progress, ReasonedError } from '../protocol/values.ts'

export type ConnectionState = 'idle' | 'connecting' | 'connected' | 'reconnecting' | 'disconnected'

/** How far the shown data can be trusted. `live`: welcomed, caught up, not suspect, and every receipt's effect applied (GAP3). */
export type Freshness = 'live' | 'catching-up' | 'stale'

export type Reason =
  | 'offline'
  | 'server-down'
  | 'blocked'
  | 'signed-out'
  | 'forbidden'
  | 'revoked'
  | 'replaced'
  | 'incompatible'
  | 'closed-by-user'
  | 'disabled'
  | 'gave-up'
  | 'unknown'

/** The truth about the connection, for a page to show. The same object while nothing in it changed. Instants are epoch ms. */
export interface ConnectionStatus {
  readonly state: ConnectionState
  readonly freshness: Freshness
  /** Why it is not connected; null while it is. */
  readonly reason: Reason | null
  /** Consecutive failures; zero once stable. */
  readonly attempt: number
  /** When `state` last changed. */
  readonly since: number
  /** The next dial, while waiting. */
  readonly retryAt: number | null
  /** The last inbound frame before the data grew stale; null while live. */
  readonly staleSince: number | null
  /** Down long enough to be worth telling the user. */
  readonly noticeable: boolean
  readonly hasEverConnected: boolean
  /** How the last resume went. */
  readonly recovery: 'new' | 'replayed' | 'snapshot' | null
  readonly error: ReasonedError | null
  /** Smoothed round trip. */
  readonly latencyMs: number | null
  /** After this much silence something on the way, a proxy as a rule, was seen to close the link; pings come more often than that. null: not seen. */
  readonly idleLimitMs: number | null
  /** Unsettled sends. */
  readonly queued: number
  /**
   * What outlives the page. `none`: no `storage` was given. `kept`: the state, and every send that the outbox shows. `memory`: nothing for now,
   * because it is still being read, fails or is full, or nobody knows yet whose it would be.
   */
  readonly storage: 'none' | 'kept' | 'memory'
}

export type StreamValue =
  | { readonly kind: 'text'; readonly value: string; readonly done: boolean }
  | { readonly kind: 'list'; readonly value: readonly unknown[]; readonly done: boolean }

/** What the client adds to the server's truth. `stale`: active, and the link is not live. `unconfirmed`: sent, and nobody can say whether it ran. */
export type Sync = 'synced' | 'submitting' | 'unconfirmed' | 'stale'

export interface TaskBase<K extends Kind> {
  /** null until the server named it; `key` names it from the start. */
  readonly id: string | null
  readonly key: string
  readonly kind: K
  readonly conversation: string | null
  readonly retryOf: string | null
  readonly rev: number
  readonly attempt: number
  /** null while it is not known here, and where it is not what its schema takes. */
  readonly input: InputOf<K> | null
  readonly streams: Readonly<Record<string, StreamValue>>
  readonly progress: Progress | null
  readonly prompt: unknown
  readonly cancelRequested: boolean
  readonly createdAt: number
  readonly startedAt: number | null
  readonly updatedAt: number
  readonly sync: Sync
}

/** One task; of any kind, a union over the kinds. */
export type Task<K extends Kind = Kind> = K extends Kind ? TaskOf<K> : never

/** A name of its own, so that a hover says it. */
export type TaskOf<K extends Kind> = TaskBase<K> &
  (
    | { readonly status: 'queued' | 'running' | 'input-required' }
    | { readonly status: 'succeeded'; readonly result: ResultOf<K>; readonly finishedAt: number }
    | { readonly status: 'failed'; readonly error: ReasonedError; readonly finishedAt: number }
    | { readonly status: 'cancelled'; readonly finishedAt: number }
  )

export type NotificationKind = 'task.succeeded' | 'task.failed' | 'task.cancelled' | 'task.input-required' | (string & {})

/** A settled task, a question, or a server's notice: never progress, never chunks. */
export interface TaskNotification {
  readonly id: string
  readonly offset: number
  readonly time: number
  readonly seen: boolean
  readonly taskId: string | null
  readonly kind: NotificationKind
  readonly title: string | null
  readonly body: string | null
  readonly data: unknown
}

/** How a send ended (SEND1). `unconfirmed`: written to a socket, never answered: it may have run. */
export type Outcome<T = unknown> =
  | { readonly outcome: 'accepted'; readonly data: T }
  | { readonly outcome: 'rejected'; readonly error: ReasonedError }
  | { readonly outcome: 'expired' | 'cancelled' | 'unconfirmed' }

export interface Sent<T = unknown> {
  readonly id: string
  /** Never rejects, and settles once (SEND1). */
  readonly settled: Promise<Outcome<T>>
  /**
   * True when the send was unwritten and is now cancelled; false when it may have reached the server (SEND4). With `storage`, only `settled` says
   * that the cancel would outlive the page too (KEEP1).
   */
  cancel(): boolean
}

export type OutboxState = 'queued' | 'written' | 'rejected' | 'expired' | 'cancelled' | 'unconfirmed'

/** A send that is not settled, or that settled without success and waits for `retry` or `discard`. */
export interface OutboxEntry {
  readonly id: string
  readonly op: string
  readonly data: unknown
  readonly sentAt: number
  readonly state: OutboxState
  readonly error: ReasonedError | null
}

export type MessageStatus =
  | 'queued'
  | 'sending'
  | 'sent'
  | 'unconfirmed'
  | 'failed'
  | 'streaming'
  | 'complete'
  | 'interrupted'
  | 'cancelled'

export type Part =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'task'; readonly taskKey: string }
  | { readonly type: 'custom'; readonly name: string; readonly data: unknown }

/** One row of a conversation. A turn is one task: its input is the user's row, its stream `text` the assistant's. */
export interface ChatMessage {
  readonly id: string
  readonly taskKey: string | null
  readonly role: 'user' | 'assistant' | 'system'
  readonly parts: readonly Part[]
  readonly createdAt: number
  readonly error: ReasonedError | null
  readonly status: MessageStatus
  /** The language it is written in, as in HTML, where that is known and not the page's. */
  readonly lang?: string | undefined
}

export interface Draft {
  readonly text: string
  readonly attachments?: readonly unknown[]
}
