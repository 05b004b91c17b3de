// Takes over the sends of pages that are gone: same id, same user, and one page only for each (KEEP1).
import { Refusal } from '../../protocol/check.ts'
import type { LogEntry } from '../types.ts'
import { type EntryRecord, entryIn, maySend, textOfEntry } from './entry-record.ts'
import { KEEPING } from './limits.ts'
import type { Names } from './names.ts'
import type { Changes, Records } from './records.ts'

export interface Adoption {
  readonly records: Records
  readonly names: Names
  readonly client: string
  /** Only of this user; null: nobody's. */
  readonly user: string | null
  /** How many more the outbox takes. */
  readonly room: number
  /** The next of this page's places: among its own sends, those taken keep their order. */
  readonly place: () => number
  readonly now: number
  readonly log: (entry: LogEntry) => void
}

interface Found {
  readonly key: string
  readonly text: unknown
}

interface Orphan extends Found {
  readonly record: EntryRecord
}

/** The sends that are this page's from now on, oldest first. Those of others stay for them; what nobody can use goes. */
export async function adopted(adoption: Adoption): Promise<readonly EntryRecord[]> {
  const { records, client, user, place } = adoption
  const { orphans, useless } = await left(adoption)
  const own = orphans.filter(({ record }) => record.entry.user === user).toSorted(byBirth)
  // Ended ones take no room: the outbox trims them itself.
  const unsettled = own.filter(({ record }) => maySend(record.entry)).slice(0, Math.max(0, adoption.room))
  const taken = own
    .filter(each => unsettled.includes(each) || !maySend(each.record.entry))
    .map(each => ({ ...each, record: { owner: client, place: place(), entry: each.record.entry } }))
  if (taken.length + useless.length === 0) return []
  const got = new Set<EntryRecord>()
  const keys = [...taken, ...useless].map(({ key }) => key)
  await records.update(keys, now => new Map([...removed(useless, now), ...moved({ taken, got }, now)]), 'strict')
  return taken.map(({ record }) => record).filter(record => got.has(record))
}

/** Records that no living page owns. */
async function left({ records, names, client, now, log }: Adoption): Promise<{ orphans: readonly Orphan[]; useless: readonly Found[] }> {
  const found = await records.read(names.outbox)
  const held = (await records.locks?.held()) ?? new Set()
  const orphans: Orphan[] = []
  const useless: Found[] = []
  for (const [key, text] of found) {
    const record = entryIn(text)
    if (record instanceof Refusal || names.entry(record.entry.id) !== key) {
      log({ level: 'warn', event: 'storage-discarded', problem: record instanceof Refusal ? record.problem : 'stands under another id' })
      useless.push({ key, text })
    } else if (record.owner !== client && !held.has(names.pageLock(record.owner))) {
      if (record.entry.expiresAt + KEEPING.orphanMs < now) useless.push({ key, text })
      else orphans.push({ key, text, record })
    }
  }
  return { orphans, useless }
}

const byBirth = ({ record: a }: Orphan, { record: b }: Orphan) => a.entry.sentAt - b.entry.sentAt || a.place - b.place

/** What another page took or removed meanwhile is no longer as it was read, and stays. */
const removed = (useless: readonly Found[], now: ReadonlyMap<string, unknown>): Changes =>
  new Map(useless.filter(({ key, text }) => now.get(key) === text).map(({ key }) => [key, null]))

interface Taking {
  /** As this page's from now on. */
  readonly taken: readonly Orphan[]
  readonly got: Set<EntryRecord>
}

function moved({ taken, got }: Taking, now: ReadonlyMap<string, unknown>): Changes {
  const still = taken.filter(({ key, text }) => now.get(key) === text)
  for (const { record } of still) got.add(record)
  return new Map(still.map(({ key, record }) => [key, textOfEntry(record)]))
}
