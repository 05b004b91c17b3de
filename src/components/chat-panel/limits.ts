// Bounds of the chat, by name.

/** A longer reply is announced as complete, and read by walking to it. */
export const spokenCharacters = 280
/** Waiting to be said together; older ones are old news. */
export const pendingSentences = 8
/** This near the end counts as at the end. */
export const endSlackPx = 32
export const charactersLeftShown = 100
/** With `virtualize: 'auto'`, from this many rows on only those near the view stand in the page. Back below half of it, all do again. */
export const virtualFrom = 200
/** Newest rows shown while the virtual list is on its way. */
export const firstRows = 16
/** Rows kept beyond either edge of the view. */
export const spareRows = 6
/** Of the draft, measured for the height of the field: more than the field ever shows. */
export const mirroredCharacters = 4_000
/** Newest drafts kept over a reload. */
export const keptDrafts = 20
/** Of all of them together; a longer one is not kept. */
export const keptDraftCharacters = 200_000
/** Places of drafts that are remembered, to be cleared when a user is gone. */
export const draftStorages = 8
