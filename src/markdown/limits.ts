// Bounds of the Markdown reader, by name.

export const MARKDOWN_BOUNDS: { readonly blockCharacters: number; readonly definitions: number } = {
  /** A block that outgrows it is cut at the next line, so that no chunk of a stream ever parses more. */
  blockCharacters: 16_000,
  /** Link targets named apart from their links; more stay unlinked. */
  definitions: 200,
}
