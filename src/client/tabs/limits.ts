// Every bound and duration of sharing a socket between tabs, by name.
// Durations are ms; `chars` are UTF-16 units of the text that is posted.

export const beatMs = 1_000
/** A follower that heard no beat for this long asks for one: a hidden leader's timers are slow, its messages are not. */
export const askAfterMs = 1_500
export const silentMs = 3_000
/** So that two windows side by side do not steal in the same instant. */
export const stealSpreadMs = 500
export const lateMs = 1_000
/** A leader beats for this long after it last heard of another tab. */
export const companyMs = 60_000
export const pingAfterMs = 25_000
export const reapAfterMs = 20_000
export const spreadMs = 50
export const ringFrames = 256
export const ringChars: number = 1024 * 1024
export const unackedFrames = 256
export const unackedChars: number = 1024 * 1024
export const lines = 64
export const failures = 2
export const partChars: number = 64 * 1024
export const pieceChars: number = 16 * 1024
