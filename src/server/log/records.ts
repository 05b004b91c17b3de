// What a store over rows must be able to fetch and save. The rules decide; a keeper of records decides nothing.
import type { TaskFilter, TaskRef } from '../store.ts'
import type { ChunkRow, CommandRow, EntryRow, Lane, LogRow, NotificationRow, Payload, TaskChange, TaskRow } from './rows.ts'

export interface LogRecords {
  /** Random; another one after each restore. Part of every epoch and of every lease (LOG2, TASK3). */
  incarnation(): string
  log(user: string): LogRow | null
  saveLog(user: string, row: LogRow): void
  markAt(user: string, offset: number): string | null
  addEntry(user: string, entry: EntryRow): void
  /** In order of offset. */
  entriesAfter(user: string, offset: number): Iterable<EntryRow>
  /** Drops all but the newest `keep` of a lane and what is older than `since`; returns the highest offset dropped, or 0. */
  trim(user: string, lane: Lane, bounds: { readonly keep: number; readonly since: number }): number
  hasNotification(user: string, id: string): boolean
  /** Keeps the newest `keep`. */
  addNotification(user: string, row: NotificationRow, keep: number): void
  /** Their texts, oldest first. */
  notifications(user: string): readonly string[]
}

export interface OlderPage extends TaskFilter {
  readonly before: number
  readonly limit: number
}

export interface TaskRecords {
  task(user: string, ref: TaskRef): TaskRow | null
  payload(row: TaskRow): Payload
  chunkAt(row: TaskRow, name: string, at: number): string | null
  /** By stream, in order of `at`. */
  chunks(row: TaskRow): Iterable<ChunkRow>
  save(change: TaskChange): void
  active(user: string): readonly TaskRow[]
  activeCount(user: string): number
  /** The last settled first. */
  settled(user: string, limit: number): readonly TaskRow[]
  /** The newest first, below `before` in order. */
  older(user: string, page: OlderPage): readonly TaskRow[]
  oldestQueued(kinds: readonly string[]): TaskRow | null
  /** Tasks whose lease ended at `now` or before. */
  lapsed(now: number, limit: number): readonly TaskRow[]
  nextLapse(): number | null
  /** Forgets tasks that settled before `since`. */
  removeSettled(since: number, limit: number): void
}

export interface CommandRecords {
  command(user: string, id: string): CommandRow | null
  saveCommand(user: string, row: CommandRow): void
  removeCommands(since: number, limit: number): void
}

export interface Records extends LogRecords, TaskRecords, CommandRecords {}

export interface Backend {
  /** Runs `work` as one atomic, durable step: all of it, or, if it throws, nothing. */
  transact<T>(work: (records: Records) => T): Promise<T>
  /** Runs `work`, which only reads, over one consistent state. */
  view<T>(work: (records: Records) => T): Promise<T>
  readonly close: () => Promise<void>
}
