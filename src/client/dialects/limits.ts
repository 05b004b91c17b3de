// Every bound and duration of the plain dialect, by name. Defaults that an option changes are in plain.ts.
// Durations are ms.

export const pingMs = 30_000
/** Of durations that an option gives. */
export const leastMs = 1_000
export const mostMs = 86_400_000
export const pongMs = 10_000
export const pollMs = 15_000
export const pollCapMs = 300_000
export const answerMs = 10_000
/** How long what came first waits for the first answer of REST. */
export const loadMs = 3_000
export const retryMs = 1_000
export const retryCapMs = 30_000
/** How often a wait is doubled at most. */
export const failures = 10
/** A task that a server does not name is asked for once more after this. */
export const missMs = 2_000
export const misses = 2
/** A socket that stayed silent this long about what REST tells is deaf. */
export const deafMs = 5_000
/** Sockets left as deaf, one after the other, until it is believed that this server does not push. */
export const deafSockets = 2
/** Sockets without a pong until it is believed that this server answers no pings. */
export const silentSockets = 2
/** Within this a command that comes again is the one that was written, not a retry of the user's. */
export const repeatMs = 10_000
export const idsAtOnce = 100
export const held = 500
export const remembered = 500
/** Submits with their inputs, which may be large. */
export const submissions = 100
/** How many settled tasks that nobody here knew are taken from one answer. */
export const strangers = 100
/** Ids of settled tasks that a server lists over and over. */
export const past = 5_000
/** UTF-8 bytes of a message; as an event of the log it must still fit a frame. */
export const messageBytes: number = 768 * 1024
export const streamChars: number = 1024 * 1024
export const pieceChars: number = 64 * 1024
export const frameChars: number = 64 * 1024
