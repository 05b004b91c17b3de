// The profile of a whole table: which row names the columns, what each column holds, and how it reads as text.
import { TABLE } from '../limits.ts'
import { countColumn, type ColumnProfile } from './columns.ts'
import { parseRows, type Delimiter } from './csv.ts'
import { isMissing, readDate, readNumber } from './values.ts'

export interface TableProfile {
  readonly type: 'table'
  readonly name: string
  readonly delimiter: Delimiter
  readonly rows: number
  /** Rows with more or fewer cells than there are columns. */
  readonly uneven: number
  readonly columns: readonly ColumnProfile[]
  /** Columns beyond the bound were not looked at. */
  readonly columnsLeftOut: number
}

export interface TableWork {
  readonly rowCount: number
  /** Looks at the next rows; how many were looked at so far. */
  readonly step: (rows: number) => number
  profile(): TableProfile
}

export function workOnTable(name: string, text: string, delimiter: Delimiter): TableWork {
  const rows = parseRows(text, delimiter)
  const names = columnNames(rows)
  const body = hasHeader(rows) ? rows.slice(1) : rows
  const counters = names.slice(0, TABLE.columns).map(column => countColumn(column))
  let done = 0
  let uneven = 0
  return {
    rowCount: body.length,
    step(count) {
      for (const row of body.slice(done, done + count)) {
        if (row.length !== names.length) uneven += 1
        for (const [index, counter] of counters.entries()) counter.see(row[index] ?? '')
      }
      done = Math.min(body.length, done + count)
      return done
    },
    profile: () => ({
      type: 'table',
      name,
      delimiter,
      rows: done,
      uneven,
      columns: counters.map(counter => counter.profile()),
      columnsLeftOut: names.length - counters.length,
    }),
  }
}

/** The first row names the columns if its cells are filled, all different, and none is a value. */
function hasHeader(rows: readonly (readonly string[])[]): boolean {
  const [first = []] = rows
  const cells = first.map(cell => cell.trim())
  const isName = (cell: string) => !isMissing(cell) && readNumber(cell) === null && readDate(cell) === null
  return rows.length > 1 && cells.every(isName) && new Set(cells).size === cells.length
}

function columnNames(rows: readonly (readonly string[])[]): readonly string[] {
  const [first = []] = rows
  return hasHeader(rows) ? first.map(cell => cell.trim()) : first.map((_, index) => `column ${index + 1}`)
}
