// Reads what a server sends: the client's half of the codec.
import { boolean, byType, type Decoder, id, int, list, object, oneOf, optional, positive, Refusal, tagged, text, where } from './check.ts'
import { byteLength, decode } from './codec-text.ts'
import { cursor, item, json, notification, piece, reasonedError, task } from './codec-values.ts'
import type { ProtocolError, Receipt, ServerMessage, UnknownFrame, Welcome } from './frames.ts'
import * as WIRE from './limits.ts'

/** The server's message in `text`, a frame of a newer server, or why it is neither. It never throws. */
export function decodeServer(frame: string, maxBytes: number = WIRE.downBytes): ServerMessage | UnknownFrame | ProtocolError {
  return decode(frame, { bytes: maxBytes, depth: WIRE.downDepth }, serverMessage)
}

type Accepted = Extract<Receipt, { readonly ok: true }>
type Rejected = Extract<Receipt, { readonly ok: false }>
const ok = object<{ readonly ok: boolean }>({ ok: boolean })
const receiptType = oneOf('receipt')
const accepted = object<Accepted>({ type: receiptType, id, ok: oneOf(true), data: optional(json), cursor: optional(cursor) })
const rejected = object<Rejected>({ type: receiptType, id, ok: oneOf(false), error: reasonedError })

const receipt: Decoder<Receipt> = value => {
  const answer = ok(value)
  if (answer instanceof Refusal) return answer
  return answer.ok ? accepted(value) : rejected(value)
}

const frames = tagged<Exclude<ServerMessage, Receipt>>({
  welcome: {
    connection: id,
    user: text(WIRE.userLength, 1),
    epoch: id,
    head: int,
    outcome: oneOf('replayed', 'snapshot'),
    reason: optional(oneOf('new', 'epoch', 'trimmed', 'overflow', 'diverged')),
    heartbeat: object<Welcome['heartbeat']>({ intervalMs: int, activeIntervalMs: int, timeoutMs: int }),
    limits: object<Welcome['limits']>({ upBytes: int, inFlight: int, ackBytes: int, hedge: boolean }),
    reconnectSpreadMs: int,
    tokenExpiresInMs: optional(int),
  },
  events: { prev: int, offset: int, mark: id, list: list(item), live: optional(oneOf(true)) },
  snapshot: {
    cursor,
    part: positive,
    parts: positive,
    tasks: list(task),
    pieces: list(piece),
    notifications: list(notification),
    seen: int,
  },
  authenticated: { expiresInMs: optional(int) },
  'auth-required': { inMs: int },
  bye: {
    code: int,
    reason: where(text(WIRE.reasonBytes), reason => byteLength(reason) <= WIRE.reasonBytes, 'must be a string of at most 123 bytes'),
    retryAfterMs: optional(int),
    spreadMs: optional(int),
    graceMs: optional(int),
  },
  ping: { id: int },
  pong: { id: int },
})

const FRAMES: { readonly [T in ServerMessage['type']]: Decoder<Extract<ServerMessage, { readonly type: T }>> } = {
  ...frames,
  receipt,
  events: where(frames.events, ({ prev, offset }) => prev <= offset, 'must not have its prev beyond its offset'),
  snapshot: where(frames.snapshot, ({ part, parts }) => part <= parts, 'must not have a part beyond its parts'),
}

const serverMessage = byType<ServerMessage | UnknownFrame>(FRAMES, type => ({ type: 'unknown', name: type }))
