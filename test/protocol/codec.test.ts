// What the codec must do whatever arrives: give back every message as it was sent, refuse all else as a value, never throw.
import fc, { type Arbitrary } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { byteLength, decodeClient, decodeServer, encode } from '../../src/protocol/codec.ts'
import type { ClientMessage, ProtocolError, ServerMessage, UnknownFrame } from '../../src/protocol/frames.ts'
import { WIRE } from '../../src/protocol/limits.ts'
import type { Json } from '../../src/protocol/values.ts'
import { clientMessage, json, serverMessage } from './arbitraries.ts'

type Decoded = ClientMessage | ServerMessage | UnknownFrame | ProtocolError

/** fast-check prints the seed of what it finds. */
const forAll = <T>(values: Arbitrary<T>, holds: (value: T) => void) =>
  fc.assert(
    fc.property(values, value => {
      holds(value)
    }),
  )

const both = (text: string): readonly Decoded[] => [decodeServer(text), decodeClient(text)]
const decodedServer = (frame: object) => decodeServer(JSON.stringify(frame))
const decodedClient = (frame: object) => decodeClient(JSON.stringify(frame))
const nested = (depth: number): Json => (depth === 0 ? 1 : [nested(depth - 1)])

const hello = { type: 'hello', v: 1, client: 'page-1' }
const command = { type: 'command', id: 'c1', op: 'app.rename', data: { to: 'x' }, ttlMs: 1000 }
const head = {
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
const eventsOf = (...events: readonly object[]) => ({
  type: 'events',
  prev: 0,
  offset: events.length,
  mark: 'm',
  list: events.map((event, index) => ({ offset: index + 1, time: 5, event })),
})

const refusal = (decoded: Decoded) => {
  if (decoded.type !== 'protocol-error') throw new Error(`expected a refusal, got ${JSON.stringify(decoded)}`)
  return decoded
}

describe('round trip', () => {
  test('every message of a server decodes to what was encoded', () => {
    forAll(serverMessage, message => expect(decodeServer(encode(message))).toEqual(message))
  })

  test('every message of a client decodes to what was encoded', () => {
    forAll(clientMessage, message => expect(decodeClient(encode(message))).toEqual(message))
  })

  test('a payload is kept as it is, null and all', () => {
    forAll(json, data => expect(decodedClient({ ...command, data })).toEqual({ ...command, data }))
  })
})

describe('any input', () => {
  test('any string is answered with a value', () => {
    forAll(fc.string({ unit: 'binary' }), text => expect(both(text).map(({ type }) => typeof type)).toEqual(['string', 'string']))
  })

  test('any JSON is answered with a value', () => {
    forAll(fc.json(), text => expect(both(text).map(({ type }) => typeof type)).toEqual(['string', 'string']))
  })

  test('a message with one field replaced by any JSON is answered with a value', () => {
    const mutated = fc.tuple(fc.oneof(serverMessage, clientMessage), fc.nat(), fc.jsonValue()).map(([message, which, value]) => {
      const keys = Object.keys(message)
      return JSON.stringify({ ...message, [keys[which % keys.length] ?? 'type']: value })
    })
    forAll(mutated, text => expect(both(text).map(({ type }) => typeof type)).toEqual(['string', 'string']))
  })

  test('a message cut short is refused as not JSON', () => {
    const cut = fc.tuple(serverMessage, fc.nat()).map(([message, at]) => encode(message).slice(0, at % encode(message).length))
    forAll(cut, text => expect(refusal(decodeServer(text)).code).toBe('not-json'))
  })

  test.each(['', 'hello', '{', '[', '\u0000', 'undefined'])('%j is not JSON and closes 4503', text => {
    for (const decoded of both(text)) expect(decoded).toMatchObject({ code: 'not-json', closeCode: 4503 })
  })

  test.each(['null', '1', '"hello"', 'true', '[]', '[{"type":"ping","id":1}]', '{}', '{"type":1}', '{"type":null}', '{"type":""}'])(
    '%s is no frame and closes 4503',
    text => {
      for (const decoded of both(text)) expect(decoded).toMatchObject({ code: 'bad-shape', closeCode: 4503 })
    },
  )
})

describe('fields', () => {
  test('an unknown type of frame is named, not refused', () => {
    for (const decoded of both('{"type":"presence","x":1}')) expect(decoded).toEqual({ type: 'unknown', name: 'presence' })
  })

  test('an unknown type of event is named and keeps its place', () => {
    expect(decodedServer(eventsOf({ type: 'task.paused', id: 't1' }))).toMatchObject({
      list: [{ offset: 1, time: 5, event: { type: 'unknown', name: 'task.paused' } }],
    })
  })

  test('unknown fields are dropped, at every level that is ours', () => {
    const given = eventsOf({ type: 'task.updated', task: { ...head, priority: 3 }, extra: 1 })
    expect(decodedServer({ ...given, colour: 'red' })).toEqual(eventsOf({ type: 'task.updated', task: head }))
  })

  test('null is not absence', () => {
    expect(refusal(decodedClient({ ...hello, cursor: null })).message).toContain('cursor')
    expect(refusal(decodedServer({ type: 'authenticated', expiresInMs: null })).message).toContain('expiresInMs')
  })

  test.each(Object.keys(hello).filter(key => key !== 'type'))('hello without %s is refused by name', key => {
    expect(refusal(decodedClient({ ...hello, [key]: undefined })).message).toContain(`The frame's ${key} must`)
  })

  test.each([-1, 0.5, 2 ** 53, '1', true, null, [], {}])('%j is no offset', offset => {
    expect(refusal(decodedClient({ type: 'ack', offset })).code).toBe('bad-shape')
  })

  test.each(['', 'a b', 'ä', 'x'.repeat(65), 'a/b', 7, 'constructor', 'toString', '__proto__'])('%j is no id', client => {
    expect(refusal(decodedClient({ ...hello, client })).code).toBe('bad-shape')
  })

  test('an id of 64 characters is one', () => {
    expect(decodedClient({ ...hello, client: 'x'.repeat(64) })).toMatchObject({ type: 'hello' })
  })

  test.each(['toString', '__proto__', 'constructor', ''])('%j names no stream, for it would find what every object inherits', name => {
    const chunk = { type: 'task.stream', id: 't1', attempt: 1, name, kind: 'text', at: 0, chunk: 'a' }
    expect(refusal(decodedServer(eventsOf(chunk))).message).toContain('list.0.event.name')
  })

  test('a length under an inherited name is refused', () => {
    expect(refusal(decodedServer(eventsOf({ type: 'task.updated', task: { ...head, lengths: { valueOf: 1 } } }))).code).toBe('bad-shape')
  })

  test('[STR1] a chunk must suit its kind', () => {
    const chunk = { type: 'task.stream', id: 't1', attempt: 1, name: 'text', kind: 'text', at: 0, chunk: ['a'] }
    expect(refusal(decodedServer(eventsOf(chunk))).message).toContain('chunk')
  })

  test('[TASK1] a head whose rev is 0 is refused', () => {
    expect(refusal(decodedServer(eventsOf({ type: 'task.updated', task: { ...head, rev: 0 } }))).message).toContain('task.rev')
  })

  test('[GAP1] a frame whose prev is beyond its offset is refused', () => {
    expect(refusal(decodedServer({ ...eventsOf(), prev: 1 })).code).toBe('bad-shape')
  })

  test('[SNAP2] a part beyond the parts is refused', () => {
    const cursor = { epoch: 'e', offset: 1, mark: 'm' }
    const frame = { type: 'snapshot', cursor, part: 2, parts: 1, tasks: [], pieces: [], notifications: [], seen: 0 }
    expect(refusal(decodedServer(frame)).code).toBe('bad-shape')
    expect(decodedServer({ ...frame, part: 1 })).toEqual({ ...frame, part: 1 })
  })

  test('the reason of a bye is counted in bytes, as a close frame counts it', () => {
    const bye = { type: 'bye', code: 4000, reason: 'ж'.repeat(61) }
    expect(decodedServer(bye)).toEqual(bye)
    expect(refusal(decodedServer({ ...bye, reason: 'ж'.repeat(62) })).message).toContain('reason')
  })

  test('a refusal never quotes the value, which may be a secret', () => {
    expect(refusal(decodedClient({ type: 'auth', token: ['s3cret'] })).message).not.toContain('s3cret')
  })

  test('a number beyond the range of doubles is refused where a number is due', () => {
    const progress = '{"value":1e999,"total":null,"message":null}'
    const text = JSON.stringify(eventsOf({ type: 'task.updated', task: { ...head, progress: 'here' } })).replace('"here"', progress)
    expect(refusal(decodeServer(text)).message).toContain('progress.value')
  })
})

describe('version', () => {
  test('hello of another version closes 4502, whatever its shape', () => {
    expect(decodedClient({ type: 'hello', v: 2, who: 'me' })).toMatchObject({ code: 'unsupported-version', closeCode: 4502 })
  })

  test('hello whose version is no integer closes 4503', () => {
    expect(decodedClient({ ...hello, v: '1' })).toMatchObject({ code: 'bad-shape', closeCode: 4503 })
  })
})

describe('bounds', () => {
  const padded = (bytes: number) => JSON.stringify(command) + ' '.repeat(bytes - JSON.stringify(command).length)

  test('[SEND7] a frame of exactly the bound is read, one byte more closes 1009', () => {
    expect(decodeClient(padded(WIRE.upBytes)).type).toBe('command')
    expect(decodeClient(padded(WIRE.upBytes + 1))).toMatchObject({ code: 'too-large', closeCode: 1009 })
  })

  test('[AUTH2] the bound before welcome is the one the caller gives', () => {
    expect(decodeClient(padded(WIRE.helloBytes + 1), WIRE.helloBytes)).toMatchObject({ closeCode: 1009 })
  })

  test('the bound counts bytes, not characters', () => {
    const text = JSON.stringify({ ...command, data: '日'.repeat(WIRE.upBytes / 3) })
    expect(text.length).toBeLessThan(WIRE.upBytes)
    expect(decodeClient(text)).toMatchObject({ code: 'too-large' })
  })

  test('a frame down may be a megabyte', () => {
    expect(decodeServer('"' + 'x'.repeat(WIRE.downBytes - 2) + '"')).toMatchObject({ code: 'bad-shape' })
    expect(decodeServer('"' + 'x'.repeat(WIRE.downBytes) + '"')).toMatchObject({ code: 'too-large' })
  })

  test('a payload may nest to its bound, and one level more closes 4503', () => {
    expect(decodedClient({ ...command, data: nested(WIRE.depth) }).type).toBe('command')
    expect(decodedClient({ ...command, data: nested(WIRE.depth + 1) })).toMatchObject({ code: 'too-deep', closeCode: 4503 })
  })

  test('what may go up as a payload may come down in every frame that carries it', () => {
    const payload = nested(WIRE.depth)
    const task = { ...head, input: payload, result: payload, prompt: payload }
    expect(decodedServer(eventsOf({ type: 'task.created', task })).type).toBe('events')
    expect(decodedServer({ type: 'receipt', id: 'c1', ok: true, data: { task, pieces: [] } }).type).toBe('receipt')
  })

  test('a hundred thousand brackets are refused, not overflowed', () => {
    const text = '['.repeat(100_000) + ']'.repeat(100_000)
    expect(decodeServer(text)).toMatchObject({ code: 'too-deep' })
  })

  test.each(['__proto__', 'constructor', 'prototype'])('the key %s is refused in a frame, and in a payload', key => {
    for (const text of [`{"type":"ping","id":1,"${key}":{}}`, JSON.stringify(command).replace('"to"', `"${key}"`)]) {
      expect(decodeClient(text)).toMatchObject({ code: 'forbidden-key', closeCode: 4503 })
    }
  })

  test('an escaped forbidden key is the same key', () => {
    expect(decodeClient(String.raw`{"type":"ping","id":1,"\u005f_proto__":{}}`)).toMatchObject({ code: 'forbidden-key' })
  })
})

describe('byteLength', () => {
  test('it agrees with the encoder for any string, lone surrogates included', () => {
    const encoder = new TextEncoder()
    forAll(fc.string({ unit: 'binary' }), text => expect(byteLength(text)).toBe(encoder.encode(text).length))
    const units = fc.array(fc.constantFrom('a', 'é', '日', '\ud83d', '\ude00')).map(list => list.join(''))
    forAll(units, text => expect(byteLength(text)).toBe(encoder.encode(text).length))
  })
})
