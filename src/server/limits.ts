// Bounds of a node and of each of its connections (AUTH2, LIFE1, SLOW1). Those of `LIMITS` are options; the others are laws.
import type { Limits } from './types.ts'

export const LIMITS: Limits = {
  handshakesPerAddress: 20,
  handshakes: 256,
  clientsPerUser: 100,
  chatterPerMinute: 600,
  helloMs: 5_000,
  unackedBytes: 256 * 1024,
  bufferedBytes: 256 * 1024,
  resumeBelowBytes: 64 * 1024,
  ackStallMs: 30_000,
  pingAfterMs: 25_000,
  reapAfterMs: 45_000,
  handlerMs: 10_000,
  leaseMs: 30_000,
  renewMs: 10_000,
  workers: 16,
}

/** Durations, ms. */
export const TIMES: {
  readonly authenticateMs: number
  readonly checkMs: number
  readonly storeRetryMs: number
  readonly closeMs: number
  readonly lateWakeMs: number
  readonly tokenGraceMs: number
  readonly tokenRetryMs: number
  readonly claimMs: number
  readonly claimPollMs: number
  readonly shedRetryMs: number
  readonly shedSpreadMs: number
  readonly spreadFloorMs: number
  readonly drainMs: number
  readonly chatterMs: number
  readonly heartbeat: { readonly intervalMs: number; readonly activeIntervalMs: number; readonly timeoutMs: number }
} = {
  /** From hello to welcome: the application's `authenticate` and one read of the store. */
  authenticateMs: 10_000,
  /** A lost hint delays no longer than this (LOG5). */
  checkMs: 15_000,
  storeRetryMs: 1_000,
  /** How long a peer may take to answer our close before the socket is torn down. */
  closeMs: 2_000,
  /** A timer that wakes later than this proves nothing but its own lateness (LIFE3). */
  lateWakeMs: 1_000,
  tokenGraceMs: 30_000,
  tokenRetryMs: 5_000,
  /** An `app.*` command that has no receipt after this was interrupted (SEND5). */
  claimMs: 30_000,
  claimPollMs: 1_000,
  shedRetryMs: 2_000,
  shedSpreadMs: 10_000,
  spreadFloorMs: 50,
  drainMs: 5_000,
  chatterMs: 60_000,
  heartbeat: { intervalMs: 15_000, activeIntervalMs: 4_000, timeoutMs: 5_000 },
}

/** Counts, bytes and shares. */
export const BOUNDS: {
  readonly readCount: number
  readonly readBytes: number
  readonly overflowEntries: number
  readonly overflowBytes: number
  readonly partOverheadBytes: number
  readonly heldBytes: number
  readonly ackBytes: number
  readonly tokenAskShare: number
  readonly returnsPerSecond: number
  readonly listedTasks: number
} = {
  readCount: 1_001,
  readBytes: 256 * 1024,
  /** Further behind than this, the whole state is shorter than what was missed (SNAP4). */
  overflowEntries: 1_000,
  overflowBytes: 4 * 1024 * 1024,
  /** What a snapshot frame says around its lists. */
  partOverheadBytes: 512,
  /** Frames that a paused transport delivers all the same: no more than one chunk of a socket. */
  heldBytes: 256 * 1024,
  ackBytes: 64 * 1024,
  tokenAskShare: 0.8,
  /** How many returning clients a node takes in a second, for `reconnectSpreadMs` (BACK1). */
  returnsPerSecond: 2_000,
  listedTasks: 100,
}

/** What a message tells of a value that does not fit its schema: the first few issues, each clipped. */
export const ISSUES: { readonly count: number; readonly length: number } = { count: 5, length: 200 }
