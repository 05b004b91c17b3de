// Reads what a command asks of a built-in op: the server's half of the ops. A bad call is answered, not punished with a close.
import { type Decoder, id, int, name, object, optional, positive, Refusal } from './check.ts'
import { json } from './codec-values.ts'
import type { Ops } from './frames.ts'
import type { Json, ReasonedError } from './values.ts'

/** One of the built-in ops with its data; `unknown`: the application's own, or of a newer client; `invalid`: reject it with this error. */
export type Call =
  | { readonly [O in keyof Ops]: { readonly op: O; readonly data: Ops[O]['data'] } }[keyof Ops]
  | { readonly op: 'unknown' }
  | { readonly op: 'invalid'; readonly error: ReasonedError }

export function decodeCall(op: string, data: Json): Call {
  const call = Object.hasOwn(CALLS, op) ? CALLS[op]?.(data) : undefined
  if (call === undefined) return { op: 'unknown' }
  return call instanceof Refusal ? { op: 'invalid', error: invalid(op, call) } : call
}

/** A task by its id or by its key; an id wins. */
const ref: Decoder<{ id: string } | { key: string }> = value => {
  const byId = object<{ id: string }>({ id })(value)
  return byId instanceof Refusal && byId.path === 'id' && !hasId(value) ? object<{ key: string }>({ key: id })(value) : byId
}
const hasId = (value: unknown): boolean => typeof value === 'object' && value !== null && 'id' in value

const submission = object<Ops['task.submit']['data']>({ kind: name, input: json, conversation: optional(name), retryOf: optional(id) })
const answer = object<Ops['task.input']['data']>({ id, rev: positive, data: json })
const seen = object<Ops['notifications.seen']['data']>({ offset: int })

const CALLS: Readonly<Record<string, Decoder<Call>>> = {
  'task.submit': value => asCall(submission(value), data => ({ op: 'task.submit', data })),
  'task.cancel': value => asCall(ref(value), data => ({ op: 'task.cancel', data })),
  'task.get': value => asCall(ref(value), data => ({ op: 'task.get', data })),
  'task.input': value => asCall(answer(value), data => ({ op: 'task.input', data })),
  'notifications.seen': value => asCall(seen(value), data => ({ op: 'notifications.seen', data })),
}

const asCall = <T>(data: T | Refusal, call: (data: T) => Call): Call | Refusal => (data instanceof Refusal ? data : call(data))

const invalid = (op: string, { path, problem }: Refusal): ReasonedError => ({
  code: 'invalid-data',
  message: `The data of ${op} cannot be used: ${path === '' ? 'it' : path} ${problem}. docs/PROTOCOL.md lists what each op takes.`,
  retryable: false,
})
