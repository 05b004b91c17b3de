// Every bound and duration of the plain dialect, by name. Defaults that an option changes are in plain.ts.

/** Durations are ms. */
export const PLAIN: {
  readonly pingMs: number
  /** Of durations that an option gives. */
  readonly leastMs: number
  readonly mostMs: number
  readonly pongMs: number
  readonly pollMs: number
  readonly pollCapMs: number
  readonly answerMs: number
  /** How long what came first waits for the first answer of REST. */
  readonly loadMs: number
  readonly retryMs: number
  readonly retryCapMs: number
  /** How often a wait is doubled at most. */
  readonly failures: number
  /** A task that a server does not name is asked for once more after this. */
  readonly missMs: number
  readonly misses: number
  /** A socket that stayed silent this long about what REST tells is deaf. */
  readonly deafMs: number
  /** Sockets left as deaf, one after the other, until it is believed that this server does not push. */
  readonly deafSockets: number
  /** Sockets without a pong until it is believed that this server answers no pings. */
  readonly silentSockets: number
  /** Within this a command that comes again is the one that was written, not a retry of the user's. */
  readonly repeatMs: number
  readonly idsAtOnce: number
  readonly held: number
  readonly remembered: number
  /** Submits with their inputs, which may be large. */
  readonly submissions: number
  /** How many settled tasks that nobody here knew are taken from one answer. */
  readonly strangers: number
  /** Ids of settled tasks that a server lists over and over. */
  readonly past: number
  /** UTF-8 bytes of a message; as an event of the log it must still fit a frame. */
  readonly messageBytes: number
  readonly streamChars: number
  readonly pieceChars: number
  readonly frameChars: number
} = {
  pingMs: 30_000,
  leastMs: 1_000,
  mostMs: 86_400_000,
  pongMs: 10_000,
  pollMs: 15_000,
  pollCapMs: 300_000,
  answerMs: 10_000,
  loadMs: 3_000,
  retryMs: 1_000,
  retryCapMs: 30_000,
  failures: 10,
  missMs: 2_000,
  misses: 2,
  deafMs: 5_000,
  deafSockets: 2,
  silentSockets: 2,
  repeatMs: 10_000,
  idsAtOnce: 100,
  held: 500,
  remembered: 500,
  submissions: 100,
  strangers: 100,
  past: 5_000,
  messageBytes: 768 * 1024,
  streamChars: 1024 * 1024,
  pieceChars: 64 * 1024,
  frameChars: 64 * 1024,
}
