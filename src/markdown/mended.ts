// What a text that was cut in mid-stream means: an emphasis, link, table or heading whose end has not come yet reads as it will.

/** Of the tail only: what is finished needs no mending. */
export function mended(source: string): string {
  if (isInCode(source)) return source
  const at = Math.max(0, ...Array.from(source.matchAll(/\n[ \t]*\n/g), blank => blank.index + blank[0].length))
  const last = source.slice(at)
  return source.slice(0, at) + [withoutBareMark, withTable, withoutOpenLink, withClosedMarks].reduce((text, mend) => mend(text), last)
}

// A fence inside a list, which its list is parsed with.
function isInCode(source: string): boolean {
  return Array.from(source.matchAll(/^[^`~\n]*(?:```|~~~)[^`\n]*\n/gm)).length % 2 === 1
}

// "-" alone in a line is the beginning of an item, and not the underline of a heading; the same holds for the others.
function withoutBareMark(text: string): string {
  return text.replace(/(^|\n) {0,3}(?:-+|=+|[*+>]|#{1,6}|\d{1,9}[.)]?|`{1,2}|(?:`{3}|~{3})[^`\n]*)[ \t]*$/, '$1')
}

/** A table is one from its first row on, and not first a paragraph with strokes. */
function withTable(text: string): string {
  const lines = text.trimStart().split('\n')
  const head = lines[0] ?? ''
  if (!/^\|.*\|\s*$/.test(head) || lines.length > 2 || !/^[|\s:-]*$/.test(lines[1] ?? ''))
    return /^\|[^\n]*$/.test(text.trimStart()) ? '' : text
  const columns = head.trim().slice(1, -1).split('|').length
  return `${head}\n|${' --- |'.repeat(columns)}\n`
}

function withoutOpenLink(text: string): string {
  return text.replace(/!?\[([^\]\n]*)(?:\](?:\([^)\n]*)?)?$/, (all, label: string) => (/^\[[ xX]?$/.test(all) ? '' : label))
}

function withClosedMarks(text: string): string {
  const prose = text.replace(/`[^`\n]*`/g, '')
  if (prose.split('`').length % 2 === 0) return `${text}\``
  return ['**', '~~', '__'].reduce((closed, mark) => withClosed(closed, prose, mark), text)
}

function withClosed(text: string, prose: string, mark: string): string {
  if (prose.split(mark).length % 2 === 1) return text
  const bare = text.trimEnd()
  return bare.endsWith(mark) ? bare.slice(0, -mark.length) : bare + mark
}
