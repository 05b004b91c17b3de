// Any history of one user's log, made by the real store: tasks that are submitted, worked on, asked, cancelled, lost and run again; notices and events beside them.
import fc, { type Arbitrary } from 'fast-check'
import type { Json } from '../../src/protocol/values.ts'
import { memoryStore } from '../../src/server/memory/index.ts'
import type { Lease, MarkedItem, Store, StoreSnapshot, TaskWrite } from '../../src/server/store.ts'
import { type ManualServerWorld, manualServerWorld } from '../support/manual-server-world.ts'

const USER = 'ana'
const LEASE_MS = 30_000
const ALL = { count: 10_000, bytes: 100_000_000 }

/** `which` picks among the tasks there are. */
type Deed =
  | { readonly does: 'submit' | 'claim' | 'lose' | 'append' }
  | { readonly does: 'notify' | 'cancel' | 'answer'; readonly which: number }
  | { readonly does: 'see'; readonly which: number }
  | { readonly does: 'text' | 'rows'; readonly which: number; readonly name: string; readonly length: number; readonly done: boolean }
  | { readonly does: 'progress' | 'ask' | 'succeed' | 'fail'; readonly which: number }

export interface History {
  /** The whole log, oldest first. */
  readonly entries: readonly MarkedItem[]
  /** What the store said of the whole state, before the first deed and after each. */
  readonly snapshots: readonly StoreSnapshot[]
}

// Mostly the newest, so that one task gets far.
const which = fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 2, arbitrary: fc.nat(5) })
const one = <D extends Deed['does']>(does: D) => fc.record({ does: fc.constant(does), which })
const bare = <D extends Deed['does']>(does: D) => fc.constant({ does })
const chunk = fc.record({
  does: fc.constantFrom('text', 'text', 'rows'),
  which,
  name: fc.constantFrom('text', 'text', 'text', 'input'),
  length: fc.oneof({ weight: 5, arbitrary: fc.nat(9) }, { weight: 1, arbitrary: fc.nat(400) }),
  done: fc.nat(9).map(die => die === 0),
})

const deed = fc.oneof(
  { weight: 4, arbitrary: bare('submit') },
  { weight: 4, arbitrary: bare('claim') },
  { weight: 20, arbitrary: chunk },
  { weight: 2, arbitrary: one('progress') },
  { weight: 1, arbitrary: one('ask') },
  { weight: 1, arbitrary: one('answer') },
  { weight: 2, arbitrary: one('succeed') },
  { weight: 1, arbitrary: one('fail') },
  { weight: 1, arbitrary: one('cancel') },
  { weight: 1, arbitrary: bare('lose') },
  { weight: 1, arbitrary: one('notify') },
  { weight: 1, arbitrary: one('see') },
  { weight: 1, arbitrary: bare('append') },
) as Arbitrary<Deed>

/** Most begin with work, or little would be written. */
const beginning = fc.constantFrom<readonly Deed[]>([], [{ does: 'submit' }, { does: 'claim' }])

export const deeds: Arbitrary<readonly Deed[]> = fc
  .tuple(beginning, fc.array(deed, { maxLength: 40, size: 'max' }))
  .map(([first, rest]) => [...first, ...rest])

interface Held {
  readonly lease: Lease
  readonly lengths: Map<string, number>
}

interface Shop {
  readonly store: Store
  readonly world: ManualServerWorld
  readonly held: Held[]
  readonly ids: string[]
}

export async function historyOf(list: readonly Deed[]): Promise<History> {
  const world = manualServerWorld()
  const store = memoryStore({ world })
  const shop: Shop = { store, world, held: [], ids: [] }
  const start = await store.head(USER)
  const snapshots = [await store.snapshot(USER)]
  for (const each of list) {
    await act(shop, each)
    snapshots.push(await store.snapshot(USER))
  }
  const reading = await store.read(USER, start, ALL)
  if (reading.outcome !== 'entries') throw new Error(`the log is not whole: ${reading.reason}`)
  return { entries: reading.entries, snapshots }
}

async function act(shop: Shop, each: Deed): Promise<void> {
  const { store, world, held, ids } = shop
  switch (each.does) {
    case 'submit': {
      const key = `key-${ids.length}`
      const submitted = await store.submit(USER, { key, kind: 'chat', input: { text: key } })
      if (submitted.outcome !== 'key-conflict') ids.push(submitted.task.id)
      return
    }
    case 'claim': {
      const claimed = await store.claim(['chat'], LEASE_MS)
      if (claimed !== null) held.unshift({ lease: claimed.lease, lengths: new Map() })
      return
    }
    case 'lose':
      await world.advance(LEASE_MS + 1)
      await store.expire(() => 'rerun')
      return
    case 'append':
      return void (await store.append(USER, [{ type: 'app.said', data: ids.length }]))
    case 'notify':
      return void (await store.notify(USER, { id: `n${each.which}`, kind: 'hello', title: `title ${each.which}` }))
    case 'see':
      return void (await store.see(USER, 3 * each.which))
    case 'cancel':
      return void (await store.cancel(USER, { id: pick(ids, each.which) ?? 'none' }))
    case 'answer':
      return answer(shop, pick(ids, each.which))
    case 'text':
    case 'rows':
    case 'progress':
    case 'ask':
    case 'succeed':
    case 'fail':
      return write(shop, each)
  }
}

const pick = <T>(list: readonly T[], index: number): T | undefined => list[index % Math.max(1, list.length)]

async function answer({ store }: Shop, id: string | undefined): Promise<void> {
  const stored = id === undefined ? null : await store.get(USER, { id })
  if (stored !== null) await store.answer(USER, { id: stored.task.id, rev: stored.task.rev, data: 'yes' })
}

type Work = Extract<Deed, { does: 'text' | 'rows' | 'progress' | 'ask' | 'succeed' | 'fail' }>

// A worker that lost its lease writes on, for all it knows: the store takes nothing of it.
async function write({ store, held }: Shop, each: Work): Promise<void> {
  const worker = pick(held, each.which)
  if (worker === undefined) return
  const what = writeOf(each, worker.lengths)
  const written = await store.write(worker.lease, what).catch(() => null)
  if (written?.outcome === 'written' && what.type === 'chunk') worker.lengths.set(what.name, what.at + what.chunk.length)
}

function writeOf(each: Work, lengths: ReadonlyMap<string, number>): TaskWrite {
  switch (each.does) {
    case 'text':
    case 'rows': {
      const kind = each.does === 'text' ? 'text' : 'list'
      const name = `${each.name}-${kind}`
      const at = lengths.get(name) ?? 0
      const done = each.done ? { done: true as const } : {}
      return { type: 'chunk', name, kind, at, chunk: chunkOf(kind, at, each.length), ...done }
    }
    case 'progress':
      return { type: 'progress', progress: { value: each.which, total: 5, message: null } }
    case 'ask':
      return { type: 'ask', prompt: { question: each.which } }
    case 'succeed':
      return { type: 'succeed', result: each.which }
    case 'fail':
      return { type: 'fail', error: { code: 'broken', message: 'it broke', retryable: false } }
  }
}

/** Every place of a stream holds something else, so that a shift shows. */
function chunkOf(kind: 'text' | 'list', at: number, length: number): string | readonly Json[] {
  const places = Array.from({ length }, (_, index) => at + index)
  return kind === 'list' ? places : String.fromCodePoint(...places.map(place => 0x100 + place))
}
