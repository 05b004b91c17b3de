// The steps that store tests are made of: submit, claim, write, read to the end.
import type { Cursor, Head, Json } from '../../src/protocol/values.ts'
import type { Claimed, Lease, MarkedItem, Reading, Store, TaskWrite } from '../../src/server/store.ts'

export const ADA = 'ada'
export const LEASE_MS = 30_000
export const ALL = { count: 10_000, bytes: 100_000_000 }

type Answering<A, O> = A extends { readonly outcome: infer X } ? (O & X extends never ? never : A) : never

/** Narrows an answer to the outcome a test expects, and fails with the whole answer otherwise. */
export function as<A extends { readonly outcome: string }, O extends A['outcome']>(answer: A, outcome: O): Answering<A, O> {
  if (answer.outcome !== outcome) throw new Error(`expected outcome ${outcome}, got ${JSON.stringify(answer)}`)
  return answer as Answering<A, O>
}

export async function submit(store: Store, key: string, { user = ADA, kind = 'chat', input = null as Json } = {}): Promise<Head> {
  return as(await store.submit(user, { key, kind, input }), 'created').task
}

export async function claim(store: Store, kind = 'chat', leaseMs = LEASE_MS): Promise<Claimed> {
  const claimed = await store.claim([kind], leaseMs)
  if (!claimed) throw new Error(`no task of kind ${kind} is queued`)
  return claimed
}

/** A task submitted and claimed. */
export async function running(store: Store, key: string, user: string = ADA): Promise<Claimed> {
  await submit(store, key, { user })
  return claim(store)
}

export async function settled(store: Store, key: string, user: string = ADA): Promise<Head> {
  const { lease } = await running(store, key, user)
  return as(await store.write(lease, { type: 'succeed' }), 'written').task
}

export function text(at: number, chunk: string, name = 'text'): TaskWrite {
  return { type: 'chunk', name, kind: 'text', at, chunk }
}

export async function write(store: Store, lease: Lease, what: TaskWrite): Promise<Head> {
  return as(await store.write(lease, what), 'written').task
}

/** Appends `count` events of the application, one by one. */
export async function appendMany(store: Store, count: number, user: string = ADA): Promise<readonly Cursor[]> {
  const cursors: Cursor[] = []
  for (let index = 0; index < count; index++) cursors.push(await store.append(user, [{ type: 'app.tick', data: index }]))
  return cursors
}

export function entriesOf(reading: Reading): readonly MarkedItem[] {
  return as(reading, 'entries').entries
}

export async function readAll(store: Store, after: Cursor, user: string = ADA): Promise<readonly MarkedItem[]> {
  return entriesOf(await store.read(user, after, ALL))
}

export async function headOf(store: Store, id: string, user: string = ADA): Promise<Head> {
  const stored = await store.get(user, { id })
  if (!stored) throw new Error(`task ${id} is not stored`)
  return stored.task
}
