// Reads what a receipt answers to a built-in op: the client's half of the ops.
import { type Decoder, int, list, object, Refusal } from './check.ts'
import { head, piece, task } from './codec-values.ts'
import type { Ops } from './frames.ts'
import type { Json } from './values.ts'

/** The answer of a built-in op, or null when it cannot be read: the receipt settles the command all the same. */
export function decodeAnswer<O extends keyof Ops>(op: O, data: Json | undefined): Ops[O]['answer'] | null {
  const answer = ANSWERS[op](data)
  return answer instanceof Refusal ? null : answer
}

const headed = object<Ops['task.submit']['answer']>({ task: head })

const ANSWERS: { readonly [O in keyof Ops]: Decoder<Ops[O]['answer']> } = {
  'task.submit': headed,
  'task.cancel': headed,
  'task.get': object<Ops['task.get']['answer']>({ task, pieces: list(piece) }),
  'task.input': headed,
  'notifications.seen': object<Ops['notifications.seen']['answer']>({ offset: int }),
}
