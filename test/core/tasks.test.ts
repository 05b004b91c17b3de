import fc from 'fast-check'
import { expect, test } from 'vitest'
import { withRecord } from '../../src/core/task-book.ts'
import { bounded, isActive, isIncomplete, type TaskBook, type TaskRecord, withHead, withPiece, withWhole } from '../../src/core/tasks.ts'
import { head, piece, wireTask } from '../support/builders.ts'

const held = (extra: Parameters<typeof head>[1] = {}) => withHead(undefined, head('t1', extra), { input: null })
const textOf = (record: TaskRecord) => record.streams['text']?.value ?? ''

interface Said {
  readonly from: number
  readonly to: number
}

const TRUTH = 'The quick brown fox jumps over the lazy dog, and then some more of it.'
const said: fc.Arbitrary<Said> = fc
  .tuple(fc.nat(TRUTH.length), fc.nat(TRUTH.length))
  .map(([a, b]) => ({ from: Math.min(a, b), to: Math.max(a, b) }))
const chunkOf = ({ from, to }: Said) => piece('t1', from, TRUTH.slice(from, to))

test('[STR1] no order, loss, doubling or overlap of chunks ever shows what is not the beginning of the truth', () => {
  fc.assert(
    fc.property(fc.array(said, { maxLength: 30 }), chunks => {
      let record = held()
      for (const chunk of chunks) {
        record = withPiece(record, chunkOf(chunk))
        expect(TRUTH.startsWith(String(textOf(record)))).toBe(true)
      }
    }),
  )
})

test('[STR2] whatever was lost is known to be lost, and one whole answer brings the true text', () => {
  fc.assert(
    fc.property(fc.array(said, { maxLength: 30 }), chunks => {
      const record = chunks.map(chunkOf).reduce(withPiece, held())
      const furthest = Math.max(0, ...chunks.map(({ to }) => to))
      const known = Math.max(textOf(record).length, ...Object.values(record.ends))
      expect(known).toBe(furthest)
      expect(isIncomplete(record)).toBe(textOf(record).length < furthest)
      const whole = withWhole(record, wireTask('t1', { lengths: { text: TRUTH.length } }), [piece('t1', 0, TRUTH)])
      expect([textOf(whole), isIncomplete(whole)]).toEqual([TRUTH, false])
    }),
  )
})

test('[STR1] chunks and answers, interleaved anyhow, end at the truth once an answer as new as the last chunk is in', () => {
  const step = fc.oneof(
    said.map(each => ({ kind: 'chunk' as const, ...each })),
    fc.nat(TRUTH.length).map(to => ({ kind: 'answer' as const, from: 0, to })),
  )
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), steps => {
      const record = [...steps, { kind: 'answer' as const, from: 0, to: TRUTH.length }].reduce<TaskRecord>((before, each) => {
        const next =
          each.kind === 'chunk'
            ? withPiece(before, chunkOf(each))
            : withWhole(before, wireTask('t1', { lengths: { text: each.to } }), [chunkOf(each)])
        expect(TRUTH.startsWith(String(textOf(next)))).toBe(true)
        return next
      }, held())
      expect(textOf(record)).toBe(TRUTH)
    }),
  )
})

test('[STR1] a list grows by the same law, counted in items', () => {
  const list = (at: number, chunk: readonly number[]) => ({ ...piece('t1', at, ''), kind: 'list' as const, name: 'rows', chunk })
  const record = [list(0, [1, 2]), list(1, [2, 3]), list(5, [6])].reduce(withPiece, held())
  expect(record.streams['rows']).toEqual({ kind: 'list', value: [1, 2, 3], done: false })
  expect(record.ends).toEqual({ rows: 6 })
})

test('[STR1] a chunk of a lower attempt is dropped', () => {
  const record = held({ attempt: 2 })
  expect(withPiece(record, piece('t1', 0, 'old'))).toBe(record)
})

test('[STR1] what a chunk brings twice changes nothing, not even the identity of the record', () => {
  const record = withPiece(held(), piece('t1', 0, 'abc'))
  expect(withPiece(record, piece('t1', 1, 'b'))).toBe(record)
})

test('[STR1] done comes with a chunk and is not lost by an overlap after it', () => {
  const record = [piece('t1', 0, 'abc', { done: true }), piece('t1', 0, 'ab')].reduce(withPiece, held())
  expect(record.streams['text']).toMatchObject({ value: 'abc', done: true })
})

