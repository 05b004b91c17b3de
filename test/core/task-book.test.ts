// The book in two layers says just what one map would, whatever is written into it, and a book that was written over stays as it was.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as BOUNDS from '../../src/core/limits.ts'
import { hasActive, penOf, withRecord } from '../../src/core/task-book.ts'
import { isActive, type TaskBook, type TaskRecord, withHead } from '../../src/core/tasks.ts'
import { head } from '../support/builders.ts'

const recordOf = (id: string, rev: number, isOver = false): TaskRecord =>
  withHead(undefined, head(id, { rev, status: isOver ? 'succeeded' : 'running' }), { input: null })

type Stroke = { readonly id: string; readonly rev: number; readonly isOver: boolean } | { readonly without: string }

const id = fc.nat(40).map(index => `t${index}`)
const stroke: fc.Arbitrary<Stroke> = fc.oneof(
  { weight: 9, arbitrary: fc.record({ id, rev: fc.integer({ min: 1, max: 99 }), isOver: fc.boolean() }) },
  { weight: 1, arbitrary: id.map(without => ({ without })) },
)
/** One frame's worth each. */
const frames = fc.array(fc.array(stroke, { maxLength: 6 }), { maxLength: 40 })

/** What one map would hold: whatever is written becomes the newest. */
function written(before: ReadonlyMap<string, TaskRecord>, strokes: readonly Stroke[]): ReadonlyMap<string, TaskRecord> {
  const map = new Map(before)
  for (const each of strokes) {
    map.delete('without' in each ? each.without : each.id)
    if ('id' in each) map.set(each.id, recordOf(each.id, each.rev, each.isOver))
  }
  return map
}

function penned(before: TaskBook, strokes: readonly Stroke[]): TaskBook {
  const pen = penOf(before)
  for (const each of strokes) {
    if ('without' in each) pen.delete(each.without)
    else pen.set(each.id, recordOf(each.id, each.rev, each.isOver))
  }
  return pen.book()
}

const said = (book: TaskBook) => {
  const each: unknown[] = []
  book.forEach((record, name) => each.push([name, record]))
  return { entries: [...book], keys: [...book.keys()], values: [...book.values()], each, size: book.size }
}

test('[SNAP1] a book of any strokes reads as one map, in the order of the last change, and older books stay as they were', () => {
  fc.assert(
    fc.property(frames, all => {
      let [map, book]: [ReadonlyMap<string, TaskRecord>, TaskBook] = [new Map(), new Map()]
      const past: [TaskBook, ReturnType<typeof said>][] = []
      for (const strokes of all) {
        past.push([book, said(book)])
        map = written(map, strokes)
        book = penned(book, strokes)
        expect(said(book)).toEqual(said(map))
        expect([...map.keys()].every(name => book.has(name) && book.get(name) !== undefined)).toBe(true)
        expect([book.has('nobody'), book.get('nobody')]).toEqual([false, undefined])
        expect(hasActive(book)).toBe([...map.values()].some(isActive))
      }
      for (const [older, then] of past) expect(said(older)).toEqual(then)
    }),
    { numRuns: 60 },
  )
})

test('[TASK1] a book that nothing was written into is the same book', () => {
  const book = withRecord(new Map(), recordOf('t1', 1))
  const pen = penOf(book)
  expect([pen.delete('t2'), pen.get('t1') === book.get('t1'), pen.book() === book]).toEqual([false, true, true])
  expect([pen.delete('t1'), pen.get('t1'), pen.book().size, book.size]).toEqual([true, undefined, 0, 1])
})

test('[SLOW1] a change of one task among five hundred copies what changed lately, and not the rest', () => {
  const many = Array.from({ length: 500 }, (_, index): [string, TaskRecord] => [`t${index}`, recordOf(`t${index}`, 1)])
  const whole = new Map(many)
  let listed = 0
  whole.entries = whole[Symbol.iterator] = () => {
    listed += 1
    return Map.prototype.entries.call(whole) as MapIterator<[string, TaskRecord]>
  }
  let book: TaskBook = whole
  for (let rev = 2; rev < 1_000; rev += 1) book = withRecord(book, recordOf('t7', rev))
  expect([listed, book.size, book.get('t7')?.head.rev]).toEqual([0, 500, 999])
  // One more than the layer holds, and it is laid down once.
  for (let index = 0; index <= BOUNDS.recentTasks; index += 1) book = withRecord(book, recordOf(`t${index}`, 1_000))
  expect([listed, [...book.keys()].at(-1), book.size]).toEqual([1, `t${BOUNDS.recentTasks}`, 500])
})
