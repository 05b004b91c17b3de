// The leases' part of the store contract: one worker per attempt, and what follows when it is gone (TASK2, TASK3).
import { describe, expect, test } from 'vitest'
import type { Lease } from '../../src/server/store.ts'
import { ADA, as, claim, headOf, LEASE_MS, readAll, running, submit, text, write } from './steps.ts'
import type { StoreBench } from './store.ts'

export function leaseContract(bench: () => StoreBench): void {
  describe('claim', () => {
    test('[TASK3] the oldest queued task of the kinds is claimed, with its input', async () => {
      const { store } = bench()
      await submit(store, 'other', { kind: 'export' })
      await submit(store, 'first', { input: { n: [] } })
      await submit(store, 'second', { user: 'bob' })
      expect((await claim(store)).task).toMatchObject({ key: 'first', status: 'running', rev: 2, input: { n: [] } })
      const { task, lease } = await claim(store)
      expect(task.key).toBe('second')
      expect(lease).toEqual({ user: 'bob', taskId: task.id, attempt: 1, leaseId: lease.leaseId })
    })

    test('[TASK3] nothing queued, or no kinds, claims nothing', async () => {
      const { store } = bench()
      await submit(store, 'k')
      expect(await store.claim([], LEASE_MS)).toBeNull()
      expect(await store.claim(['export'], LEASE_MS)).toBeNull()
    })

    test('[TASK3] many workers at once each get another task', async () => {
      const { store } = bench()
      for (let index = 0; index < 20; index++) await submit(store, `k${index}`)
      const claimed = await Promise.all(Array.from({ length: 25 }, () => store.claim(['chat'], LEASE_MS)))
      const ids = claimed.flatMap(one => (one ? [one.task.id] : []))
      expect(new Set(ids).size).toBe(20)
      expect(ids).toHaveLength(20)
    })
  })

  describe('open', () => {
    test('[TASK3] a worker opens a task that runs at once, in one event', async () => {
      const { store, world } = bench()
      const empty = await store.head(ADA)
      const { lease, task } = as(await store.open(ADA, { key: 'k', kind: 'import', input: 1 }, LEASE_MS), 'opened')
      expect(task).toMatchObject({ status: 'running', rev: 1, startedAt: world.now() })
      expect((await readAll(store, empty)).map(({ event }) => event.type)).toEqual(['task.created'])
      await write(store, lease, { type: 'succeed' })
    })

    test('[TASK5] a queued task under the key is taken', async () => {
      const { store } = bench()
      const { id } = await submit(store, 'k', { input: 1 })
      expect(as(await store.open(ADA, { key: 'k', kind: 'chat' }, LEASE_MS), 'opened').task).toMatchObject({
        id,
        status: 'running',
        rev: 2,
      })
      expect(await store.claim(['chat'], LEASE_MS)).toBeNull()
    })

    test('[TASK5] a task that runs already answers without a lease', async () => {
      const { store } = bench()
      const { task } = await running(store, 'k')
      expect(await store.open(ADA, { key: 'k', kind: 'chat' }, LEASE_MS)).toMatchObject({
        outcome: 'taken',
        lease: null,
        task: { id: task.id, rev: 2 },
      })
    })

    test('[TASK5] other input under the key is a conflict', async () => {
      const { store } = bench()
      await submit(store, 'k', { input: 1 })
      expect(await store.open(ADA, { key: 'k', kind: 'chat', input: 2 }, LEASE_MS)).toEqual({ outcome: 'key-conflict' })
    })

    test('[TASK5] what was cancelled before is born cancelled, without a lease', async () => {
      const { store } = bench()
      await store.cancel(ADA, { key: 'k' })
      expect(await store.open(ADA, { key: 'k', kind: 'import' }, LEASE_MS)).toMatchObject({
        outcome: 'taken',
        lease: null,
        task: { status: 'cancelled' },
      })
    })
  })

  describe('lease', () => {
    test('[TASK3] a renewed lease lives on, an abandoned one does not', async () => {
      const { store, world } = bench()
      const { lease } = await running(store, 'k')
      await world.advance(20_000)
      expect(await store.renew(lease, LEASE_MS)).toEqual({ outcome: 'held', cancelRequested: false })
      await world.advance(29_999)
      await write(store, lease, text(0, 'a'))
      await world.advance(1)
      expect(await store.renew(lease, LEASE_MS)).toEqual({ outcome: 'lost' })
    })

    test('[TASK3] renewing says nothing to the user', async () => {
      const { store, world } = bench()
      const { lease, task } = await running(store, 'k')
      const before = await store.head(ADA)
      await world.advance(10_000)
      await store.renew(lease, LEASE_MS)
      expect(await store.head(ADA)).toEqual(before)
      expect((await headOf(store, task.id)).rev).toBe(task.rev)
    })

    test('[TASK3] a worker past its lease overwrites nothing, though nobody noticed yet', async () => {
      const { store, world } = bench()
      const { lease, task } = await running(store, 'k')
      await world.advance(LEASE_MS)
      for (const late of [text(0, 'late'), { type: 'succeed' } as const])
        expect(await store.write(lease, late)).toEqual({ outcome: 'lease-lost' })
      expect((await headOf(store, task.id)).status).toBe('running')
    })

    test('[TASK3] a forged lease writes nothing', async () => {
      const { store } = bench()
      const { lease } = await running(store, 'k')
      const forged: readonly Lease[] = [
        { ...lease, leaseId: `${lease.leaseId}-forged` },
        { ...lease, user: 'bob' },
        { ...lease, taskId: 'other' },
      ]
      for (const other of forged) {
        expect(await store.write(other, { type: 'succeed' })).toEqual({ outcome: 'lease-lost' })
        expect(await store.renew(other, LEASE_MS)).toEqual({ outcome: 'lost' })
      }
    })

    test('[TASK3] expire says when it next wants to be asked', async () => {
      const { store, world } = bench()
      expect(await store.expire(() => 'fail')).toBeNull()
      await submit(store, 'a')
      await submit(store, 'b')
      await claim(store, 'chat', 5000)
      await claim(store, 'chat', 3000)
      expect(await store.expire(() => 'fail')).toBe(world.now() + 3000)
    })

    test('[TASK3] a lost worker fails its task with worker-lost, and only then', async () => {
      const { store, world } = bench()
      const { lease, task } = await running(store, 'k')
      await world.advance(LEASE_MS - 1)
      await store.expire(() => 'fail')
      expect((await headOf(store, task.id)).status).toBe('running')
      await world.advance(1)
      await store.expire(() => 'fail')
      expect((await store.get(ADA, { id: task.id }))?.task).toMatchObject({
        status: 'failed',
        error: { code: 'worker-lost', retryable: true },
      })
      expect(await store.write(lease, { type: 'succeed' })).toEqual({ outcome: 'lease-lost' })
    })

    test('[TASK3] a task that waits for input fails too when its worker is lost', async () => {
      const { store, world } = bench()
      const { lease, task } = await running(store, 'k')
      await write(store, lease, { type: 'ask', prompt: 1 })
      await world.advance(LEASE_MS)
      await store.expire(() => 'fail')
      const head = await headOf(store, task.id)
      expect(head.status).toBe('failed')
      expect(head).not.toHaveProperty('prompt')
    })

    test('[TASK2] a rerun goes running → queued with attempt + 1 and without its old streams, never failed between', async () => {
      const { store, world } = bench()
      const { lease, task } = await running(store, 'k')
      const { cursor } = as(await store.write(lease, text(0, 'half')), 'written')
      await world.advance(LEASE_MS)
      await store.expire(() => 'rerun')
      const events = (await readAll(store, cursor)).map(({ event }) => event)
      expect(events).toMatchObject([{ type: 'task.updated', task: { status: 'queued', attempt: 2, rev: task.rev + 1, lengths: {} } }])
      expect((await store.get(ADA, { id: task.id }))?.pieces).toEqual([])
    })

    test('[TASK3] the worker of an old attempt writes nothing into the new one', async () => {
      const { store, world } = bench()
      const { lease: old } = await running(store, 'k')
      await write(store, old, text(0, 'old'))
      await world.advance(LEASE_MS)
      await store.expire(() => 'rerun')
      const { lease, task } = await claim(store)
      expect(lease).toMatchObject({ taskId: old.taskId, attempt: 2 })
      await write(store, lease, text(0, 'new'))
      expect(await store.write(old, text(3, 'old'))).toEqual({ outcome: 'lease-lost' })
      expect(await store.write(old, { type: 'succeed' })).toEqual({ outcome: 'lease-lost' })
      expect(await store.renew(old, LEASE_MS)).toEqual({ outcome: 'lost' })
      expect((await store.get(ADA, { id: task.id }))?.pieces).toMatchObject([{ attempt: 2, chunk: 'new' }])
    })

    test('[TASK2] a task whose cancel its worker did not live to see is cancelled, not run again', async () => {
      const { store, world } = bench()
      const { task } = await running(store, 'k')
      await store.cancel(ADA, { id: task.id })
      await world.advance(LEASE_MS)
      await store.expire(() => 'rerun')
      expect((await headOf(store, task.id)).status).toBe('cancelled')
    })

    test('[TASK3] a task that keeps killing its worker fails in the end', async () => {
      const { store, world } = bench()
      const { task } = await running(store, 'k')
      for (let attempt = 1; attempt < 16; attempt++) {
        await world.advance(LEASE_MS)
        await store.expire(() => 'rerun')
        expect((await claim(store)).task.attempt).toBe(attempt + 1)
      }
      await world.advance(LEASE_MS)
      await store.expire(() => 'rerun')
      expect((await headOf(store, task.id)).status).toBe('failed')
    })

    test('[TASK3] a lease let go lapses at once', async () => {
      const { store } = bench()
      const { lease, task } = await running(store, 'k')
      await store.renew(lease, 0)
      await store.expire(() => 'rerun')
      expect(await headOf(store, task.id)).toMatchObject({ status: 'queued', attempt: 2 })
    })
  })
}
