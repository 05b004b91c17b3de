// Any message of the protocol, for tests that must hold for all of them.
import fc, { type Arbitrary } from 'fast-check'
import type { ClientMessage, ServerMessage } from '../../src/protocol/frames.ts'
import type { Json } from '../../src/protocol/values.ts'

const RESERVED = ['__proto__', 'constructor', 'prototype']
const isFree = (key: string) => !(key in Object.prototype) && !RESERVED.includes(key)

const id: Arbitrary<string> = fc.stringMatching(/^[A-Za-z0-9_-]{1,64}$/).filter(isFree)
const name: Arbitrary<string> = fc.string({ unit: 'binary', minLength: 1, maxLength: 60 }).filter(isFree)
const int: Arbitrary<number> = fc.maxSafeNat()
const words: Arbitrary<string> = fc.string({ unit: 'binary' })
const positive: Arbitrary<number> = fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER })
// -0 does not survive JSON, and no payload needs it.
const number = fc.double({ noNaN: true, noDefaultInfinity: true }).map(value => value + 0)

export const json: Arbitrary<Json> = fc.letrec<{ json: Json; list: Json[]; object: Record<string, Json> }>(tie => ({
  json: fc.oneof({ maxDepth: 4, withCrossShrink: true }, fc.constant(null), fc.boolean(), number, words, tie('list'), tie('object')),
  list: fc.array(tie('json'), { maxLength: 4 }),
  object: fc.dictionary(words.filter(isFree), tie('json'), { maxKeys: 4, noNullPrototype: true }),
})).json

type Fields = Readonly<Record<string, Arbitrary<unknown>>>

/** All required fields, and any of the optional ones. */
const shape = (required: Fields, optional: Fields = {}): Arbitrary<object> =>
  fc.record({ ...required, ...optional }, { requiredKeys: Object.keys(required), noNullPrototype: true })
const is = <const T>(value: T) => fc.constant(value)

const cursor = shape({ epoch: id, offset: int, mark: id })
const error = shape({ code: name, message: words, retryable: fc.boolean() }, { retryAfterMs: int })
const progress = shape({ value: number, total: fc.option(number), message: fc.option(words) })
const status = fc.constantFrom('queued', 'running', 'input-required', 'succeeded', 'failed', 'cancelled')
const head = {
  id,
  key: id,
  kind: name,
  rev: positive,
  attempt: positive,
  status,
  cancelRequested: fc.boolean(),
  lengths: fc.dictionary(name, int, { maxKeys: 3, noNullPrototype: true }),
  createdAt: int,
  updatedAt: int,
}
const headMore = { conversation: name, retryOf: id, progress, prompt: json, startedAt: int, finishedAt: int }
const ending = { result: json, error }
const task = shape({ ...head, input: json }, { ...headMore, ...ending })
const pieceBase = { id, attempt: positive, name, at: int }
const textPiece = { ...pieceBase, kind: is('text'), chunk: words }
const listPiece = { ...pieceBase, kind: is('list'), chunk: fc.array(json, { maxLength: 3 }) }
const done = { done: is(true) }
const piece = fc.oneof(shape(textPiece, done), shape(listPiece, done))
const notice = { title: words, body: words, data: json, task: id }

const event = fc.oneof(
  shape({ type: is('task.created'), task: shape({ ...head, input: json }, headMore) }),
  shape({ type: is('task.updated'), task: shape(head, headMore) }),
  shape({ type: is('task.stream'), ...textPiece }, done),
  shape({ type: is('task.stream'), ...listPiece }, done),
  shape({ type: is('task.settled'), task: shape(head, { ...headMore, ...ending }) }),
  shape({ type: is('task.removed'), id }),
  shape({ type: is('notification'), id, kind: name }, notice),
  shape({ type: is('notifications.seen'), offset: int }),
  shape({ type: name.map(each => `app.${each}` as const), data: json }),
)
const item = shape({ offset: int, time: int, event })
const notification = shape({ offset: int, time: int, id, kind: name }, notice)

const span = fc.tuple(int, int).map(pair => pair.toSorted((a, b) => a - b) as [number, number])
const ping = shape({ type: fc.constantFrom('ping', 'pong'), id: int })
const user = fc.string({ unit: 'binary', minLength: 1, maxLength: 60 })
const token = fc.string({ maxLength: 200 })

export const clientMessage = fc.oneof(
  shape({ type: is('hello'), v: is(1), client: id }, { user, token, cursor }),
  shape({ type: is('ack'), offset: int }, { part: positive }),
  shape({ type: is('command'), id, op: name, data: json, ttlMs: int }, { epoch: id }),
  shape({ type: is('auth'), token }),
  ping,
) as Arbitrary<ClientMessage>

const events = fc
  .tuple(span, shape({ type: is('events'), mark: id, list: fc.array(item, { maxLength: 5 }) }, { live: is(true) }))
  .map(([[prev, offset], rest]) => ({ ...rest, prev, offset }))
const snapshot = fc
  .tuple(
    fc.tuple(positive, positive).map(pair => pair.toSorted((a, b) => a - b) as [number, number]),
    shape({ cursor, tasks: fc.array(task, { maxLength: 3 }), pieces: fc.array(piece, { maxLength: 3 }) }),
    shape({ notifications: fc.array(notification, { maxLength: 3 }), seen: int }),
  )
  .map(([[part, parts], tasks, rest]) => ({ type: 'snapshot', part, parts, ...tasks, ...rest }))

export const serverMessage = fc.oneof(
  shape(
    {
      type: is('welcome'),
      connection: id,
      user,
      epoch: id,
      head: int,
      outcome: fc.constantFrom('replayed', 'snapshot'),
      heartbeat: shape({ intervalMs: int, activeIntervalMs: int, timeoutMs: int }),
      limits: shape({ upBytes: int, inFlight: int, ackBytes: int, hedge: fc.boolean() }),
      reconnectSpreadMs: int,
    },
    { reason: fc.constantFrom('new', 'epoch', 'trimmed', 'overflow', 'diverged'), tokenExpiresInMs: int },
  ),
  events,
  snapshot,
  shape({ type: is('receipt'), id, ok: is(true) }, { data: json, cursor }),
  shape({ type: is('receipt'), id, ok: is(false), error }),
  shape({ type: is('authenticated') }, { expiresInMs: int }),
  shape({ type: is('auth-required'), inMs: int }),
  shape({ type: is('bye'), code: int, reason: fc.string({ maxLength: 60 }) }, { retryAfterMs: int, spreadMs: int, graceMs: int }),
  ping,
) as Arbitrary<ServerMessage>
