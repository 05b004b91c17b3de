// Every bound and duration of sharing a socket between tabs, by name.

/** Durations are ms; `chars` are UTF-16 units of the text that is posted. */
export const TABS: {
  readonly beatMs: number
  /** A follower that heard no beat for this long asks for one: a hidden leader's timers are slow, its messages are not. */
  readonly askAfterMs: number
  readonly silentMs: number
  /** So that two windows side by side do not steal in the same instant. */
  readonly stealSpreadMs: number
  readonly lateMs: number
  /** A leader beats for this long after it last heard of another tab. */
  readonly companyMs: number
  readonly pingAfterMs: number
  readonly reapAfterMs: number
  readonly stableMs: number
  readonly spreadMs: number
  readonly ringFrames: number
  readonly ringChars: number
  readonly unackedFrames: number
  readonly unackedChars: number
  readonly lines: number
  readonly failures: number
  readonly partChars: number
  readonly pieceChars: number
} = {
  beatMs: 1_000,
  askAfterMs: 1_500,
  silentMs: 3_000,
  stealSpreadMs: 500,
  lateMs: 1_000,
  companyMs: 60_000,
  pingAfterMs: 25_000,
  reapAfterMs: 20_000,
  stableMs: 5_000,
  spreadMs: 50,
  ringFrames: 256,
  ringChars: 1024 * 1024,
  unackedFrames: 256,
  unackedChars: 1024 * 1024,
  lines: 64,
  failures: 2,
  partChars: 64 * 1024,
  pieceChars: 16 * 1024,
}
