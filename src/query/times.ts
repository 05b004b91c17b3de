// Every duration of the HTTP agent and of the bridge to TanStack Query, ms.

export const attemptMs = 10_000
export const baseMs = 300
export const capMs = 10_000
export const retryAfterCapMs = 60_000
export const pollMs = 5_000
export const readyMs = 3_000
export const receiptMs = 10_000
/** What a timer can count to, some 24 days: `Infinity` is this. */
export const longestMs: number = 2 ** 31 - 1
