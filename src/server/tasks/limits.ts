// Bounds of workers: leases, buffers and how many tasks run at once (TASK3, LOG4).

export interface TaskLimits {
  /** A worker's right to a task, and how often it is renewed. */
  readonly leaseMs: number
  readonly renewMs: number
  /** Tasks that one node runs at once. */
  readonly workers: number
  /** Chunks are buffered so long, or until they are so large. */
  readonly chunkMs: number
  readonly chunkBytes: number
  /** The largest single chunk: well below a frame (LIFE2). */
  readonly pieceLength: number
  readonly progressMs: number
  /** A lost hint delays no longer than this (LOG5). */
  readonly lookMs: number
  /** Between two tries of a store that failed. */
  readonly retryMs: number
  readonly messageLength: number
}

export const TASK_LIMITS: TaskLimits = {
  leaseMs: 30_000,
  renewMs: 10_000,
  workers: 16,
  chunkMs: 50,
  chunkBytes: 4096,
  pieceLength: 16_384,
  progressMs: 100,
  lookMs: 15_000,
  retryMs: 500,
  messageLength: 2000,
}
