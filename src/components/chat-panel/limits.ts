// Bounds of the chat, by name.

export const CHAT_TIMES: {
  readonly batchMs: number
  readonly copiedMs: number
  readonly groupGapMs: number
  readonly quarterMs: number
  readonly scrollRestMs: number
} = {
  /** Arrivals within it are announced together. */
  batchMs: 1_000,
  copiedMs: 2_000,
  /** Messages of one author further apart than this are two groups. */
  groupGapMs: 300_000,
  quarterMs: 900_000,
  /** So long after its last movement a view is at rest. */
  scrollRestMs: 150,
}

export const CHAT_BOUNDS: {
  readonly spokenCharacters: number
  readonly pendingSentences: number
  readonly endSlackPx: number
  readonly charactersLeftShown: number
  readonly virtualFrom: number
  readonly firstRows: number
  readonly spareRows: number
  readonly mirroredCharacters: number
  readonly keptDrafts: number
  readonly keptDraftCharacters: number
  readonly draftStorages: number
} = {
  /** A longer reply is announced as complete, and read by walking to it. */
  spokenCharacters: 280,
  /** Waiting to be said together; older ones are old news. */
  pendingSentences: 8,
  /** This near the end counts as at the end. */
  endSlackPx: 32,
  charactersLeftShown: 100,
  /** With `virtualize: 'auto'`, from this many rows on only those near the view stand in the page. Back below half of it, all do again. */
  virtualFrom: 200,
  /** Newest rows shown while the virtual list is on its way. */
  firstRows: 16,
  /** Rows kept beyond either edge of the view. */
  spareRows: 6,
  /** Of the draft, measured for the height of the field: more than the field ever shows. */
  mirroredCharacters: 4_000,
  /** Newest drafts kept over a reload. */
  keptDrafts: 20,
  /** Of all of them together; a longer one is not kept. */
  keptDraftCharacters: 200_000,
  /** Places of drafts that are remembered, to be cleared when a user is gone. */
  draftStorages: 8,
}
