// Each field by itself: what a peer may leave out, add or get wrong, and what is refused by name.
import { describe, expect, test } from 'vitest'
import { decodeClient, decodeServer } from '../../src/protocol/codec.ts'
import { command, decodedClient, decodedServer, eventsOf, head, hello, refusal } from './builders.ts'

describe('fields', () => {
  test('an unknown type of frame is named, not refused', () => {
    for (const decode of [decodeClient, decodeServer])
      expect(decode('{"type":"presence","x":1}')).toEqual({ type: 'unknown', name: 'presence' })
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

  test.each([
    { type: 'ack', offset: 1, part: 0 },
    { ...command, op: '' },
    { ...command, data: undefined },
    { ...hello, user: '' },
    { type: 'pong' },
  ])('%j is refused of a client', frame => {
    expect(refusal(decodedClient(frame)).code).toBe('bad-shape')
  })

  test.each([
    { ...eventsOf(), live: false },
    { ...eventsOf(), list: {} },
    { type: 'receipt', id: 'c1', ok: 1 },
    { type: 'receipt', id: 'c1', ok: false },
    { type: 'receipt', id: 'c1', ok: false, error: { code: 'x', message: 'y' } },
    { type: 'auth-required', inMs: -1 },
    { type: 'ping', id: '1' },
  ])('%j is refused of a server', frame => {
    expect(refusal(decodedServer(frame)).code).toBe('bad-shape')
  })

  test('a list is no map', () => {
    expect(refusal(decodedServer(eventsOf({ type: 'task.updated', task: { ...head, lengths: [] } }))).message).toContain('task.lengths')
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
