// The places of this page's sends: each is after all before it, and a record that is written anew stays where it stood (SEND2).
import type { Entry } from '../../core/outbox.ts'
import type { EntryRecord } from './entry-record.ts'

export interface Places {
  readonly next: () => number
  /** Only these have one from now on, in this order where they have none yet. */
  readonly keep: (entries: readonly Entry[]) => void
  /** The one it was found with, unless it was written anew meanwhile. */
  readonly found: (records: readonly EntryRecord[]) => void
  readonly of: (id: string) => number
}

export function createPlaces(): Places {
  let last = 0
  let places: ReadonlyMap<string, number> = new Map()
  const next = () => (last += 1)
  const of = (id: string) => places.get(id) ?? next()
  return {
    next,
    of,
    keep(entries) {
      places = new Map(entries.map(({ id }) => [id, of(id)]))
    },
    found(records) {
      places = new Map([...records.map(({ place, entry }): [string, number] => [entry.id, place]), ...places])
    },
  }
}
