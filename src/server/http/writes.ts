// The writing half of the HTTP API: submit and cancel, by the same ops as a socket's commands and with the same receipts (TASK5, GAP4).
import { id } from '../../protocol/check.ts'
import type { Json } from '../../protocol/values.ts'
import type { Execute } from '../engine/host.ts'
import { refusal } from '../errors.ts'
import type { StoredReceipt } from '../store.ts'
import { bodyOf, isJson, unsupported } from './body.ts'
import { answer, problem } from './problem.ts'
import { ID } from './reads.ts'

/** `Idempotency-Key` is the task's key, so that a request sent again is answered with the same task. */
export async function submit(execute: Execute, user: string, request: Request): Promise<Response> {
  const key = keyOf(request)
  if (key === null) {
    const detail =
      'Send a header `Idempotency-Key` of 1 to 64 characters of A–Z, a–z, 0–9, _ and -, the same one when you send the task again.'
    return problem({ status: 400, code: 'key-required', detail })
  }
  const data = await bodyOf(request)
  if (data instanceof Response) return data
  const receipt = await execute(user, { type: 'command', id: key, op: 'task.submit', data, ttlMs: 0 }).receipt
  return answered(receipt, { Location: `${new URL(request.url).pathname}/${key}` })
}

/** By id, else by key: a key that nobody knows yet leaves a tombstone, and its submit is born cancelled. */
export async function cancel(
  execute: Execute,
  user: string,
  { request, idOrKey }: { readonly request: Request; readonly idOrKey: string },
): Promise<Response> {
  if (!isJson(request)) return unsupported()
  if (!ID.test(idOrKey)) return answered(refusal('not-found'))
  const by = (data: Json) => execute(user, { type: 'command', id: idOrKey, op: 'task.cancel', data, ttlMs: 0 }).receipt
  const receipt = await by({ id: idOrKey })
  return answered(!receipt.ok && receipt.error.code === 'not-found' ? await by({ key: idOrKey }) : receipt)
}

/** As a quoted string too, as the draft of the header has it. */
function keyOf({ headers }: Request): string | null {
  const key = id((headers.get('idempotency-key') ?? '').replace(/^"(.*)"$/, '$1'))
  return typeof key === 'string' ? key : null
}

function answered(receipt: StoredReceipt, headers: Readonly<Record<string, string>> = {}): Response {
  if (!receipt.ok) {
    const { code, message } = receipt.error
    return problem({ status: STATUSES[code] ?? 422, code, detail: message })
  }
  const { data, cursor } = receipt
  return answer({ ...Object(data), cursor }, { status: 202, headers: { ...headers, 'Content-Type': 'application/json' } })
}

const STATUSES: Readonly<Record<string, number>> = {
  'invalid-data': 400,
  'not-found': 404,
  'key-conflict': 409,
  'too-large': 413,
  'too-many': 429,
}
