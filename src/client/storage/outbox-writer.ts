// Keeps the records of sends in step with the outbox. What relies on a record waits here until it is committed, in order (KEEP1, SEND1).
import type { Entry, Outbox } from '../../core/outbox.ts'
import { isSameRecord, maySend, textOfEntry } from './entry-record.ts'
import type { Health } from './health.ts'
import { KEEPING } from './limits.ts'
import type { Names } from './names.ts'
import type { Changes, Records } from './records.ts'

/** What waits for a commit, and what is done instead where there is none. */
export interface Waiter {
  readonly run: () => void
  readonly otherwise: () => void
}

export interface OutboxWriter {
  /** Runs at once where all is committed. */
  readonly afterCommit: (waiter: Waiter) => void
  /** Writes what has changed. */
  readonly flush: () => void
  /** These are stored already, as this page's. */
  readonly found: (entries: readonly Entry[]) => void
  /** The outbox as of the last commit. */
  readonly committed: () => Outbox
  /** Whether another page could still find a record of this send and send it. */
  readonly mayBeSent: (id: string) => boolean
}

export interface OutboxWriterOptions {
  readonly records: Records
  readonly names: Names
  readonly client: string
  readonly health: Health
  readonly outbox: () => Outbox
  /** False: nothing may be kept now. */
  readonly mayKeep: () => boolean
  readonly show: () => void
}

interface Batch {
  readonly changes: Changes
  readonly outbox: Outbox
  readonly kept: ReadonlyMap<string, Entry>
}

export function createOutboxWriter(options: OutboxWriterOptions): OutboxWriter {
  const { records, names, client, health } = options
  // What is stored for certain; after a failure, what may be.
  let stored: ReadonlyMap<string, Entry> = new Map()
  let isCertain = true
  let committed = options.outbox()
  let waiting: Waiter[] = []
  let isBusy = false
  let place = 0

  const batchOf = (): Batch => {
    const outbox = options.outbox()
    const kept = new Map(options.mayKeep() ? outbox.entries.filter(({ user }) => user !== null).map(entry => [entry.id, entry]) : [])
    const gone = [...stored.keys()].filter(id => !kept.has(id)).map((id): [string, null] => [names.entry(id), null])
    const fresh = [...kept.values()].filter(entry => !(isCertain && isStored(entry)))
    const written = fresh.map((entry): [string, string | null] => [
      names.entry(entry.id),
      textOfEntry({ owner: client, place: (place += 1), entry }),
    ])
    return { changes: new Map([...gone, ...written]), outbox, kept }
  }

  const isStored = (entry: Entry): boolean => {
    const before = stored.get(entry.id)
    return before !== undefined && isSameRecord(before, entry)
  }

  const release = (taken: readonly Waiter[], how: keyof Waiter): void => {
    for (const waiter of taken) waiter[how]()
  }

  const flush = (): void => {
    if (isBusy || health.state() === 'loading') return
    if (health.state() === 'failing') return goOn()
    const batch = batchOf()
    if (batch.changes.size > 0) return void commit(batch)
    stored = batch.kept
    committed = batch.outbox
    release(waiting.splice(0), 'run')
  }

  /** In memory: nothing is waited for, and nothing is promised that a record could belie. */
  const goOn = (): void => {
    committed = options.outbox()
    release(waiting.splice(0), 'otherwise')
  }

  const commit = async ({ changes, outbox, kept }: Batch): Promise<void> => {
    isBusy = true
    const taken = waiting.splice(0)
    const isDone = await health.attempt('storage-write-failed', KEEPING.commitMs, () => records.update([], () => changes, 'strict'))
    isBusy = false
    stored = isDone ? kept : either(stored, kept)
    isCertain = isDone
    if (isDone) committed = outbox
    release(taken, isDone ? 'run' : 'otherwise')
    flush()
    options.show()
  }

  return {
    flush,
    afterCommit(waiter) {
      waiting.push(waiter)
      flush()
    },
    found(entries) {
      stored = new Map([...stored, ...entries.map((entry): [string, Entry] => [entry.id, entry])])
    },
    committed: () => (health.state() === 'failing' ? options.outbox() : committed),
    mayBeSent(id) {
      const entry = stored.get(id)
      return entry !== undefined && maySend(entry)
    },
  }
}

/** Nobody knows which of the two is stored: the one that may still be sent is feared. */
const either = (before: ReadonlyMap<string, Entry>, after: ReadonlyMap<string, Entry>): ReadonlyMap<string, Entry> =>
  new Map([...after, ...[...before].filter(([id, entry]) => maySend(entry) || !after.has(id))])
