// Reads what a client sends: the server's half of the codec.
import { byType, type Decoder, id, int, name, optional, positive, Refusal, tagged, text } from './check.ts'
import { decode } from './codec-text.ts'
import { cursor, json } from './codec-values.ts'
import { type ClientMessage, PROTOCOL_VERSION, type ProtocolError, type UnknownFrame } from './frames.ts'
import * as WIRE from './limits.ts'

/** The client's message in `text`, a frame of a newer client, or why it is neither. Pass `WIRE.helloBytes` before welcome (AUTH2). It never throws. */
export function decodeClient(frame: string, maxBytes: number = WIRE.upBytes): ClientMessage | UnknownFrame | ProtocolError {
  return decode(frame, { bytes: maxBytes, depth: WIRE.upDepth }, clientMessage)
}

const version: Decoder<1> = value => {
  const stated = int(value)
  if (stated === PROTOCOL_VERSION || stated instanceof Refusal) return stated
  return new Refusal(`must be ${PROTOCOL_VERSION}, the version this server speaks`, '', 'unsupported-version')
}

const FRAMES = tagged<ClientMessage>({
  // The version is read before all else: another version may have any shape.
  hello: {
    v: version,
    client: id,
    user: optional(text(WIRE.userLength, 1)),
    token: optional(text(WIRE.tokenLength)),
    cursor: optional(cursor),
  },
  ack: { offset: int, part: optional(positive) },
  command: { id, op: name, data: json, ttlMs: int, epoch: optional(id) },
  auth: { token: text(WIRE.tokenLength) },
  ping: { id: int },
  pong: { id: int },
})

const clientMessage = byType<ClientMessage | UnknownFrame>(FRAMES, type => ({ type: 'unknown', name: type }))
