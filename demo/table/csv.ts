// Delimited text as RFC 4180 has it (quotes, quotes doubled inside quotes, any line ending), with the delimiter found by looking.

export type Delimiter = ',' | ';' | '\t' | '|'

const DELIMITERS: readonly Delimiter[] = [',', ';', '\t', '|']
const SAMPLE_ROWS = 20

/** Rows of cells. Blank lines are no rows. A quote that is never closed ends with the text. */
export function parseRows(text: string, delimiter: Delimiter): readonly (readonly string[])[] {
  return [...rowsOf(text, delimiter)]
}

function* rowsOf(text: string, delimiter: Delimiter): Generator<readonly string[]> {
  const source = withoutMark(text)
  let row: string[] = []
  let at = 0
  while (at < source.length) {
    const [cell, end] = source[at] === '"' ? quotedCell(source, at, delimiter) : plainCell(source, at, delimiter)
    row.push(cell)
    if (source[end] === delimiter) {
      at = end + 1
      // A delimiter as the last character opens one more, empty cell.
      if (at === source.length || isLineEnd(source[at])) row.push('')
      if (at < source.length && !isLineEnd(source[at])) continue
    } else at = end
    at += source.startsWith('\r\n', at) ? 2 : 1
    if (row.length > 1 || row[0] !== '') yield row
    row = []
  }
}

const isLineEnd = (character: string | undefined): boolean => character === '\n' || character === '\r'

type CellAndEnd = readonly [cell: string, end: number]

function plainCell(source: string, start: number, delimiter: Delimiter): CellAndEnd {
  let end = start
  while (end < source.length && source[end] !== delimiter && !isLineEnd(source[end])) end += 1
  return [source.slice(start, end), end]
}

/** What follows the closing quote up to the delimiter belongs to the cell: real files have it. */
function quotedCell(source: string, start: number, delimiter: Delimiter): CellAndEnd {
  let cell = ''
  let from = start + 1
  for (;;) {
    const quote = source.indexOf('"', from)
    if (quote < 0) return [cell + source.slice(from), source.length]
    cell += source.slice(from, quote)
    if (source[quote + 1] !== '"') {
      const [tail, end] = plainCell(source, quote + 1, delimiter)
      return [cell + tail, end]
    }
    cell += '"'
    from = quote + 2
  }
}

/** Excel marks UTF-8 with a byte order mark. */
const withoutMark = (text: string): string => (text.startsWith('\uFEFF') ? text.slice(1) : text)

/** The delimiter under which the first rows agree on two or more columns; null: this is no table. */
export function sniffDelimiter(text: string): Delimiter | null {
  const found = DELIMITERS.map(delimiter => ({ delimiter, columns: agreedColumns(text, delimiter) }))
  const [best] = found.filter(({ columns }) => columns > 1).toSorted((a, b) => b.columns - a.columns)
  return best?.delimiter ?? null
}

const TABLE_LINES = 3

/** For a text that may be a message: a question may hold a comma in each of two lines; a table goes on. */
export function looksLikeTable(text: string): boolean {
  const lines = text.split(/\r\n|\r|\n/).filter(line => line.trim() !== '')
  return lines.length >= TABLE_LINES && sniffDelimiter(text) !== null
}

/** 0 unless nearly all of the first rows have the same number of cells. */
function agreedColumns(text: string, delimiter: Delimiter): number {
  const widths = firstRows(text, delimiter).map(({ length }) => length)
  if (widths.length < 2) return 0
  const [first = 0] = widths
  const agreeing = widths.filter(width => width === first).length
  return agreeing / widths.length >= 0.9 ? first : 0
}

function firstRows(text: string, delimiter: Delimiter): readonly (readonly string[])[] {
  const rows: (readonly string[])[] = []
  for (const row of rowsOf(text, delimiter)) {
    rows.push(row)
    if (rows.length === SAMPLE_ROWS) break
  }
  return rows
}
