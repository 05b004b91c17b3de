// Bounds of the simulation: how long things may take before it calls them broken.

/** Durations, virtual ms. */
export const SIMULATED: {
  readonly startAt: number
  readonly checkMs: number
  readonly convergeMs: number
  readonly afterMs: number
  readonly quietMs: number
  readonly undisturbedMs: number
  readonly noticeIdleMs: number
  readonly noticeBusyMs: number
  readonly noticeSendMs: number
  readonly noticeReturnMs: number
  readonly promisedWayMs: number
  readonly promisedHandshakeMs: number
  readonly pongMs: number
  readonly catchUpPongMs: number
  readonly vainPongMs: number
  readonly vainMs: number
  readonly halfOpenIdleMs: number
  readonly halfOpenBusyMs: number
  readonly catchUpMs: number
  readonly hedgeMs: number
  readonly halfOpenUpMs: number
  readonly keptMs: number
  readonly answerMs: number
  readonly hintlessMs: number
  readonly leaderMs: number
  readonly handoverMs: number
  readonly lateMs: number
  readonly dialingMs: number
  readonly greetingMs: number
} = {
  startAt: 1_700_000_000_000,
  checkMs: 500,
  /** From the end of the last fault until everything is settled, live and equal: the longest slow retry, and a lease. */
  convergeMs: 360_000,
  /** Watched on after that, so that what is late can still do harm: a close may come a minute late. */
  afterMs: 65_000,
  /** A lost hint (15 s) on a link that then dies unseen (20 s): from then on `live` must be true (LOG5, LIFE2). */
  quietMs: 40_000,
  /** After a clock set back a ping may be 15 s late, and its deadline is up after 3 s more. */
  undisturbedMs: 34_000,
  /** The promised times: in all, while a task runs or a send is unsettled, after a send, after the user's return. */
  noticeIdleMs: 20_000,
  noticeBusyMs: 7_000,
  noticeSendMs: 3_000,
  noticeReturnMs: 2_500,
  /** They hold for round trips up to 250 ms: so long is one way of such a line, jitter aside. */
  promisedWayMs: 120,
  /** A slower one, as slow authentication makes it, has the page wait longer than promised until the first pong (LIFE2). */
  promisedHandshakeMs: 500,
  /** The longest that a pong may take; each hedge in vain doubles it, up to 30 s, until there was none for five minutes (HEDGE2). */
  pongMs: 5_000,
  /** The same where a replay may stand in its way. */
  catchUpPongMs: 10_000,
  vainPongMs: 30_000,
  vainMs: 300_000,
  /** After trouble on the line the page has learned to be patient: a pong may take up to 5 s, and here is a second for timers. */
  halfOpenIdleMs: 21_000,
  halfOpenBusyMs: 10_000,
  /** A pong has so much longer while a replay may stand in its way (LIFE2). */
  catchUpMs: 6_000,
  /** From doubt to a candidate (0.5 s), which has 10 s to open and 5 s for its welcome. */
  hedgeMs: 16_000,
  /** Frames still arrive, so only the server can notice, after 45 s of silence; its close then travels. */
  halfOpenUpMs: 48_000,
  /** Longer than any story but a soak, whose old evidence is forgotten. */
  keptMs: 1_800_000,
  /** A claim that runs out (30 s), and an op that takes its 10 s, one after the other. */
  answerMs: 60_000,
  /** The server's check, and the way. */
  hintlessMs: 17_000,
  /** A tab that somebody looks at waits so long for one that leads: 3 s in which a leader whose timers stand still may answer, 3 s of silence, spread and lock. */
  leaderMs: 8_000,
  /** Who lost the lead has hung up, and who follows shows what its leader shows. */
  handoverMs: 1_500,
  /** What tabs say to each other comes up to 3 s late, there and back. */
  lateMs: 6_000,
  dialingMs: 20_500,
  greetingMs: 6_500,
}

/** Counts. */
export const SIMULATED_BOUNDS: {
  readonly events: number
  readonly eventsAtOnce: number
  readonly tasks: number
  readonly notifications: number
  readonly ended: number
  readonly bookkeeping: number
  readonly inFlight: number
  readonly dialsPerMinute: number
} = {
  events: 3_000_000,
  /** In one instant. Of 400 seeds the busiest had 303; more than this is a deadline that stays in the past. */
  eventsAtOnce: 5_000,
  tasks: 500,
  notifications: 200,
  ended: 100,
  /** Cancels and reading marks, which have room of their own (SEND4). */
  bookkeeping: 32,
  inFlight: 32,
  dialsPerMinute: 20,
}
