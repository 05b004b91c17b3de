// Bounds of the banner, by name; `minVisibleMs` and `restoredMs` are its props.

export const enterMs = 20
export const exitMs = 220
export const minVisibleMs = 800
export const restoredMs = 3_000
/** Below this many seconds a countdown would only flicker. */
export const leastSecondsNamed = 5
