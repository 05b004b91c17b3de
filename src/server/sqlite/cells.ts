// Cells of a row, typed. A cell of another type means that someone else wrote to the file.
import type { SQLOutputValue } from 'node:sqlite'

export type Cells = Readonly<Record<string, SQLOutputValue>>

export function text(cells: Cells, name: string): string {
  const cell = cells[name]
  if (typeof cell === 'string') return cell
  throw damaged(name)
}

export function textOrNull(cells: Cells, name: string): string | null {
  return cells[name] === null ? null : text(cells, name)
}

export function int(cells: Cells, name: string): number {
  const cell = cells[name]
  if (typeof cell === 'number') return cell
  throw damaged(name)
}

export function intOrNull(cells: Cells, name: string): number | null {
  return cells[name] === null ? null : int(cells, name)
}

/** Any string as text that SQLite keeps apart from any other: lone surrogates and NUL would not survive as they are. */
export function encoded(name: string): string {
  return JSON.stringify(name).slice(1, -1)
}

export function decoded(cell: string): string {
  return JSON.parse(`"${cell}"`)
}

function damaged(column: string): Error {
  return new Error(
    `Column ${column} of the sqlite store holds a value of another type, so the file was changed from outside. Restore it from a backup, or name a new file.`,
  )
}
