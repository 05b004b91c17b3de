// Bounds of the devtools, by name: they watch the page and must never be what weighs on it.

/** How often an open panel looks, ms. */
export const READ: {
  readonly everyMs: number
  readonly restFactor: number
  readonly mostMs: number
} = {
  everyMs: 100,
  /** A look that took long is followed by a rest this many times as long, so that looking takes a tenth of the time at most. */
  restFactor: 9,
  /** However the clock jumps, the next look is not later. */
  mostMs: 2_000,
}

/** How much is shown, and kept of what is heard. */
export const SHOWN: {
  readonly transitions: number
  readonly tasks: number
  readonly misfits: number
  readonly reasons: number
  readonly reasonChars: number
  readonly factChars: number
} = {
  transitions: 100,
  tasks: 50,
  misfits: 20,
  reasons: 5,
  reasonChars: 200,
  /** A longer fact has a line of its own. */
  factChars: 24,
}
