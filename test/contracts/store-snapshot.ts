// The snapshot's part of the store contract: tasks, pieces, notifications and seen, as of one cursor (SNAP1).
import { describe, expect, test } from 'vitest'
import type { TaskFilter } from '../../src/server/store.ts'
import { ADA, claim, readAll, running, settled, submit, text, write } from './steps.ts'
import type { StoreBench } from './store.ts'

export function snapshotContract(bench: () => StoreBench): void {
  describe('snapshot', () => {
    test('[SNAP1] nothing yet is an empty snapshot at the empty cursor', async () => {
      const { store } = bench()
      expect(await store.snapshot(ADA)).toEqual({ cursor: await store.head(ADA), tasks: [], pieces: [], notifications: [], seen: 0 })
    })

    test('[SNAP1] all active tasks and the newest 100 settled ones', async () => {
      const { store, world } = bench()
      await submit(store, 'waiting', { kind: 'export' })
      for (let index = 0; index < 102; index++) {
        await settled(store, `k${index}`)
        await world.advance(1)
      }
      const keys = (await store.snapshot(ADA)).tasks.map(({ key }) => key)
      expect(keys[0]).toBe('waiting')
      expect(new Set(keys.slice(1))).toEqual(new Set(Array.from({ length: 100 }, (_, index) => `k${index + 2}`)))
    })

    test('[SNAP1] each stream is one piece from 0, with what was written so far', async () => {
      const { store } = bench()
      const { lease, task } = await running(store, 'k')
      await write(store, lease, text(0, 'Hello '))
      await write(store, lease, text(6, '😀'))
      await write(store, lease, { type: 'chunk', name: 'rows', kind: 'list', at: 0, chunk: [[1], []] })
      await write(store, lease, { type: 'chunk', name: 'rows', kind: 'list', at: 2, chunk: [{ a: 2 }], done: true })
      const piece = { id: task.id, attempt: 1, at: 0 }
      expect((await store.snapshot(ADA)).pieces.toSorted((left, right) => (left.name < right.name ? 1 : -1))).toEqual([
        { ...piece, name: 'text', kind: 'text', chunk: 'Hello 😀' },
        { ...piece, name: 'rows', kind: 'list', chunk: [[1], [], { a: 2 }], done: true },
      ])
    })

    test("[SNAP1] a settled task's streams are done", async () => {
      const { store } = bench()
      const { lease } = await running(store, 'k')
      await write(store, lease, text(0, 'bye'))
      await write(store, lease, { type: 'succeed' })
      expect((await store.snapshot(ADA)).pieces).toMatchObject([{ chunk: 'bye', done: true }])
    })

    test('[SNAP1] tasks carry input and ending', async () => {
      const { store } = bench()
      await submit(store, 'k', { input: { text: [] } })
      const claimed = await store.claim(['chat'], 1000)
      await write(store, claimed!.lease, { type: 'succeed', result: { answer: 42 } })
      expect((await store.snapshot(ADA)).tasks).toMatchObject([{ status: 'succeeded', input: { text: [] }, result: { answer: 42 } }])
    })

    test('[SNAP1] notifications are those of the log, at their offsets', async () => {
      const { store } = bench()
      const empty = await store.head(ADA)
      const task = await settled(store, 'k')
      await store.notify(ADA, { id: 'n1', kind: 'notice', title: 'Hi', data: { a: [] } })
      const offsets = (await readAll(store, empty))
        .filter(({ event }) => event.type === 'task.settled' || event.type === 'notification')
        .map(({ offset }) => offset)
      const { notifications } = await store.snapshot(ADA)
      expect(notifications).toMatchObject([
        { offset: offsets[0], id: `${task.id}-succeeded`, kind: 'task.succeeded', task: task.id },
        { offset: offsets[1], id: 'n1', kind: 'notice', title: 'Hi', data: { a: [] } },
      ])
    })

    test('[SNAP1] a question is a notification', async () => {
      const { store } = bench()
      const { lease, task } = await running(store, 'k')
      await write(store, lease, { type: 'ask', prompt: 'Which one?' })
      expect((await store.snapshot(ADA)).notifications).toMatchObject([{ kind: 'task.input-required', task: task.id }])
    })

    test('[SNAP1] notifications outlive the entries that made them', async () => {
      const store = await bench().open({ entries: 1 })
      await store.notify(ADA, { id: 'n1', kind: 'notice' })
      await store.append(ADA, [{ type: 'app.tick', data: null }])
      expect((await store.snapshot(ADA)).notifications.map(({ id }) => id)).toEqual(['n1'])
    })

    test('[SNAP1] only the newest notifications are kept', async () => {
      const store = await bench().open({ notifications: 2 })
      for (const id of ['n1', 'n2', 'n3']) await store.notify(ADA, { id, kind: 'notice' })
      expect((await store.snapshot(ADA)).notifications.map(({ id }) => id)).toEqual(['n2', 'n3'])
    })

    test('[TASK4] a notice with a known id is recorded once', async () => {
      const { store } = bench()
      const first = await store.notify(ADA, { id: 'n1', kind: 'notice' })
      expect(await store.notify(ADA, { id: 'n1', kind: 'notice' })).toEqual(first)
      expect((await store.snapshot(ADA)).notifications).toHaveLength(1)
    })

    test('[SNAP1] seen only grows, up to the head, and each step is an event', async () => {
      const { store } = bench()
      await store.notify(ADA, { id: 'n1', kind: 'notice' })
      const cursor = await store.notify(ADA, { id: 'n2', kind: 'notice' })
      expect((await store.see(ADA, 2)).offset).toBe(2)
      expect((await store.see(ADA, 1)).offset).toBe(2)
      expect((await store.see(ADA, 2 ** 53 - 1)).offset).toBe(3)
      expect((await store.snapshot(ADA)).seen).toBe(3)
      expect((await readAll(store, cursor)).map(({ event }) => event)).toEqual([
        { type: 'notifications.seen', offset: 2 },
        { type: 'notifications.seen', offset: 3 },
      ])
    })

    test('[SNAP1] a snapshot is as new as its cursor says: replay from it misses nothing', async () => {
      const { store } = bench()
      const { lease, task } = await running(store, 'k')
      const { cursor, tasks } = await store.snapshot(ADA)
      await write(store, lease, { type: 'succeed' })
      const settledBy = (await readAll(store, cursor)).map(({ event }) => event)
      expect(tasks).toMatchObject([{ id: task.id, status: 'running' }])
      expect(settledBy).toMatchObject([{ type: 'task.settled', task: { id: task.id, rev: task.rev + 1 } }])
    })
  })

  describe('older tasks', () => {
    test('[SNAP1] pages run from the newest to the oldest, each task once', async () => {
      const { store } = bench()
      for (const key of ['a', 'b', 'c', 'd', 'e']) await submit(store, key)
      const first = await store.list(ADA, { limit: 2 })
      const second = await store.list(ADA, { limit: 2, before: first.next! })
      const third = await store.list(ADA, { limit: 2, before: second.next! })
      expect([first, second, third].map(({ tasks }) => tasks.map(({ key }) => key))).toEqual([['e', 'd'], ['c', 'b'], ['a']])
      expect(third.next).toBeNull()
    })

    test.each<[string, TaskFilter, readonly string[]]>([
      ['a conversation', { conversation: 'odd' }, ['d', 'b']],
      ['a status', { statuses: ['running'] }, ['a']],
      ['statuses', { statuses: ['running', 'cancelled'] }, ['d', 'a']],
      ['both', { conversation: 'odd', statuses: ['cancelled'] }, ['d']],
      ['a conversation that is not there', { conversation: '' }, []],
      ['no status', { statuses: [] }, []],
    ])('[SNAP1] pages by %s hold those tasks only, and all of them', async (_, filter, expected) => {
      const { store } = bench()
      for (const [index, key] of ['a', 'b', 'c', 'd'].entries())
        await store.submit(ADA, { key, kind: 'chat', input: null, conversation: index % 2 === 0 ? "e'ven" : 'odd' })
      await claim(store)
      await store.cancel(ADA, { key: 'd' })
      const keys: string[] = []
      for (let before: string | null | undefined; before !== null;) {
        const page = await store.list(ADA, { limit: 1, ...filter, ...(before !== undefined && { before }) })
        keys.push(...page.tasks.map(({ key }) => key))
        before = page.next
      }
      expect(keys).toEqual(expected)
    })

    test('[SNAP1] a page never shows another user', async () => {
      const { store } = bench()
      await submit(store, 'mine')
      await submit(store, 'theirs', { user: 'bob' })
      expect((await store.list(ADA, { limit: 10 })).tasks.map(({ key }) => key)).toEqual(['mine'])
    })

    test('[SNAP1] settled tasks are forgotten after their retention, running ones never', async () => {
      const { open, world } = bench()
      const store = await open({ settledMs: 1000 })
      const old = await settled(store, 'old')
      const { task } = await running(store, 'busy')
      await world.advance(1001)
      await store.expire(() => 'fail')
      expect(await store.get(ADA, { id: old.id })).toBeNull()
      expect(await store.get(ADA, { id: task.id })).toMatchObject({ task: { status: 'running' } })
    })
  })
}
