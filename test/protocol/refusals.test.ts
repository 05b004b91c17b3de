// What a refusal says: which field, what is wrong with it, and never the value itself; and the bytes that bounds count.
import { describe, expect, test } from 'vitest'
import { int, list, record, Refusal } from '../../src/protocol/check.ts'
import { byteLength, decodeClient, toJson } from '../../src/protocol/codec.ts'
import { noticeOf } from '../../src/protocol/notice.ts'
import { head } from '../support/builders.ts'

const NOT_READ = 'so it is not read. docs/PROTOCOL.md says what resilient-socket.v1 frames are.'
const ping = (extra: string) => `{"type":"ping","id":1,${extra}}`
const deep = `${'['.repeat(40)}${']'.repeat(40)}`

describe('a refused frame', () => {
  test.each([
    ['{', 'not-json', 'The frame is not JSON'],
    [`"${'é'.repeat(60)}"`, 'too-large', 'The frame is longer than 110 bytes'],
    [ping(`"x":${deep}`), 'too-deep', 'The frame nests too deep'],
    [ping('"x":{"constructor":1}'), 'forbidden-key', 'The frame has the key constructor'],
    ['{"type":"ping","id":"one"}', 'bad-shape', "The frame's id must be an integer from 0 to 2^53 - 1"],
  ])('%s says %s', (text, code, said) => {
    const read = decodeClient(text, 110)
    expect(read).toMatchObject({ type: 'protocol-error', code, message: `${said}, ${NOT_READ}` })
  })

  test('[AUTH2] bytes are counted, not characters', () => {
    const text = `{"type":"gossip","x":"${'é'.repeat(20)}"}`
    const bytes = byteLength(text)
    expect([decodeClient(text, bytes).type, decodeClient(text, bytes - 1).type]).toEqual(['unknown', 'protocol-error'])
  })
})

test.each([
  ['\x7f', 1],
  ['\x80', 2],
  ['\u07ff', 2],
  ['\u0800', 3],
  ['\ud7ff', 3],
  ['\ud800\udc00', 4],
  ['\udbff\udfff', 4],
  ['\ud800\ue000', 6],
  ['\ud800a', 4],
  ['\udc00\udc00', 6],
  ['\ue000', 3],
])('%j is %i bytes in UTF-8', (text, bytes) => {
  expect([byteLength(text), new TextEncoder().encode(text).length]).toEqual([bytes, bytes])
})

test.each<[string, unknown, string]>([
  ['a function', () => 1, 'is a function, which JSON cannot carry'],
  ['a bigint', 1n, 'holds a cycle or a value that JSON cannot carry'],
  ['a list in itself', cycle(), 'holds a cycle or a value that JSON cannot carry'],
])('%s is no JSON, and the refusal says why', (_, value, problem) => {
  expect(toJson(value)).toEqual(new Refusal(problem, '', 'not-json'))
})

function cycle(): unknown {
  const list0: unknown[] = []
  list0.push(list0)
  return list0
}

test('a refusal of a list or a map says what was expected, and names no more of a key than a name may be long', () => {
  expect([list(int)('x'), record(int)('x')]).toEqual([new Refusal('must be a list'), new Refusal('must be an object')])
  const refused = record(int)({ ['k'.repeat(500)]: 'x' })
  expect(refused instanceof Refusal && refused.path.length).toBe(128)
})

test('[TASK4] the id of a notice fits the wire, however long the id of its task', () => {
  const task = { ...head('t'.repeat(64), { rev: 9, status: 'succeeded' as const, finishedAt: 2 }) }
  expect(noticeOf({ offset: 1, time: 1, event: { type: 'task.settled', task } })?.id).toMatch(/^t{10,}-.+$/)
  expect(noticeOf({ offset: 1, time: 1, event: { type: 'task.settled', task } })?.id.length).toBe(64)
})
