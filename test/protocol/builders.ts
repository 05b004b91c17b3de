// Frames to start from, and short ways to decode them.
import { decodeClient, decodeServer } from '../../src/protocol/codec.ts'
import type { ClientMessage, ProtocolError, ServerMessage, UnknownFrame } from '../../src/protocol/frames.ts'

export type Decoded = ClientMessage | ServerMessage | UnknownFrame | ProtocolError

export const decodedServer = (frame: object) => decodeServer(JSON.stringify(frame))
export const decodedClient = (frame: object) => decodeClient(JSON.stringify(frame))

export const hello = { type: 'hello', v: 1, client: 'page-1' }
export const command = { type: 'command', id: 'c1', op: 'app.rename', data: { to: 'x' }, ttlMs: 1000 }
export const head = {
  id: 't1',
  key: 'k1',
  kind: 'chat',
  rev: 1,
  attempt: 1,
  status: 'running',
  cancelRequested: false,
  lengths: {},
  createdAt: 1,
  updatedAt: 1,
}
export const eventsOf = (...events: readonly object[]) => ({
  type: 'events',
  prev: 0,
  offset: events.length,
  mark: 'm',
  list: events.map((event, index) => ({ offset: index + 1, time: 5, event })),
})

export const refusal = (decoded: Decoded) => {
  if (decoded.type !== 'protocol-error') throw new Error(`expected a refusal, got ${JSON.stringify(decoded)}`)
  return decoded
}
