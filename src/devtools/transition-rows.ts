// The flight recorder's entries as rows to read: what was told, how the phase moved, what was done about it.
import type { FlightEntry } from '../core/flight.ts'

export interface TransitionRow {
  readonly key: string
  readonly name: string
  /** The few words beside the name. */
  readonly detail: string
  /** What a search looks into, in lower case. */
  readonly text: string
  readonly moves: boolean
  readonly entry: FlightEntry
}

/** Newest first. Rows that were there before are the same objects, so that what shows them need not look again. */
export function rowsOf(entries: readonly FlightEntry[], before: readonly TransitionRow[] = []): readonly TransitionRow[] {
  const known = new Map(before.map(row => [row.key, row]))
  let sameAt = 0
  const rows = entries.map((entry, index) => {
    sameAt = entries[index - 1]?.at === entry.at ? sameAt + 1 : 0
    const key = `${entry.at}-${sameAt}`
    return known.get(key) ?? rowOf(key, entry)
  })
  return rows.toReversed()
}

function rowOf(key: string, entry: FlightEntry): TransitionRow {
  const { event, before, after, effects } = entry
  const subject = subjectOf(event)
  const name = event.type === 'frame' ? event.message.type : event.type
  const detail = detailOf(subject)
  const text = [name, detail, before, after, ...effects].join(' ').toLowerCase()
  return { key, name, detail, text, moves: before !== after, entry }
}

function subjectOf(event: FlightEntry['event']): object {
  if (event.type === 'frame') return event.message
  return event.type === 'send' ? event.command : event
}

/** Every plain word in it, and how long its lists are. */
function detailOf(subject: object): string {
  return Object.entries(subject)
    .filter(([name, value]) => name !== 'type' && value !== null && value !== '')
    .flatMap(([name, value]) => {
      if (Array.isArray(value)) return value.length > 0 ? [`${name} ×${value.length}`] : []
      return typeof value === 'object' ? [] : [value === true ? name : `${name} ${value}`]
    })
    .join(' · ')
}

/** Those that hold every word of the search. */
export function matching(rows: readonly TransitionRow[], search: string, movesOnly: boolean): readonly TransitionRow[] {
  const words = search.toLowerCase().split(/\s+/)
  return rows.filter(({ text, moves }) => (moves || !movesOnly) && words.every(word => text.includes(word)))
}
