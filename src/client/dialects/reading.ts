// What a message of a plain server says, read as usual servers speak; and an application's own reading made into the same shape.
import { isRecord } from '../../core/submission.ts'
import type { Json, Notice } from '../../protocol/values.ts'
import { type Fields, first, firstText, idOf, jsonOf, nameOf } from './fields.ts'
import type { PlainMessage } from './options.ts'
import { namesTask, type Report, reportOf } from './report.ts'

export type Told =
  | { readonly type: 'task'; readonly report: Report }
  | {
      readonly type: 'text'
      readonly id: string
      readonly chunk: string
      readonly at: number | null
      readonly stream: string
      readonly done: boolean
    }
  /** `id`: null where the server gave none. */
  | { readonly type: 'notification'; readonly notice: Omit<Notice, 'id'> & { readonly id: string | null } }
  /** Without the `app.` that events of the application bear. */
  | { readonly type: 'event'; readonly name: string; readonly data: Json }

const CHUNKS = /^(?:(?:task|job)[\W_]+)?(?:stream|chunk|token|delta|partial)$/i
const NOTICES = /^(?:notification|notify|notice|alert)$/i
const TASKS = /^(?:task|job)(?:[\W_]|$)/i

export const typeOf = (message: unknown): string => (isRecord(message) ? (firstText(message, ['type', 'event']) ?? '') : '')

/** The reading by default. */
export function usual(message: unknown): readonly PlainMessage[] {
  if (!isRecord(message)) return []
  const type = typeOf(message)
  const chunk = CHUNKS.test(type) && namesTask(message) ? chunkOf(message) : null
  if (chunk !== null) return [chunk]
  if (TASKS.test(type) || tellsOfTask(message, type)) return [{ type: 'task', task: asTask(message) }]
  if (NOTICES.test(type)) return [noticeOf(message)]
  return type === '' ? [] : [{ type: 'event', name: type, data: message }]
}

/** One that only mentions a task says nothing of how it stands. */
function tellsOfTask(message: Fields, type: string): boolean {
  const report = namesTask(message) ? reportOf(message, type) : null
  return report !== null && (report.status !== null || report.progress !== null || report.text !== null)
}

/** Its fields are read where all tasks are; only the id must be there. */
function asTask(message: Fields): Fields & { readonly id: string } {
  return { ...message, id: idOf(message['id']) ?? reportOf(message)?.id ?? '' }
}

function chunkOf(message: Fields): PlainMessage | null {
  const chunk = firstText(message, ['chunk', 'delta', 'token', 'content', 'text', 'data'])
  const id = reportOf(message)?.id
  if (chunk === null || id === undefined) return null
  const at = placeOf(first(message, ['at', 'offset', 'position']))
  const stream = firstText(message, ['stream', 'stream_name'])
  const done = message['done'] === true || message['final'] === true
  return { type: 'text', id, chunk, done, ...(typeof at === 'number' && { at }), ...(stream !== null && { stream }) }
}

function noticeOf(message: Fields): PlainMessage {
  const it = isRecord(message['data']) ? { ...message['data'], ...message } : message
  const id = idOf(first(it, ['id', 'notification_id', 'notificationId']))
  const title = firstText(it, ['title', 'subject'])
  const body = firstText(it, ['body', 'message', 'text'])
  const kind = firstText(it, ['kind', 'category', 'level'])
  return {
    type: 'notification',
    ...(id !== null && { id }),
    ...(kind !== null && { kind }),
    ...(title !== null && { title }),
    ...(body !== null && { body }),
    data: message['data'] ?? null,
  }
}

/** How long a text is before a chunk; null: that is not said. What is no length is refused, for no frame could carry it. */
function placeOf(at: unknown): number | null | 'none' {
  if (at === undefined || at === null) return null
  return typeof at === 'number' && Number.isSafeInteger(at) && at >= 0 ? at : 'none'
}

/** null: it cannot be held here, for want of an id, a name or a place. An application may say what its types forbid. */
export function toldOf(said: PlainMessage, type: string): Told | null {
  switch (said.type) {
    case 'task': {
      const report = reportOf(said.task, type)
      return report && { type: 'task', report }
    }
    case 'text': {
      const { chunk, stream = 'text', done } = said
      const at = placeOf(said.at)
      const id = idOf(said.id)
      const name = nameOf(stream)
      if (id === null || name === null || at === 'none' || typeof chunk !== 'string') return null
      return { type: 'text', id, chunk, at, stream: name, done: done === true }
    }
    case 'notification': {
      const { kind, title, body } = said
      const data = jsonOf(said.data)
      const words = {
        ...(typeof title === 'string' && { title }),
        ...(typeof body === 'string' && { body }),
        ...(data !== undefined && { data }),
      }
      return { type: 'notification', notice: { id: idOf(said.id), kind: nameOf(kind) ?? 'notification', ...words } }
    }
    case 'event': {
      const data = jsonOf(said.data ?? null)
      const isName = said.name !== '' && nameOf(`app.${said.name}`) !== null
      return isName && data !== undefined ? { type: 'event', name: said.name, data } : null
    }
  }
}
