// Durations of the chat, ms, by name.

/** Arrivals within it are announced together. */
export const batchMs = 1_000
export const copiedMs = 2_000
/** Messages of one author further apart than this are two groups. */
export const groupGapMs = 300_000
export const quarterMs = 900_000
/** So long after its last movement a view is at rest. */
export const scrollRestMs = 150
