// What merging may do to a frame: fewer items, the same effect, offsets that only grow.
import { describe, expect, test } from 'vitest'
import type { Head, Item, LogEvent } from '../../src/protocol/values.ts'
import { packed } from '../../src/server/engine/coalesce.ts'
import { createLogReader } from '../support/log-reader.ts'

const head = (id: string, rev: number, fields: Partial<Head> = {}): Head => ({
  id,
  key: id,
  kind: 'chat',
  rev,
  attempt: 1,
  status: 'running',
  cancelRequested: false,
  lengths: {},
  createdAt: 0,
  updatedAt: 0,
  ...fields,
})
const updated = (id: string, rev: number, fields: Partial<Head> = {}): LogEvent => ({ type: 'task.updated', task: head(id, rev, fields) })
const chunk = (id: string, at: number, text: string, fields: object = {}): LogEvent => ({
  type: 'task.stream',
  id,
  attempt: 1,
  name: 'text',
  kind: 'text',
  at,
  chunk: text,
  ...fields,
})
const tick = (data: number): LogEvent => ({ type: 'app.tick', data })
const entries = (events: readonly LogEvent[]) =>
  events.map((event, index) => ({ offset: index + 1, time: 0, mark: `m${index + 1}`, event }))
const pack = (...events: readonly LogEvent[]): readonly Item[] => packed(entries(events), 64 * 1024).flatMap(batch => batch.list)
const shown = (items: readonly Item[]) =>
  items.map(({ offset, event }) => [
    offset,
    'chunk' in event ? event.chunk : 'task' in event && typeof event.task === 'object' ? event.task.rev : event.type,
  ])

describe('chunks', () => {
  test('[GAP1] those that follow each other become one, with the last offset', () => {
    expect(shown(pack(chunk('a', 0, 'he'), chunk('a', 2, 'llo')))).toEqual([[2, 'hello']])
  })

  test('[GAP1] other tasks in between do not matter, and offsets still grow', () => {
    expect(shown(pack(chunk('a', 0, 'he'), chunk('b', 0, 'x'), tick(1), chunk('a', 2, 'llo')))).toEqual([
      [2, 'x'],
      [3, 'app.tick'],
      [4, 'hello'],
    ])
  })

  test.each([
    ['of another stream', chunk('a', 2, 'x', { name: 'log' })],
    ['of another attempt', chunk('a', 2, 'x', { attempt: 2 })],
    ['after a hole', chunk('a', 9, 'x')],
    ['of another kind', chunk('a', 2, '', { kind: 'list', chunk: [1] })],
  ])('[GAP1] one %s stays apart', (_, second) => {
    expect(pack(chunk('a', 0, 'he'), second).length).toBe(2)
  })

  test('[GAP1] an update of the task between two chunks keeps them apart', () => {
    expect(shown(pack(chunk('a', 0, 'he'), updated('a', 2), chunk('a', 2, 'llo')))).toEqual([
      [1, 'he'],
      [2, 2],
      [3, 'llo'],
    ])
  })

  test('the end of a stream survives', () => {
    expect(pack(chunk('a', 0, 'he'), chunk('a', 2, 'llo', { done: true }))).toMatchObject([{ event: { chunk: 'hello', done: true } }])
  })

  test('lists merge as lists', () => {
    const list = { kind: 'list' }
    expect(pack(chunk('a', 0, '', { ...list, chunk: [1] }), chunk('a', 1, '', { ...list, chunk: [2, 3] }))).toMatchObject([
      { event: { chunk: [1, 2, 3] } },
    ])
  })
})

describe('heads', () => {
  test('[GAP1] several updates of one task collapse to the last', () => {
    expect(shown(pack(updated('a', 2), updated('b', 2), updated('a', 3), updated('a', 4)))).toEqual([
      [2, 2],
      [4, 4],
    ])
  })

  test('[TASK4] an update that asks the user something is a notification, and stays', () => {
    expect(shown(pack(updated('a', 2, { status: 'input-required', prompt: 1 }), updated('a', 3)))).toEqual([
      [1, 2],
      [2, 3],
    ])
  })

  test('[STR1] an update that begins an attempt is not moved behind its chunks', () => {
    const items = pack(updated('a', 2, { attempt: 2 }), chunk('a', 0, 'x', { attempt: 2 }), updated('a', 3, { attempt: 2 }))
    expect(shown(items)).toEqual([
      [1, 2],
      [2, 'x'],
      [3, 3],
    ])
  })

  test('a created or settled head is never merged away', () => {
    const created: LogEvent = { type: 'task.created', task: { ...head('a', 1), input: null } }
    const settled: LogEvent = { type: 'task.settled', task: head('a', 3, { status: 'succeeded' }) }
    expect(shown(pack(created, updated('a', 2), settled))).toEqual([
      [1, 1],
      [2, 2],
      [3, 3],
    ])
  })
})

test('[GAP1] nothing merges across frames', () => {
  const half = 'x'.repeat(40_000)
  const batches = packed(entries([chunk('a', 0, half), chunk('a', 40_000, half)]), 64 * 1024)
  expect(batches.map(({ offset, mark, list }) => [offset, mark, list.length])).toEqual([
    [1, 'm1', 1],
    [2, 'm2', 1],
  ])
})

test('[STR1] whatever is merged, a reader ends with the same text (seeds 1 to 50)', () => {
  for (let seed = 1; seed <= 50; seed++) {
    let chance = seed
    const roll = (most: number) => (chance = (Math.imul(chance, 1_664_525) + 1_013_904_223) >>> 0) % most
    const lengths = [0, 0, 0]
    const events = Array.from({ length: 60 }, (): LogEvent => {
      const task = roll(3)
      if (roll(4) === 0) return updated(`t${task}`, 2 + roll(9))
      const text = 'abcdefgh'.slice(0, 1 + roll(7))
      const at = lengths[task] ?? 0
      lengths[task] = at + text.length
      return chunk(`t${task}`, at, text)
    })
    const texts = [
      entries(events).map(({ mark, offset, ...item }) => ({ mark, offset, list: [{ ...item, offset }] })),
      packed(entries(events), 300),
    ].map(batches => {
      const reader = createLogReader({ epoch: 'e', offset: 0, mark: 'e' })
      let prev = 0
      for (const { offset, mark, list } of batches) {
        reader.take({ type: 'events', prev, offset, mark, list })
        prev = offset
      }
      return ['t0', 't1', 't2'].map(id => reader.text(id))
    })
    expect(texts[1], `seed ${seed}`).toEqual(texts[0])
  }
})
