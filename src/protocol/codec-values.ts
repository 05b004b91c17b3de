// Decoders of the values that frames carry, field for field as values.ts has them.
import {
  boolean,
  byType,
  type Decoder,
  type Fields,
  id,
  int,
  list,
  name,
  nullable,
  number,
  object,
  oneOf,
  optional,
  positive,
  record,
  Refusal,
  tagged,
  text,
  where,
} from './check.ts'
import type {
  AppEvent,
  Cursor,
  Ending,
  Head,
  Item,
  Json,
  LogEvent,
  Notice,
  Progress,
  ReasonedError,
  StreamPiece,
  WireNotification,
  WireTask,
} from './values.ts'

/** A payload, kept as it is: the codec has judged its depth and keys, and only its owner looks inside. */
export const json: Decoder<Json> = value => (value === undefined ? new Refusal('is missing') : (value as Json))

/** Free text: the frame's own bound is its bound. */
const words: Decoder<string> = text(Number.MAX_SAFE_INTEGER)

export const cursor: Decoder<Cursor> = object<Cursor>({ epoch: id, offset: int, mark: id })

export const reasonedError: Decoder<ReasonedError> = object<ReasonedError>({
  code: name,
  message: words,
  retryable: boolean,
  retryAfterMs: optional(int),
})

const HEAD: Fields<Head> = {
  id,
  key: id,
  kind: name,
  conversation: optional(name),
  retryOf: optional(id),
  rev: positive,
  attempt: positive,
  status: oneOf('queued', 'running', 'input-required', 'succeeded', 'failed', 'cancelled'),
  cancelRequested: boolean,
  progress: optional(object<Progress>({ value: number, total: nullable(number), message: nullable(words) })),
  prompt: optional(json),
  lengths: record(int),
  createdAt: int,
  startedAt: optional(int),
  updatedAt: int,
  finishedAt: optional(int),
}
const ENDING: Fields<Ending> = { result: optional(json), error: optional(reasonedError) }

export const head: Decoder<Head> = object<Head>(HEAD)
export const task: Decoder<WireTask> = object<WireTask>({ ...HEAD, ...ENDING, input: json })

const PIECE: Fields<StreamPiece> = {
  id,
  attempt: positive,
  name,
  kind: oneOf('text', 'list'),
  at: int,
  chunk: value => (typeof value === 'string' ? value : list(json)(value)),
  done: optional(oneOf(true)),
}
const suits = ({ kind, chunk }: StreamPiece): boolean => (typeof chunk === 'string') === (kind === 'text')
const unsuited = 'must have a string as chunk if it is text, a list if it is a list'

export const piece: Decoder<StreamPiece> = where(object<StreamPiece>(PIECE), suits, unsuited)

const NOTICE: Fields<Notice> = {
  id,
  kind: name,
  title: optional(words),
  body: optional(words),
  data: optional(json),
  task: optional(id),
}

export const notification: Decoder<WireNotification> = object<WireNotification>({ offset: int, time: int, ...NOTICE })

type Known = Exclude<LogEvent, AppEvent | { readonly type: 'unknown' }>
const events = tagged<Known>({
  'task.created': { task: object<Head & { readonly input: Json }>({ ...HEAD, input: json }) },
  'task.updated': { task: head },
  'task.stream': PIECE,
  'task.settled': { task: object<Head & Ending>({ ...HEAD, ...ENDING }) },
  'task.removed': { id },
  notification: NOTICE,
  'notifications.seen': { offset: int },
})
const EVENTS: { readonly [T in Known['type']]: Decoder<Extract<Known, { readonly type: T }>> } = {
  ...events,
  'task.stream': where(events['task.stream'], suits, unsuited),
}

const appEvent = object<AppEvent>({ type: value => value as AppEvent['type'], data: json })

/** An event of a newer server becomes `unknown`: it moves the cursor and does nothing else. */
const event: Decoder<LogEvent> = byType<LogEvent>(EVENTS, (type, value) =>
  type.startsWith('app.') ? appEvent(value) : { type: 'unknown', name: type },
)

export const item: Decoder<Item> = object<Item>({ offset: int, time: int, event })
