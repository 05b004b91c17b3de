// How often an open panel looks, ms: it watches the page and must never be what weighs on it.

export const everyMs = 100
/** A look that took long is followed by a rest this many times as long, so that looking takes a tenth of the time at most. */
export const restFactor = 9
/** However the clock jumps, the next look is not later. */
export const mostMs = 2_000
