// Bounds of the banner, by name; `minVisibleMs` and `restoredMs` are its props.

export const BANNER_TIMES: {
  readonly enterMs: number
  readonly exitMs: number
  readonly minVisibleMs: number
  readonly restoredMs: number
} = {
  enterMs: 20,
  exitMs: 220,
  minVisibleMs: 800,
  restoredMs: 3_000,
}

/** Below this many seconds a countdown would only flicker. */
export const LEAST_SECONDS_NAMED = 5
