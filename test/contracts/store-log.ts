// The log's part of the store contract: cursors, marks, gaps, trimming and bounds (LOG1–LOG4).
import { describe, expect, test } from 'vitest'
import * as WIRE from '../../src/protocol/limits.ts'
import type { Json } from '../../src/protocol/values.ts'
import { ADA, ALL, appendMany, as, entriesOf, readAll, running, text, write } from './steps.ts'
import type { StoreBench } from './store.ts'

const HOSTILE_USERS = [
  '__proto__',
  'constructor',
  'toString',
  'a b/c%2Fd',
  'naïve 😀',
  '\ud800',
  '\ud801',
  'nul\0one',
  'nul\0two',
  "'; DROP TABLE tasks;--",
  'x'.repeat(256),
]

function nested(depth: number): Json {
  return depth === 0 ? null : [nested(depth - 1)]
}

export function logContract(bench: () => StoreBench): void {
  describe('log', () => {
    test('[LOG2] an empty log has offset 0 and its epoch as mark', async () => {
      const head = await bench().store.head(ADA)
      expect(head).toEqual({ epoch: head.epoch, offset: 0, mark: head.epoch })
    })

    test('[LOG1] each entry gets offset + 1 and a mark of its own', async () => {
      const { store } = bench()
      const empty = await store.head(ADA)
      const cursors = await appendMany(store, 3)
      const entries = await readAll(store, empty)
      expect(entries.map(({ offset, mark }) => ({ epoch: empty.epoch, offset, mark }))).toEqual(cursors)
      expect(new Set(cursors.map(({ mark }) => mark)).size).toBe(3)
    })

    test('[LOG1] one append of several events gets offsets in order', async () => {
      const { store } = bench()
      const empty = await store.head(ADA)
      const cursor = await store.append(ADA, [
        { type: 'app.one', data: 1 },
        { type: 'app.two', data: 2 },
      ])
      const entries = await readAll(store, empty)
      expect(entries.map(({ offset, event }) => [offset, event.type])).toEqual([
        [1, 'app.one'],
        [2, 'app.two'],
      ])
      expect(cursor.offset).toBe(2)
    })

    test('[LOG1] an empty append moves nothing', async () => {
      const { store } = bench()
      const before = await store.head(ADA)
      expect(await store.append(ADA, [])).toEqual(before)
    })

    test('[LOG1] a hundred appends at once leave no gap and no double', async () => {
      const { store } = bench()
      const empty = await store.head(ADA)
      await Promise.all(Array.from({ length: 100 }, (_, index) => store.append(ADA, [{ type: 'app.tick', data: index }])))
      const entries = await readAll(store, empty)
      expect(entries.map(({ offset }) => offset)).toEqual(Array.from({ length: 100 }, (_, index) => index + 1))
    })

    test('[LOG1] users do not see each other, whatever they are called', async () => {
      const { store } = bench()
      for (const user of HOSTILE_USERS) await store.append(user, [{ type: 'app.name', data: user }])
      for (const user of HOSTILE_USERS) {
        const { epoch } = await store.head(user)
        const entries = await readAll(store, { epoch, offset: 0, mark: epoch }, user)
        expect(entries.map(({ event }) => event)).toEqual([{ type: 'app.name', data: user }])
      }
    })

    test('[STORE1] payloads come back as they went in', async () => {
      const { store } = bench()
      const empty = await store.head(ADA)
      const data = {
        list: [],
        object: {},
        most: 2 ** 53 - 1,
        least: -(2 ** 53 - 1),
        small: 5e-324,
        nothing: null,
        text: '😀 \u0000 \u2028 "\\ \ud83d',
        deep: [[[{ a: [false] }]]],
      }
      await store.append(ADA, [{ type: 'app.any', data }])
      expect((await readAll(store, empty))[0]?.event).toEqual({ type: 'app.any', data })
    })

    test('[STORE1] a caller that changes its object later does not change the log', async () => {
      const { store } = bench()
      const empty = await store.head(ADA)
      const data = { list: [1] }
      await store.append(ADA, [{ type: 'app.any', data }])
      data.list.push(2)
      expect((await readAll(store, empty))[0]?.event).toEqual({ type: 'app.any', data: { list: [1] } })
    })

    test.each([
      ['a payload nested too deep', nested(40)],
      ['a key that reaches for prototypes', { list: [{ constructor: 1 }] }],
      ['a key that is a prototype', JSON.parse('{"__proto__": 1}')],
    ])('[LOG1] %s, which no client could read, is refused and appends nothing', async (_, data) => {
      const { store } = bench()
      const before = await store.head(ADA)
      await expect(store.append(ADA, [{ type: 'app.any', data }])).rejects.toMatchObject({ code: 'unreadable' })
      expect(await store.head(ADA)).toEqual(before)
    })

    test('[LOG1] a payload nested as deep as a command may carry is stored', async () => {
      const { store } = bench()
      const empty = await store.head(ADA)
      await store.append(ADA, [{ type: 'app.any', data: nested(WIRE.depth) }])
      expect((await readAll(store, empty))[0]?.event).toEqual({ type: 'app.any', data: nested(WIRE.depth) })
    })

    test('[STORE3] an event above 256 kB is refused and appends nothing', async () => {
      const { store } = bench()
      const before = await store.head(ADA)
      const events = [
        { type: 'app.small' as const, data: 1 },
        { type: 'app.large' as const, data: 'x'.repeat(256 * 1024) },
      ]
      await expect(store.append(ADA, events)).rejects.toMatchObject({ name: 'StoreRefusal', code: 'too-large' })
      expect(await store.head(ADA)).toEqual(before)
    })
  })

  describe('cursor', () => {
    test('[LOG2] a proved cursor gets exactly what follows it', async () => {
      const { store } = bench()
      const cursors = await appendMany(store, 5)
      const entries = await readAll(store, cursors[1]!)
      expect(entries.map(({ offset }) => offset)).toEqual([3, 4, 5])
    })

    test('[LOG2] a cursor at the head gets nothing, and no gap', async () => {
      const { store } = bench()
      const cursors = await appendMany(store, 2)
      expect(await store.read(ADA, cursors[1]!, ALL)).toEqual({ outcome: 'entries', entries: [], next: cursors[1], head: cursors[1] })
    })

    test('[LOG2] a cursor of another epoch is a gap, and the epoch stays', async () => {
      const { store } = bench()
      const [first, second] = await appendMany(store, 2)
      expect(await store.read(ADA, { ...first!, epoch: 'other' }, ALL)).toEqual({ outcome: 'gap', reason: 'epoch', head: second })
    })

    test.each([
      ['a wrong mark inside the log', { offset: 1, mark: 'wrong' }],
      ['a wrong mark at the head', { offset: 2, mark: 'wrong' }],
      ['an offset beyond the head', { offset: 3, mark: 'later' }],
      ['offset 0 with a mark that is not the epoch', { offset: 0, mark: 'wrong' }],
    ])('[LOG2] %s has diverged and begins a new epoch', async (_, beside) => {
      const { store } = bench()
      const { epoch } = (await appendMany(store, 2))[0]!
      const reading = as(await store.read(ADA, { epoch, ...beside }, ALL), 'gap')
      expect(reading.reason).toBe('diverged')
      expect(reading.head.epoch).not.toBe(epoch)
      expect(await store.head(ADA)).toEqual(reading.head)
    })

    test('[LOG2] after a new epoch, offsets go on and old cursors stay unbelieved', async () => {
      const { store } = bench()
      const [first] = await appendMany(store, 2)
      await store.read(ADA, { ...first!, mark: 'wrong' }, ALL)
      const cursor = await store.append(ADA, [{ type: 'app.tick', data: null }])
      expect(cursor.offset).toBe(3)
      expect(as(await store.read(ADA, first!, ALL), 'gap').reason).toBe('epoch')
    })

    test("[LOG2] one user's divergence leaves the others alone", async () => {
      const { store } = bench()
      const before = await store.head('bob')
      const [first] = await appendMany(store, 1)
      await store.read(ADA, { ...first!, offset: 9 }, ALL)
      expect(await store.head('bob')).toEqual(before)
    })

    test('[LOG2] a read by count goes on where it stopped', async () => {
      const { store } = bench()
      const [first, ...rest] = await appendMany(store, 5)
      const reading = as(await store.read(ADA, first!, { count: 2, bytes: ALL.bytes }), 'entries')
      expect(reading.entries.map(({ offset }) => offset)).toEqual([2, 3])
      expect(reading.next).toEqual(rest[1])
      expect(entriesOf(await store.read(ADA, reading.next, ALL)).map(({ offset }) => offset)).toEqual([4, 5])
    })

    test('[LOG2] a read by bytes stops in time, but never at nothing', async () => {
      const { store } = bench()
      const empty = await store.head(ADA)
      for (let index = 0; index < 4; index++) await store.append(ADA, [{ type: 'app.large', data: 'é'.repeat(1000) }])
      expect(entriesOf(await store.read(ADA, empty, { count: 100, bytes: 5000 })).map(({ offset }) => offset)).toEqual([1, 2])
      expect(entriesOf(await store.read(ADA, empty, { count: 100, bytes: 1 })).map(({ offset }) => offset)).toEqual([1])
    })
  })

  describe('trimming', () => {
    test('[LOG4] only the newest entries are kept, by count', async () => {
      const store = await bench().open({ entries: 3 })
      const cursors = await appendMany(store, 5)
      expect((await readAll(store, cursors[2]!)).map(({ offset }) => offset)).toEqual([4, 5])
      expect(await store.read(ADA, cursors[0]!, ALL)).toMatchObject({ outcome: 'gap', reason: 'trimmed' })
    })

    test('[LOG4] entries older than their age are trimmed at the next append', async () => {
      const { open, world } = bench()
      const store = await open({ entriesMs: 1000 })
      const [first, second] = await appendMany(store, 2)
      await world.advance(1001)
      await store.append(ADA, [{ type: 'app.tick', data: null }])
      expect(as(await store.read(ADA, first!, ALL), 'gap').reason).toBe('trimmed')
      expect(as(await store.read(ADA, second!, ALL), 'gap').reason).toBe('trimmed')
    })

    test('[LOG3] trimming begins no new epoch', async () => {
      const store = await bench().open({ entries: 1 })
      const cursors = await appendMany(store, 3)
      const reading = as(await store.read(ADA, cursors[0]!, ALL), 'gap')
      expect(reading.head).toEqual(cursors[2])
    })

    test("[LOG3] the empty log's cursor is a gap once an entry was trimmed", async () => {
      const store = await bench().open({ entries: 1 })
      const empty = await store.head(ADA)
      await appendMany(store, 2)
      expect(as(await store.read(ADA, empty, ALL), 'gap').reason).toBe('trimmed')
    })

    test('[LOG3] what was trimmed once stays a gap, though later appends trim nothing', async () => {
      const { open, world } = bench()
      const store = await open({ entriesMs: 1000 })
      const empty = await store.head(ADA)
      await appendMany(store, 1)
      await world.advance(1001)
      await appendMany(store, 3)
      expect(as(await store.read(ADA, empty, ALL), 'gap').reason).toBe('trimmed')
    })

    test("[LOG3] the head's mark outlives the head's entry", async () => {
      const store = await bench().open({ entries: 0 })
      const [head] = await appendMany(store, 1)
      expect(await store.read(ADA, head!, ALL)).toMatchObject({ outcome: 'entries', entries: [] })
    })

    test('[LOG4] stream entries never push others out', async () => {
      const store = await bench().open({ entries: 2, streamEntries: 3 })
      const { lease } = await running(store, 'k')
      const before = await store.head(ADA)
      for (let at = 0; at < 10; at++) await write(store, lease, text(at, 'x'))
      const entries = await readAll(store, before)
      expect(entries.map(({ offset }) => offset - before.offset)).toEqual([8, 9, 10])
    })

    test('[LOG3] missing stream entries are no gap', async () => {
      const store = await bench().open({ streamEntries: 1 })
      const { lease } = await running(store, 'k')
      const before = await store.head(ADA)
      await write(store, lease, text(0, 'a'))
      await write(store, lease, text(1, 'b'))
      await store.append(ADA, [{ type: 'app.tick', data: null }])
      const entries = await readAll(store, before)
      expect(entries.map(({ event }) => event.type)).toEqual(['task.stream', 'app.tick'])
    })

    test('[LOG2] a cursor on a trimmed stream entry is unproven', async () => {
      const store = await bench().open({ streamEntries: 1 })
      const { lease } = await running(store, 'k')
      const { cursor } = as(await store.write(lease, text(0, 'a')), 'written')
      await write(store, lease, text(1, 'b'))
      expect(as(await store.read(ADA, cursor, ALL), 'gap').reason).toBe('trimmed')
    })

    test('[LOG3] a read to the end leads to the head, past stream entries trimmed there', async () => {
      const store = await bench().open({ streamEntries: 0 })
      const { lease } = await running(store, 'k')
      const before = await store.head(ADA)
      await write(store, lease, text(0, 'a'))
      expect(await store.read(ADA, before, ALL)).toEqual({
        outcome: 'entries',
        entries: [],
        next: await store.head(ADA),
        head: await store.head(ADA),
      })
    })
  })
}
