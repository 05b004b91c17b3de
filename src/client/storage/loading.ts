// What a page finds in storage: the state of its user, and the sends of pages that are gone.
import { expectedUser } from '../../core/greet.ts'
import type { Entry } from '../../core/outbox.ts'
import { fitting, hasRoomFor, type Kept, restored } from '../../core/restore.ts'
import { Refusal } from '../../protocol/check.ts'
import type { KeptPage } from '../keeper.ts'
import { adopted, givenBack, isStill } from './adoption.ts'
import { maySend } from './entry-record.ts'
import type { Names } from './names.ts'
import type { OutboxWriter } from './outbox-writer.ts'
import type { Records } from './records.ts'
import { stateIn } from './state-record.ts'

export interface LoadingOptions {
  readonly records: Records
  readonly names: Names
  readonly page: KeptPage
  readonly outbox: OutboxWriter
  readonly ended: AbortSignal
}

/** Everything, once. A page that has ended meanwhile takes nothing. */
export async function load(options: LoadingOptions): Promise<void> {
  const { page, ended } = options
  const kept = await keptState(options)
  // Sends of a user who is not taken would be this page's, and nobody's to send.
  const usable = kept !== null && hasRoomFor(page.state(), kept) ? kept : null
  await restore(options, usable, expectedUser(page.state()) ?? usable?.user ?? null)
  ended.throwIfAborted()
}

/** The sends of pages that have gone since. */
export const adopt = (options: LoadingOptions): Promise<void> => restore(options, null, expectedUser(options.page.state()))

async function keptState({ records, names, page }: LoadingOptions): Promise<Kept | null> {
  const found = (await records.read(names.state)).get(names.state)
  if (found === undefined) return null
  const state = stateIn(found)
  if (!(state instanceof Refusal)) return state
  page.log({ level: 'warn', event: 'storage-discarded', problem: state.problem })
  const spoiled = { key: names.state, text: found }
  await records.update([names.state], now => new Map(isStill(now)(spoiled) ? [[names.state, null]] : []), 'relaxed')
  return null
}

async function restore({ records, names, page, outbox, ended }: LoadingOptions, kept: Kept | null, user: string | null): Promise<void> {
  if (ended.aborted) return
  const { settings, outbox: held } = page.state()
  const fits = (entries: readonly Entry[]) => fitting(held, entries, settings.outbox)
  const { nextPlace: place } = outbox
  const found = await adopted({ records, names, client: settings.client, user, fitting: fits, place, now: page.world.now(), log: page.log })
  if (ended.aborted || (kept === null && found.length === 0)) return
  page.dispatch({ type: 'restore', take: restored, kept, entries: found.map(({ record }) => record.entry) })
  const taken = new Set(page.state().outbox.entries.map(({ id }) => id))
  outbox.found(found.map(({ record }) => record).filter(({ entry }) => taken.has(entry.id)))
  await givenBack(
    records,
    found.filter(({ record: { entry } }) => !taken.has(entry.id) && maySend(entry)),
  )
}
