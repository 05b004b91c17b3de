// The built-in ops: each is one atomic step of the store, whose answer is the receipt (SEND5). A repeated one is answered with what stands now.
import { byteLength, type Call } from '../../protocol/codec.ts'
import * as WIRE from '../../protocol/limits.ts'
import type { Cursor, Head, Json } from '../../protocol/values.ts'
import { refusal, rejected } from '../errors.ts'
import { StoreRefusal } from '../log/refusal.ts'
import type { Changed, Store, StoredReceipt } from '../store.ts'

export type BuiltIn = Exclude<Call, { op: 'unknown' | 'invalid' }>

export interface Calling {
  readonly user: string
  readonly id: string
  readonly call: BuiltIn
}

/** Rejects only when the store fails, which says nothing about whether it ran. */
export async function builtIn(store: Store, calling: Calling): Promise<StoredReceipt> {
  try {
    return await run(store, calling)
  } catch (error) {
    if (error instanceof StoreRefusal) return rejected({ code: error.code, message: error.message, retryable: false })
    throw error
  }
}

async function run(store: Store, { user, id, call }: Calling): Promise<StoredReceipt> {
  switch (call.op) {
    case 'task.submit': {
      const submitted = await store.submit(user, { key: id, ...call.data })
      return submitted.outcome === 'key-conflict' ? refusal('key-conflict') : withHead(submitted)
    }
    case 'task.cancel':
      return changed(await store.cancel(user, call.data))
    case 'task.input':
      return changed(await store.answer(user, call.data))
    case 'task.get':
      return got(await store.get(user, call.data))
    case 'notifications.seen': {
      const { offset, cursor } = await store.see(user, call.data.offset)
      return { ok: true, data: { offset }, cursor }
    }
  }
}

function changed(answer: Changed): StoredReceipt {
  return 'task' in answer ? withHead(answer) : refusal(answer.outcome)
}

const withHead = ({ task, cursor }: { readonly task: Head; readonly cursor: Cursor }): StoredReceipt => ({
  ok: true,
  data: jsonOf({ task }),
  cursor,
})

/** A task at its bound can be a little too large for a frame, with its head around it. */
function got(stored: Awaited<ReturnType<Store['get']>>): StoredReceipt {
  if (stored === null) return refusal('not-found')
  const text = JSON.stringify(stored)
  if (byteLength(text) > WIRE.downBytes - ENVELOPE_BYTES)
    return refusal('too-large', 'The task is larger than a frame may be. Read it over HTTP.')
  return { ok: true, data: JSON.parse(text) }
}

const ENVELOPE_BYTES = 256

/** Wire values are JSON by construction; their interfaces lack the index signature that would say so. */
const jsonOf = (value: unknown): Json => JSON.parse(JSON.stringify(value))
