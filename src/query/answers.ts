// What the HTTP API answers, read by the codec; a server of another kind is translated first.
import { type Decoder, list, nullable, object, optional, text } from '../protocol/check.ts'
import { cursor, head, piece, task } from '../protocol/codec-values.ts'
import type { Cursor, Head, StreamPiece, WireTask } from '../protocol/values.ts'

/** Which answer is being read. */
export type AnswerTo = 'submit' | 'cancel' | 'get' | 'list'

/**
 * Translates the JSON of another kind of server into this library's: `{task}` for a task or a write, `{tasks, next}` for a list. Of a task only `id` and
 * `status` must be given. What cannot be read is an error `unreadable`.
 */
export type Decode = (body: unknown, to: AnswerTo) => unknown

export interface Written {
  readonly task: Head
  readonly cursor?: Cursor
}

export interface Whole {
  readonly task: WireTask
  readonly pieces?: readonly StreamPiece[]
}

export interface Listing {
  readonly tasks: readonly WireTask[]
  readonly next?: string | null
}

export interface Reader {
  readonly submit: Decoder<Written>
  readonly cancel: Decoder<Written | null>
  readonly get: Decoder<Whole>
  readonly list: Decoder<Listing>
}

const written = object<Written>({ task: head, cursor: optional(cursor) })

const READER: Reader = {
  submit: written,
  cancel: nullable(written),
  get: object<Whole>({ task, pieces: optional(list(piece)) }),
  list: object<Listing>({ tasks: list(task), next: optional(nullable(text(Number.MAX_SAFE_INTEGER))) }),
}

export function readerOf(decode: Decode | undefined): Reader {
  if (decode === undefined) return READER
  const through =
    <T>(to: AnswerTo, decoder: Decoder<T>): Decoder<T> =>
    body =>
      decoder(filled(decode(body, to)))
  return {
    submit: through('submit', READER.submit),
    cancel: through('cancel', READER.cancel),
    get: through('get', READER.get),
    list: through('list', READER.list),
  }
}

function filled(answer: unknown): unknown {
  if (!isRecord(answer)) return answer
  const { task: one, tasks: many } = answer
  return { ...answer, ...(one !== undefined && { task: whole(one) }), ...(Array.isArray(many) && { tasks: many.map(whole) }) }
}

/** Where a server counts no revisions, the status alone tells which of two views is later. */
function whole(given: unknown): unknown {
  if (!isRecord(given)) return given
  const { id, status } = given
  const rev = status === 'queued' ? 1 : status === 'running' || status === 'input-required' ? 2 : 3
  const failure = status === 'failed' ? { error: { code: 'failed', message: 'The task failed.', retryable: false } } : {}
  return { ...STANDING, ...failure, key: id, rev, ...given }
}

const STANDING = { kind: 'task', attempt: 1, cancelRequested: false, lengths: {}, createdAt: 0, updatedAt: 0, input: null }

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null
