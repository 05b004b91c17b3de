// Every bound and default of the HTTP agent and of the bridge to TanStack Query, by name.

/** Durations, ms. */
export const TIMES: {
  readonly attemptMs: number
  readonly baseMs: number
  readonly capMs: number
  readonly retryAfterCapMs: number
  readonly pollMs: number
  readonly readyMs: number
  readonly receiptMs: number
  /** What a timer can count to, some 24 days: `Infinity` is this. */
  readonly longestMs: number
} = {
  attemptMs: 10_000,
  baseMs: 300,
  capMs: 10_000,
  retryAfterCapMs: 60_000,
  pollMs: 5_000,
  readyMs: 3_000,
  receiptMs: 10_000,
  longestMs: 2 ** 31 - 1,
}

export const BOUNDS: {
  readonly tries: number
  /** Characters of a server's own words that an error repeats. */
  readonly detail: number
  readonly rowsPerPage: number
} = {
  tries: 4,
  detail: 300,
  rowsPerPage: 50,
}
