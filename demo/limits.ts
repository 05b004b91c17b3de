// Every bound of the demo, by name.

export const PROXY = {
  links: 256,
  /** Bytes that one direction of a link holds back before it stops reading. */
  heldBytes: 1024 * 1024,
  maxDelayMs: 10_000,
} as const

export const SUPERVISOR = {
  /** From SIGTERM to SIGKILL. */
  graceMs: 3000,
  /** From the start of the server's process to its word that it listens. */
  startMs: 20_000,
  drainMs: 200,
  bodyBytes: 8 * 1024,
  watchers: 64,
} as const

/** A short lease: a task of a killed server runs again while the visitor watches, not half a minute later. */
export const LEASE = { leaseMs: 6000, renewMs: 2000 } as const

export const TOKEN = {
  lifeMs: 60 * 60 * 1000,
  /** How long after its end a token still proves who asks for the next one. */
  renewMs: 30 * 24 * 60 * 60 * 1000,
} as const

export const DOCUMENTS = {
  files: 200,
  fileBytes: 1024 * 1024,
  /** A passage ends with the paragraph that reaches this many words. */
  passageWords: 160,
} as const

export const ANSWER = {
  questionCharacters: 2000,
  passages: 3,
  sentences: 10,
  words: 150,
  /** A sentence of so many telling words counts half. */
  longSentenceWords: 40,
  codeLines: 16,
} as const

export const TABLE = {
  /** What fits into one command of 64 kB once quoted as JSON. */
  uploadBytes: 48 * 1024,
  /** The same, as the JSON of the command has it: quotes and line ends take two bytes. */
  quotedBytes: 60 * 1024,
  columns: 100,
  distinct: 10_000,
  topValues: 3,
  steps: 30,
} as const

export const PAGE = {
  /** Files taken from one drop. */
  files: 3,
  happenings: 60,
  /** What lasts no longer than this is not worth a line, nor a change of the indicator. */
  doubtMs: 250,
} as const

export const MODEL = {
  answerCharacters: 200_000,
  eventCharacters: 256 * 1024,
  errorCharacters: 300,
  passages: 4,
  /** Turns of the conversation that go into the prompt, found among this many tasks. */
  turns: 6,
  looksBack: 30,
} as const
