// The edges of the task laws: what is kept, what is forgotten, and what stays the same object so that nobody renders for nothing.
import { expect, test } from 'vitest'
import { bounded, isIncomplete, type TaskRecord, withHead, withPiece, withWhole } from '../../src/core/tasks.ts'
import type { Head } from '../../src/protocol/values.ts'
import { head, piece, wireTask } from '../support/builders.ts'

const held = (extra: Partial<Head> = {}): TaskRecord => withHead(undefined, head('t1', extra), { input: null })
const items = (at: number, chunk: readonly number[]) => ({ ...piece('t1', at, ''), name: 'rows', kind: 'list' as const, chunk })

test('[STR1] a list grows by items, skips what it has, and a hole in it is remembered', () => {
  const record = [items(0, [1, 2]), items(1, [2, 3]), items(9, [10])].reduce(withPiece, held())
  expect(record.streams).toStrictEqual({ rows: { kind: 'list', value: [1, 2, 3], done: false } })
  expect([record.ends, isIncomplete(record)]).toEqual([{ rows: 10 }, true])
})

test('[STR1] an empty first chunk begins a stream of its kind', () => {
  const record = [piece('t1', 0, ''), items(0, [])].reduce(withPiece, held())
  expect(record.streams).toStrictEqual({ text: { kind: 'text', value: '', done: false }, rows: { kind: 'list', value: [], done: false } })
})

test('[STR1] a chunk of another kind than its stream adds nothing', () => {
  const text = withPiece(held(), piece('t1', 0, 'ab'))
  expect(withPiece(text, { ...items(2, [1]), name: 'text' }).streams['text']?.value).toBe('ab')
  const rows = withPiece(held(), items(0, [1]))
  expect(withPiece(rows, { ...piece('t1', 1, 'ab'), name: 'rows' }).streams['rows']?.value).toEqual([1])
})

test('[STR1] a chunk that says nothing but done ends its stream, and once', () => {
  const open = withPiece(held(), piece('t1', 0, 'ab'))
  const done = withPiece(open, piece('t1', 2, '', { done: true }))
  expect(done.streams['text']).toEqual({ kind: 'text', value: 'ab', done: true })
  expect(withPiece(done, piece('t1', 0, 'ab'))).toBe(done)
})

test('[TASK2] a new attempt forgets the holes of the one before', () => {
  const hole = withPiece(held(), piece('t1', 9, 'far'))
  const next = withHead(hole, head('t1', { rev: 2, attempt: 2 }))
  expect([isIncomplete(hole), isIncomplete(next), next.ends]).toEqual([true, false, {}])
})

test('[TASK1] a later head of the same ending is applied', () => {
  const ended = held({ rev: 9, status: 'succeeded' })
  expect(withHead(ended, head('t1', { rev: 10, status: 'succeeded', updatedAt: 7 })).head.updatedAt).toBe(7)
})

test('[STR2] an answer brings input and ending, and no field that the task has not', () => {
  const error = { code: 'x', message: 'x', retryable: false }
  const endings = [{}, { result: null }, { error }].map(ending => withWhole(undefined, { ...wireTask('t1'), input: 7, ...ending }, []))
  expect(endings.map(({ body, ending }) => [body, ending])).toStrictEqual([
    [{ input: 7 }, {}],
    [{ input: 7 }, { result: null }],
    [{ input: 7 }, { error }],
  ])
})

test('[TASK1] an answer older than what is held brings no ending', () => {
  const running = held({ rev: 10 })
  expect(withWhole(running, { ...wireTask('t1', { rev: 9 }), result: 'old' }, []).ending).toEqual({})
})

test('[TASK1] an ending that is held is not replaced by another answer of the same rev', () => {
  const failed = (code: string) => ({ ...wireTask('t1', { rev: 9, status: 'failed' }), error: { code, message: '', retryable: false } })
  const record = withWhole(undefined, failed('first'), [])
  expect(withWhole(record, failed('second'), []).ending.error?.code).toBe('first')
})

test('[STR2] what is lost misses nothing, and a failure misses only its reason', () => {
  const error = { code: 'x', message: 'x', retryable: false }
  const failed = held({ status: 'failed' })
  expect([
    isIncomplete({ ...held(), body: null }),
    isIncomplete({ ...held(), body: null, standing: 'lost' }),
    isIncomplete(failed),
    isIncomplete({ ...failed, ending: { error } }),
  ]).toEqual([true, false, true, false])
})

test('[SNAP1] a book within its bound stays the same book', () => {
  const full = new Map(Array.from({ length: 500 }, (_, index) => [`t${index}`, held()]))
  expect(bounded(full)).toBe(full)
})
