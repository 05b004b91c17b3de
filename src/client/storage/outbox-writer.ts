// Keeps the records of sends in step with the outbox. What relies on a record waits here until it is committed, in order (KEEP1, SEND1).
import type { Entry, Outbox } from '../../core/outbox.ts'
import { type EntryRecord, maySend } from './entry-record.ts'
import type { Health } from './health.ts'
import * as KEEPING from './limits.ts'
import type { Names } from './names.ts'
import { type Batch, batchOf, either, type Stored } from './outbox-batch.ts'
import { createPlaces } from './places.ts'
import type { Records } from './records.ts'

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
  readonly found: (records: readonly EntryRecord[]) => void
  /** The next place: each is after all before it. */
  readonly nextPlace: () => number
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

export function createOutboxWriter({ records, names, client, health, outbox, mayKeep, show }: OutboxWriterOptions): OutboxWriter {
  let stored: Stored = new Map()
  let isCertain = true
  let committed = outbox()
  let waiting: Waiter[] = []
  let isBusy = false
  const places = createPlaces()

  const flush = (): void => {
    if (isBusy || health.state() === 'loading') return
    // In memory nothing is waited for, and nothing is told that a record could belie. What was shown stays so while it is tried again.
    if (health.state() === 'failing') {
      committed = outbox()
      return release(waiting.splice(0), 'otherwise')
    }
    places.keep(outbox().entries)
    const batch = batchOf({ stored, isCertain, outbox: outbox(), mayKeep: mayKeep(), names, client, place: places.of })
    if (batch.changes.size > 0) return void commit(batch)
    stored = batch.kept
    committed = batch.outbox
    release(waiting.splice(0), 'run')
  }

  const commit = async (batch: Batch): Promise<void> => {
    isBusy = true
    const taken = waiting.splice(0)
    const write = () => records.update([], () => batch.changes, 'strict')
    isCertain = await health.attempt('storage-write-failed', KEEPING.commitMs, write)
    isBusy = false
    stored = isCertain ? batch.kept : either(stored, batch.kept)
    if (isCertain) committed = batch.outbox
    release(taken, isCertain ? 'run' : 'otherwise')
    flush()
    show()
  }

  return {
    flush,
    afterCommit(waiter) {
      waiting.push(waiter)
      flush()
    },
    found(found) {
      stored = new Map([...stored, ...found.map(({ entry }): [string, Entry] => [entry.id, entry])])
      places.found(found)
    },
    nextPlace: places.next,
    committed: () => (health.state() === 'failing' ? outbox() : committed),
    mayBeSent(id) {
      const entry = stored.get(id)
      return entry !== undefined && maySend(entry)
    },
  }
}

function release(taken: readonly Waiter[], how: keyof Waiter): void {
  for (const waiter of taken) waiter[how]()
}
