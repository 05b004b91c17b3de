// Bounds of one run: how long it waits, how much it holds, and the bounds of v1 that it holds servers to.

/** Durations, ms. */
export const TIMES: {
  readonly answerMs: number
  readonly helloMs: number
  readonly helloSlackMs: number
  readonly pongMs: number
  readonly quietMs: number
  readonly hintMs: number
  readonly serverPingMs: number
  readonly reapMs: number
  readonly stallMs: number
  readonly slackMs: number
  readonly ruleMs: number
  readonly slowRuleMs: number
  readonly hangUpMs: number
  readonly speakMs: number
  readonly stillMs: number
} = {
  /** For each expected answer; `--timeout` replaces it. */
  answerMs: 5_000,
  /** AUTH2: a hello has 5 s. */
  helloMs: 5_000,
  helloSlackMs: 3_000,
  /** LIFE1: at once, and yet over a real network. */
  pongMs: 1_000,
  /** How long nothing may come before "nothing came" is believed. */
  quietMs: 300,
  /** LOG5: a lost hint delays by 15 s. */
  hintMs: 15_000,
  /** LIFE1: the server asks after 25 s of silence, and leaves at 45 s. */
  serverPingMs: 25_000,
  reapMs: 45_000,
  /** SLOW1: without progress of acks. */
  stallMs: 30_000,
  slackMs: 5_000,
  ruleMs: 30_000,
  slowRuleMs: 75_000,
  /** How long a socket's close is waited for when its rule is done. */
  hangUpMs: 500,
  /** How often a reader that is slow shows that it is there. */
  speakMs: 1_000,
  /** How long before the server's close it says nothing any more. */
  stillMs: 5_000,
}

/** Counts and bytes. */
export const BOUNDS: {
  readonly sockets: number
  readonly heldEntries: number
  readonly heldBytes: number
  readonly shownCharacters: number
  readonly windowBytes: number
  readonly floodCommands: number
  readonly orderedCommands: number
  readonly paddingBytes: number
  readonly paddedTasks: number
  readonly answerBytes: number
  readonly settledTasks: number
  readonly vainSteps: number
} = {
  /** Opened by one run, all in all. */
  sockets: 200,
  /** Of one socket's transcript; beyond it the socket is hung up. */
  heldEntries: 20_000,
  heldBytes: 32 * 1024 * 1024,
  shownCharacters: 160,
  /** SLOW1: what may be sent ahead of the acks. */
  windowBytes: 256 * 1024,
  floodCommands: 80,
  orderedCommands: 20,
  /** Enough tasks of this size to fill the window of a reader that acks nothing. */
  paddingBytes: 40 * 1024,
  paddedTasks: 8,
  /** Of an HTTP answer. */
  answerBytes: 16 * 1024 * 1024,
  /** SNAP1: 100, and other pages of the user may end some meanwhile. */
  settledTasks: 90,
  /** A server that never says live must not cost a timeout a rule. */
  vainSteps: 2,
}
