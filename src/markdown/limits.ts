// Bounds of the Markdown reader, by name.

/** A block that outgrows it is cut at the next line, so that no chunk of a stream ever parses more. */
export const blockCharacters = 16_000
/** Link targets named apart from their links; more stay unlinked. */
export const definitions = 200
