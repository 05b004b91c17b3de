// What a store keeps, as plain rows: one per log, entry, task, stream and command. Payloads are JSON text that only their owner parses.
import type { Head, Json, LogEvent } from '../../protocol/values.ts'

/** One user's log: where it stands, and the proof that a cursor belongs to it (LOG2). */
export interface LogRow {
  /** '' until a cursor was found beside the log, then random: what its epoch says besides the store's incarnation. */
  readonly branch: string
  readonly offset: number
  /** Of the newest entry, kept when that entry is trimmed (LOG3). */
  readonly mark: string
  /** The highest offset of a trimmed entry that was no stream entry (LOG3). */
  readonly trimmed: number
  readonly seen: number
}

/** Stream entries have their own retention and never push others out (LOG4). */
export type Lane = 'stream' | 'event'

export interface EntryRow {
  readonly offset: number
  readonly mark: string
  readonly time: number
  readonly lane: Lane
  readonly bytes: number
  readonly event: string
}

export interface NotificationRow {
  readonly offset: number
  readonly id: string
  readonly text: string
}

/** Lengths live in the rows of the streams, so that a chunk does not rewrite its task. */
export type BareHead = Omit<Head, 'lengths'>

export interface StreamRow {
  readonly kind: 'text' | 'list'
  readonly length: number
  readonly bytes: number
  readonly done: boolean
}

/** `until` is 0 once the task ended: its id stays, so that the same worker's repeated ending is known (TASK3). */
export interface LeaseRow {
  readonly id: string
  readonly until: number
}

export interface TaskRow {
  readonly user: string
  /** Grows with each task of the store; 0 until the row is saved. */
  readonly order: number
  readonly head: BareHead
  readonly streams: ReadonlyMap<string, StreamRow>
  /** JSON bytes of input and ending. */
  readonly payloadBytes: number
  readonly lease: LeaseRow | null
  /** The last answer of its user and the rev it answered. */
  readonly answer: { readonly rev: number; readonly data: Json } | null
}

export interface Payload {
  readonly input: string
  readonly ending: string | null
}

export interface ChunkRow {
  readonly name: string
  readonly at: number
  readonly text: string
}

/** What one rule does to one task: the row as it will stand, and the events that say so. A change with a chunk leaves the head as it was. */
export interface TaskChange {
  readonly row: TaskRow
  readonly events: readonly LogEvent[]
  readonly input?: string
  readonly ending?: string
  readonly chunk?: ChunkRow
  readonly dropsStreams?: true
}

/** `cancelled` is the tombstone of a task that was cancelled before it was submitted (TASK5). */
export interface CommandRow {
  readonly id: string
  readonly state: 'running' | 'finished' | 'interrupted' | 'cancelled'
  readonly until: number
  readonly receipt: string | null
  readonly at: number
}
