// Every bound of what is kept beyond the page, by name.

/** Durations, ms. */
export const KEEPING: {
  readonly loadMs: number
  readonly commitMs: number
  readonly stateMs: number
  readonly restFactor: number
  readonly retryMs: number
  readonly adoptMs: number
  readonly orphanMs: number
} = {
  /** How long the first dial waits for what is stored. */
  loadMs: 1_000,
  /** A commit that takes longer is not waited for: the page goes on in memory. */
  commitMs: 1_000,
  /** The state is written this often at most; and never for more than a ninth of the time. */
  stateMs: 250,
  restFactor: 8,
  /** After a failure, until it is tried again. */
  retryMs: 30_000,
  /** How often a page looks for the sends of pages that are gone. */
  adoptMs: 10_000,
  /** Sends of a user who did not come back go when their time has been over for so long. */
  orphanMs: 86_400_000,
}

/** Characters and bytes of JSON text, and counts. */
export const KEPT: { readonly stateLength: number; readonly entryBytes: number; readonly asks: number } = {
  stateLength: 2 * 1024 * 1024,
  /** A command, and what the server said of it. */
  entryBytes: 1_280 * 1024,
  asks: 600,
}
