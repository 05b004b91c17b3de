// Takes over the sends of pages that are gone: same id, same user, and one page only for each (KEEP1).
import type { Entry } from '../../core/outbox.ts'
import { Refusal } from '../../protocol/check.ts'
import type { LogEntry } from '../types.ts'
import { type EntryRecord, entryIn, textOfEntry } from './entry-record.ts'
import * as KEEPING from './limits.ts'
import type { Names } from './names.ts'
import type { Changes, Records } from './records.ts'

export interface Adoption {
  readonly records: Records
  readonly names: Names
  readonly client: string
  /** Only of this user; null: nobody's. */
  readonly user: string | null
  /** Which of these the outbox has room for. */
  readonly fitting: (entries: readonly Entry[]) => readonly Entry[]
  /** The next of this page's places: among its own sends, those taken keep their order. */
  readonly place: () => number
  readonly now: number
  readonly log: (entry: LogEntry) => void
}

interface Found {
  readonly key: string
  readonly text: unknown
}

/** `text` says whose it was before. */
export interface Orphan extends Found {
  readonly record: EntryRecord
}

/** The sends that are this page's from now on, oldest first. Those of others stay for them; what nobody can use goes. */
export async function adopted(adoption: Adoption): Promise<readonly Orphan[]> {
  const { records, client, user, place, fitting } = adoption
  const { orphans, useless } = await left(adoption)
  const own = orphans.filter(({ record }) => record.entry.user === user).toSorted(byBirth)
  const room = new Set(fitting(own.map(({ record }) => record.entry)))
  const wanted = own
    .filter(({ record }) => room.has(record.entry))
    .map(each => ({ ...each, record: { owner: client, place: place(), entry: each.record.entry } }))
  if (wanted.length + useless.length === 0) return []
  let taken: readonly Orphan[] = []
  const take = (now: Stored): Changes => {
    taken = wanted.filter(isStill(now))
    return new Map([...useless.filter(isStill(now)).map(removed), ...taken.map(moved)])
  }
  await records.update([...wanted, ...useless].map(keyOf), take, 'strict')
  return taken
}

/** What this page has no room for after all is again whose it was, so that any page may take it. */
export async function givenBack(records: Records, orphans: readonly Orphan[]): Promise<void> {
  if (orphans.length === 0) return
  const isOurs = (now: Stored) => (orphan: Orphan) => now.get(orphan.key) === textOfEntry(orphan.record)
  const give = (now: Stored): Changes => new Map(orphans.filter(isOurs(now)).map(({ key, text }) => [key, String(text)]))
  await records.update(orphans.map(keyOf), give, 'strict')
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

type Stored = ReadonlyMap<string, unknown>

const keyOf = ({ key }: Found): string => key

/** What another page took or removed meanwhile is no longer as it was read, and stays. Of what is no text each reading is another copy. */
export const isStill =
  (now: Stored) =>
  ({ key, text }: Found): boolean =>
    typeof text === 'string' ? now.get(key) === text : now.has(key) && typeof now.get(key) !== 'string'

const removed = ({ key }: Found): [string, null] => [key, null]
const moved = ({ key, record }: Orphan): [string, string | null] => [key, textOfEntry(record)]
