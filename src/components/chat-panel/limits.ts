// Bounds of the chat, by name.

export const CHAT_TIMES: { readonly batchMs: number; readonly copiedMs: number; readonly groupGapMs: number } = {
  /** Arrivals within it are announced together. */
  batchMs: 1_000,
  copiedMs: 2_000,
  /** Messages of one author further apart than this are two groups. */
  groupGapMs: 300_000,
}

export const CHAT_BOUNDS: {
  readonly spokenCharacters: number
  readonly pendingSentences: number
  readonly endSlackPx: number
  readonly charactersLeftShown: number
} = {
  /** A longer reply is announced as complete, and read by walking to it. */
  spokenCharacters: 280,
  /** Waiting to be said together; older ones are old news. */
  pendingSentences: 8,
  /** This near the end counts as at the end. */
  endSlackPx: 32,
  charactersLeftShown: 100,
}
