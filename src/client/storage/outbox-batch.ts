// What must be written so that the records of sends are those of the outbox.
import type { Entry, Outbox } from '../../core/outbox.ts'
import { isSameRecord, maySend, textOfEntry } from './entry-record.ts'
import type { Names } from './names.ts'
import type { Changes } from './records.ts'

export interface Batch {
  readonly changes: Changes
  /** What the records are of once it is committed. */
  readonly outbox: Outbox
  readonly kept: Stored
}

export type Stored = ReadonlyMap<string, Entry>

export interface Batching {
  readonly stored: Stored
  /** False after a failure: `stored` is what may be there. */
  readonly isCertain: boolean
  readonly outbox: Outbox
  readonly mayKeep: boolean
  readonly names: Names
  readonly client: string
  /** Of each the same as long as it is kept, for the order of those sent at one instant. */
  readonly place: (id: string) => number
}

export function batchOf({ stored, isCertain, outbox, mayKeep, names, client, place }: Batching): Batch {
  const kept = new Map(mayKeep ? outbox.entries.filter(({ user }) => user !== null).map(entry => [entry.id, entry]) : [])
  const gone = [...stored.keys()].filter(id => !kept.has(id)).map((id): [string, null] => [names.entry(id), null])
  const fresh = [...kept.values()].filter(entry => !isCertain || !isStored(stored, entry))
  const written = fresh.map((entry): [string, string | null] => [
    names.entry(entry.id),
    textOfEntry({ owner: client, place: place(entry.id), entry }),
  ])
  return { changes: new Map([...gone, ...written]), outbox, kept }
}

function isStored(stored: Stored, entry: Entry): boolean {
  const before = stored.get(entry.id)
  return before !== undefined && isSameRecord(before, entry)
}

/** Nobody knows which of the two is stored: the one that may still be sent is feared. */
export const either = (before: Stored, after: Stored): Stored =>
  new Map([...after, ...[...before].filter(([id, entry]) => maySend(entry) || !after.has(id))])
