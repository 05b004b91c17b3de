// The streams' part of the store contract: chunks land where the stream ends, once (STR2, STR3, TASK3).
import { describe, expect, test } from 'vitest'
import { ADA, as, headOf, readAll, running, text, write } from './steps.ts'
import type { StoreBench } from './store.ts'

export function streamContract(bench: () => StoreBench): void {
  describe('streams', () => {
    test('[STR2] every head carries the lengths, in UTF-16 units and items', async () => {
      const { store } = bench()
      const { lease, task } = await running(store, 'k')
      await write(store, lease, text(0, '😀é'))
      await write(store, lease, { type: 'chunk', name: 'rows', kind: 'list', at: 0, chunk: [1, [2]] })
      expect((await headOf(store, task.id)).lengths).toEqual({ text: 3, rows: 2 })
    })

    test('[STR2] the settled event carries the lengths', async () => {
      const { store } = bench()
      const { lease } = await running(store, 'k')
      const { cursor } = as(await store.write(lease, text(0, 'abc')), 'written')
      await write(store, lease, { type: 'succeed' })
      expect((await readAll(store, cursor))[0]?.event).toMatchObject({ type: 'task.settled', task: { lengths: { text: 3 } } })
    })

    test("[STR1] a chunk's event says at and attempt", async () => {
      const { store } = bench()
      const { lease, task } = await running(store, 'k')
      const { cursor } = as(await store.write(lease, text(0, 'ab')), 'written')
      await write(store, lease, { ...text(2, 'c'), done: true } as ReturnType<typeof text>)
      const event = { type: 'task.stream', id: task.id, attempt: 1, name: 'text', kind: 'text', at: 2, chunk: 'c', done: true }
      expect((await readAll(store, cursor)).map(entry => entry.event)).toEqual([event])
    })

    test('[TASK3] a chunk repeated at the same place is success and no event', async () => {
      const { store } = bench()
      const { lease, task } = await running(store, 'k')
      await write(store, lease, text(0, 'ab'))
      await write(store, lease, text(2, 'cd'))
      const before = await store.head(ADA)
      for (const again of [text(0, 'ab'), text(2, 'cd')]) await write(store, lease, again)
      expect(await store.head(ADA)).toEqual(before)
      expect((await store.get(ADA, { id: task.id }))?.pieces).toMatchObject([{ chunk: 'abcd' }])
    })

    test.each([
      ['another chunk where one stands', text(0, 'XY')],
      ['a chunk beyond the end', text(9, 'z')],
      ['a chunk across a border', text(1, 'b')],
    ])('[TASK3] %s is refused: its writer is wrong about the stream', async (_, wrong) => {
      const { store } = bench()
      const { lease, task } = await running(store, 'k')
      await write(store, lease, text(0, 'ab'))
      expect(await store.write(lease, wrong)).toEqual({ outcome: 'lease-lost' })
      expect((await store.get(ADA, { id: task.id }))?.pieces).toMatchObject([{ chunk: 'ab' }])
    })

    test('[STR3] lone surrogates are kept as the writer sent them', async () => {
      const { store } = bench()
      const { lease, task } = await running(store, 'k')
      await write(store, lease, text(0, '\ud83d'))
      await write(store, lease, text(1, '\ude00'))
      expect((await store.get(ADA, { id: task.id }))?.pieces).toMatchObject([{ chunk: '😀' }])
    })

    test.each(['naïve 😀', 'a\0b', "'; DROP TABLE chunks;--", 'x'.repeat(128)])('[STR1] a stream may be called %j', async name => {
      const { store } = bench()
      const { lease, task } = await running(store, 'k')
      await write(store, lease, text(0, 'a', name))
      await write(store, lease, text(1, 'b', name))
      const stored = await store.get(ADA, { id: task.id })
      expect(Object.entries(stored!.task.lengths)).toEqual([[name, 2]])
      expect(stored!.pieces).toMatchObject([{ name, chunk: 'ab' }])
    })

    test.each(['', '__proto__', 'constructor', 'x'.repeat(129)])(
      '[STR1] a stream may not be called %j, which no client could read',
      async name => {
        const { store } = bench()
        const { lease, task } = await running(store, 'k')
        const before = await store.head(ADA)
        await expect(store.write(lease, text(0, 'a', name))).rejects.toMatchObject({ code: 'unreadable' })
        expect([await store.head(ADA), (await headOf(store, task.id)).lengths]).toEqual([before, {}])
      },
    )

    test('[STR1] a text stream takes no list, and a done one takes no more', async () => {
      const { store } = bench()
      const { lease } = await running(store, 'k')
      await write(store, lease, { type: 'chunk', name: 'text', kind: 'text', at: 0, chunk: 'ab', done: true })
      await expect(store.write(lease, { type: 'chunk', name: 'text', kind: 'list', at: 2, chunk: [1] })).rejects.toMatchObject({
        code: 'stream-mismatch',
      })
      await expect(store.write(lease, text(2, 'c'))).rejects.toMatchObject({ code: 'stream-mismatch' })
    })

    test('[STR1] an empty chunk may say that the stream is done, once', async () => {
      const { store } = bench()
      const { lease } = await running(store, 'k')
      await write(store, lease, text(0, 'ab'))
      const last = { type: 'chunk' as const, name: 'text', kind: 'text' as const, at: 2, chunk: '', done: true as const }
      await write(store, lease, last)
      const before = await store.head(ADA)
      await write(store, lease, last)
      expect(await store.head(ADA)).toEqual(before)
      expect((await store.snapshot(ADA)).pieces).toMatchObject([{ chunk: 'ab', done: true }])
    })

    test('[STORE3] a task has a bound on its streams', async () => {
      const { store } = bench()
      const { lease } = await running(store, 'k')
      for (let index = 0; index < 64; index++) await write(store, lease, text(0, 'x', `s${index}`))
      await expect(store.write(lease, text(0, 'x', 'one-more'))).rejects.toMatchObject({ code: 'too-many' })
    })

    test('[STORE3] a task record above 1 MB is refused, and what stands stays', async () => {
      const { store } = bench()
      const { lease, task } = await running(store, 'k')
      const part = 'x'.repeat(200 * 1024)
      for (let index = 0; index < 5; index++) await write(store, lease, text(index * part.length, part))
      await expect(store.write(lease, text(5 * part.length, part))).rejects.toMatchObject({ code: 'too-large' })
      expect((await headOf(store, task.id)).lengths).toEqual({ text: 5 * part.length })
    })
  })
}
