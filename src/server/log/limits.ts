// Bounds of a store: how much it keeps, and how much one step may do.
import type { Retention } from '../store.ts'

const DAY_MS = 24 * 60 * 60 * 1000

export const RETENTION: Retention = {
  entries: 1000,
  entriesMs: DAY_MS,
  streamEntries: 1000,
  streamMs: DAY_MS,
  settledMs: DAY_MS,
  notifications: 200,
  receiptsMs: DAY_MS,
}

export const STORE: {
  readonly activeTasks: number
  readonly settledInSnapshot: number
  readonly listed: number
  readonly streams: number
  readonly attempts: number
  readonly promptBytes: number
  readonly progressBytes: number
  readonly errorBytes: number
  readonly lapsedPerStep: number
  readonly removedPerSweep: number
  readonly sweepEveryMs: number
  readonly freshLeaseMs: number
} = {
  /** Per user: queued, running or waiting for input. */
  activeTasks: 1000,
  settledInSnapshot: 100,
  listed: 100,
  /** Per task. */
  streams: 64,
  /** A task that keeps killing its worker fails in the end, rerun or not. */
  attempts: 16,
  promptBytes: 64 * 1024,
  progressBytes: 4 * 1024,
  /** Kept free in each task's record, so that a task full to its bound can still be told to have failed. */
  errorBytes: 16 * 1024,
  lapsedPerStep: 256,
  removedPerSweep: 256,
  sweepEveryMs: 60_000,
  /** A lease renewed so recently is not written again: a worker may look for answers as often as it likes. */
  freshLeaseMs: 2000,
}
