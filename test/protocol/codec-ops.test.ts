// The built-in ops: what a command may ask, what a receipt answers, and which values of the application can travel at all.
import { describe, expect, test } from 'vitest'
import { decodeAnswer, decodeCall, Refusal, toJson } from '../../src/protocol/codec.ts'
import * as WIRE from '../../src/protocol/limits.ts'

const head = {
  id: 't1',
  key: 'k1',
  kind: 'chat',
  rev: 1,
  attempt: 1,
  status: 'queued',
  cancelRequested: false,
  lengths: {},
  createdAt: 1,
  updatedAt: 1,
}

describe('calls', () => {
  test.each([
    ['task.submit', { kind: 'chat', input: null }],
    ['task.submit', { kind: 'chat', input: { text: 'hi' }, conversation: 'Support desk', retryOf: 'k0' }],
    ['task.cancel', { id: 't1' }],
    ['task.cancel', { key: 'k1' }],
    ['task.get', { key: 'k1' }],
    ['task.input', { id: 't1', rev: 2, data: ['yes'] }],
    ['notifications.seen', { offset: 4 }],
  ])('%s takes %j', (op, data) => {
    expect(decodeCall(op, data)).toEqual({ op, data })
  })

  test.each([
    ['task.submit', { kind: 'chat' }, 'input is missing'],
    ['task.submit', { kind: 'toString', input: 1 }, 'kind must not be'],
    ['task.submit', null, 'it must be an object'],
    ['task.cancel', {}, 'key must be an id'],
    ['task.cancel', { id: 7, key: 'k1' }, 'id must be an id'],
    ['task.input', { id: 't1', rev: 0, data: 1 }, 'rev must be'],
    ['notifications.seen', { offset: -1 }, 'offset must be'],
  ])('%s refuses %j with an error for its receipt', (op, data, problem) => {
    const call = decodeCall(op, data)
    expect(call).toMatchObject({ op: 'invalid', error: { code: 'invalid-data', retryable: false } })
    expect(call).toHaveProperty('error.message', expect.stringContaining(problem))
  })

  test.each(['app.rename', 'task.pause', 'toString', '__proto__'])('%s is no built-in op', op => {
    expect(decodeCall(op, {})).toEqual({ op: 'unknown' })
  })
})

describe('answers', () => {
  test('a head comes back typed, without what this version does not know', () => {
    expect(decodeAnswer('task.submit', { task: { ...head, mood: 'good' }, more: 1 })).toEqual({ task: head })
  })

  test('a whole task comes with its pieces', () => {
    const answer = { task: { ...head, input: 1 }, pieces: [{ id: 't1', attempt: 1, name: 'text', kind: 'text', at: 0, chunk: 'a' }] }
    expect(decodeAnswer('task.get', answer)).toEqual(answer)
  })

  test('an answer that cannot be read is null', () => {
    expect(decodeAnswer('task.get', { task: head, pieces: [] })).toBeNull()
    expect(decodeAnswer('notifications.seen', undefined)).toBeNull()
  })
})

describe('toJson', () => {
  const nested = (depth: number): unknown => (depth === 0 ? 1 : { in: nested(depth - 1) })
  const cycle: unknown[] = []
  cycle.push(cycle)

  test('a value becomes what the wire makes of it', () => {
    expect(toJson({ when: new Date(0), gone: undefined, list: [undefined] })).toEqual({ when: '1970-01-01T00:00:00.000Z', list: [null] })
  })

  test('undefined is null', () => {
    expect(toJson(undefined)).toBeNull()
  })

  test.each([
    ['a function', () => 1, 'not-json'],
    ['a big integer', { n: 1n }, 'not-json'],
    ['a cycle', cycle, 'not-json'],
    ['a nest too deep', nested(WIRE.depth + 1), 'too-deep'],
    ['a reserved key', { constructor: 'Ferrari' }, 'forbidden-key'],
  ])('%s cannot travel', (_, value, code) => {
    const json = toJson(value)
    expect(json).toBeInstanceOf(Refusal)
    expect(json).toMatchObject({ code })
  })

  test('a payload at the bound of depth can', () => {
    expect(toJson(nested(WIRE.depth))).toEqual(nested(WIRE.depth))
  })
})