test('[STR2] a head whose lengths exceed the text makes the task incomplete', () => {
  expect(isIncomplete(held({ lengths: { text: 3 } }))).toBe(true)
  expect(isIncomplete(withPiece(held({ lengths: { text: 3 } }), piece('t1', 0, 'abc')))).toBe(false)
})

test('[STR2] a failed task without its error, and a head without its input, are incomplete', () => {
  expect(isIncomplete(held({ status: 'failed' }))).toBe(true)
  expect(isIncomplete(withHead(undefined, head('t1')))).toBe(true)
})

test('[TASK1] a head applies only if its rev grows', () => {
  const record = held({ rev: 3 })
  expect(withHead(record, head('t1', { rev: 3, status: 'queued' }))).toBe(record)
  expect(withHead(record, head('t1', { rev: 4, status: 'queued' })).head.status).toBe('queued')
})

test('[TASK1] an older head still brings the input that was missing', () => {
  const record = withHead(undefined, head('t1', { rev: 3 }))
  expect(withHead(record, head('t1'), { input: 'hi' })).toMatchObject({ head: { rev: 3 }, body: { input: 'hi' } })
})

test('[TASK2] what has ended stays ended, whatever a later head says', () => {
  const record = held({ rev: 3, status: 'succeeded' })
  expect(withHead(record, head('t1', { rev: 4, status: 'running' }))).toBe(record)
})

test('[TASK2] a new attempt begins with empty streams and forgets the holes of the old one', () => {
  const record = [piece('t1', 0, 'abc'), piece('t1', 9, 'x')].reduce(withPiece, held())
  expect(withHead(record, head('t1', { rev: 2, attempt: 2, status: 'queued' }))).toMatchObject({ streams: {}, ends: {} })
})

test('[STR2] an answer that brings nothing new leaves the record as it is', () => {
  const record = withWhole(held({ rev: 5, status: 'succeeded' }), wireTask('t1', { rev: 5, status: 'succeeded', result: 1 }), [])
  expect(record.ending).toEqual({ result: 1 })
  expect(withWhole(record, wireTask('t1', { rev: 5, status: 'succeeded', result: 1 }), [])).toBe(record)
})

test('[SNAP3] any head brings a lost task back, whatever its rev', () => {
  const record: TaskRecord = { ...held({ rev: 5 }), standing: 'lost' }
  expect(isActive(record)).toBe(false)
  expect(withHead(record, head('t1', { rev: 2 }))).toMatchObject({ head: { rev: 2 }, standing: 'held' })
})

test('[SNAP2] a head of the new history replaces one of a lost history, with a lower rev and without its text', () => {
  const record: TaskRecord = { ...withPiece(held({ rev: 5 }), piece('t1', 0, 'of the lost history')), standing: 'unproven', ends: {} }
  const told = withPiece(record, piece('t1', 19, ' of the new'))
  expect(textOf(told)).toBe('of the lost history')
  expect(withHead(told, head('t1', { rev: 2 }))).toMatchObject({ head: { rev: 2 }, streams: {}, ends: { text: 30 } })
})

const bookOf = (...records: readonly TaskRecord[]): TaskBook => new Map(records.map(record => [record.head.id, record]))
const many = (count: number, extra: Parameters<typeof head>[1]) =>
  Array.from({ length: count }, (_, index) => withHead(undefined, head(`t${index}`, extra), { input: null }))

test('[SNAP1] the book keeps 500 tasks: of the settled ones those longest untouched leave', () => {
  const book = bounded(bookOf(...many(503, { status: 'succeeded' })))
  expect([...book.keys()].slice(0, 2)).toEqual(['t3', 't4'])
  expect(book.size).toBe(500)
})

test('[SNAP1] a change makes a task the newest, so that what was just asked for does not leave at once', () => {
  const book = bookOf(...many(500, { status: 'succeeded', updatedAt: 9 }))
  const asked = withHead(undefined, head('old', { status: 'succeeded', updatedAt: 1 }), { input: null })
  expect(withRecord(book, asked).has('old')).toBe(true)
})

test('[SNAP1] an active task never leaves for a settled one', () => {
  const [active] = many(1, {})
  const rest = many(502, { status: 'succeeded' }).slice(1)
  expect(active && bounded(bookOf(active, ...rest)).has('t0')).toBe(true)
})

test('[SNAP1] a change of a task that is held moves it to the end of those to leave', () => {
  const book = bookOf(...many(3, { status: 'succeeded' }))
  const changed = withHead(book.get('t0'), head('t0', { rev: 2, status: 'succeeded' }), { input: null })
  expect([...withRecord(book, changed).keys()]).toEqual(['t1', 't2', 't0'])
})
