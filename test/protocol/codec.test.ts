// What the codec must do whatever arrives: give back every message as it was sent, refuse all else as a value, never throw.
import fc, { type Arbitrary } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { byteLength, decodeClient, decodeServer, encode } from '../../src/protocol/codec.ts'
import * as WIRE from '../../src/protocol/limits.ts'
import type { Json } from '../../src/protocol/values.ts'
import { clientMessage, json, serverMessage } from './arbitraries.ts'
import { command, type Decoded, decodedClient, decodedServer, eventsOf, head, hello, refusal } from './builders.ts'

/** fast-check prints the seed of what it finds. */
const forAll = <T>(values: Arbitrary<T>, holds: (value: T) => void) =>
  fc.assert(
    fc.property(values, value => {
      holds(value)
    }),
  )

const both = (text: string): readonly Decoded[] => [decodeServer(text), decodeClient(text)]
const nested = (depth: number): Json => (depth === 0 ? 1 : [nested(depth - 1)])

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

  test.each([
    ['id', WIRE.idLength, (value: string) => ({ ...command, id: value })],
    ['op', WIRE.nameLength, (value: string) => ({ ...command, op: value })],
    ['user', WIRE.userLength, (value: string) => ({ ...hello, user: value })],
    ['token', WIRE.tokenLength, (value: string) => ({ ...hello, token: value })],
    ['token', WIRE.tokenLength, (value: string) => ({ type: 'auth', token: value })],
    ['type', WIRE.nameLength, (value: string) => ({ type: value })],
  ])('%s may have %i characters, and not one more', (field, most, frame) => {
    expect(decodedClient(frame('x'.repeat(most))).type).not.toBe('protocol-error')
    expect(refusal(decodedClient(frame('x'.repeat(most + 1)))).message).toContain(`The frame's ${field} must`)
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
