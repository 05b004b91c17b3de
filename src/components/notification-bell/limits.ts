// Bounds of the bell, by name.

/** Newest notifications shown when `limit` is not given; the client keeps at most 200. */
export const shown = 50
export const badgeMost = 99
