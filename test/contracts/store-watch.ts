// The hints' part of the store contract: who is woken by what (LOG5). Each test awaits a wake, never a time.
import { describe, expect, test } from 'vitest'
import type { Store } from '../../src/server/store.ts'
import { settle } from '../support/manual-server-world.ts'
import { ADA, ALL, running, submit, text, write } from './steps.ts'
import type { StoreBench } from './store.ts'

/** Counts the wakes that `run` causes. */
async function wakesOf(watch: (wake: () => void) => () => void, run: () => Promise<unknown>): Promise<number> {
  let count = 0
  const stop = watch(() => count++)
  await run()
  await settle()
  stop()
  return count
}

const ofUser = (store: Store, user: string) => (wake: () => void) => store.watch(user, wake)
const ofWork = (store: Store) => (wake: () => void) => store.watchWork(wake)

export function watchContract(bench: () => StoreBench): void {
  describe('watch', () => {
    test('[LOG5] an append wakes each watcher of its user', async () => {
      const { store } = bench()
      const both = Promise.all([1, 2].map(() => new Promise<void>(resolve => void store.watch(ADA, resolve))))
      await store.append(ADA, [{ type: 'app.tick', data: null }])
      await expect(both).resolves.toHaveLength(2)
    })

    test('[LOG5] a chunk wakes its user', async () => {
      const { store } = bench()
      const { lease } = await running(store, 'k')
      expect(await wakesOf(ofUser(store, ADA), () => write(store, lease, text(0, 'a')))).toBeGreaterThan(0)
    })

    test('[LOG5] nobody else is woken', async () => {
      const { store } = bench()
      expect(await wakesOf(ofUser(store, 'bob'), () => store.append(ADA, [{ type: 'app.tick', data: null }]))).toBe(0)
    })

    test('[LOG5] what is woken finds the entry there', async () => {
      const { store } = bench()
      const empty = await store.head(ADA)
      const found = new Promise(resolve => void store.watch(ADA, () => resolve(store.read(ADA, empty, ALL))))
      await store.append(ADA, [{ type: 'app.tick', data: null }])
      expect(await found).toMatchObject({ entries: [{ offset: 1 }] })
    })

    test('[LOG5] after its stop a watcher is left alone', async () => {
      const { store } = bench()
      let count = 0
      const stop = store.watch(ADA, () => count++)
      stop()
      stop()
      await store.append(ADA, [{ type: 'app.tick', data: null }])
      await settle()
      expect(count).toBe(0)
    })

    test('[LOG5] a watcher stopped by the one woken before it is let be', async () => {
      const { store } = bench()
      let count = 0
      const stops: (() => void)[] = []
      store.watch(ADA, () => {
        for (const stop of stops) stop()
      })
      stops.push(store.watch(ADA, () => count++))
      await store.append(ADA, [{ type: 'app.tick', data: null }])
      await settle()
      expect(count).toBe(0)
    })

    test('[LOG5] one function watching twice is two watchers', async () => {
      const { store } = bench()
      let count = 0
      const wake = () => void count++
      const stop = store.watch(ADA, wake)
      store.watch(ADA, wake)
      stop()
      await store.append(ADA, [{ type: 'app.tick', data: null }])
      await settle()
      expect(count).toBe(1)
    })

    test("[LOG2] a new epoch wakes the user's watchers", async () => {
      const { store } = bench()
      const head = await store.head(ADA)
      expect(await wakesOf(ofUser(store, ADA), () => store.read(ADA, { ...head, offset: 9 }, ALL))).toBe(1)
    })

    test('[SEND5] a finished command wakes those who wait for its receipt', async () => {
      const { store } = bench()
      await store.begin(ADA, 'c', 30_000)
      expect(await wakesOf(ofUser(store, ADA), () => store.finish(ADA, 'c', { ok: true }))).toBe(1)
    })
  })

  describe('watchWork', () => {
    test('[LOG5] queued work wakes workers', async () => {
      const { store } = bench()
      expect(await wakesOf(ofWork(store), () => submit(store, 'k'))).toBe(1)
    })

    test('[LOG5] a cancel wakes workers', async () => {
      const { store } = bench()
      const { task } = await running(store, 'k')
      expect(await wakesOf(ofWork(store), () => store.cancel(ADA, { id: task.id }))).toBe(1)
    })

    test('[LOG5] an answer wakes workers', async () => {
      const { store } = bench()
      const { lease, task } = await running(store, 'k')
      const { rev } = await write(store, lease, { type: 'ask', prompt: 1 })
      expect(await wakesOf(ofWork(store), () => store.answer(ADA, { id: task.id, rev, data: 1 }))).toBe(1)
    })

    test('[LOG5] a task that goes back to the queue wakes workers', async () => {
      const { store, world } = bench()
      await running(store, 'k')
      await world.advance(30_000)
      expect(await wakesOf(ofWork(store), () => store.expire(() => 'rerun'))).toBe(1)
    })

    test('[LOG5] a chunk does not', async () => {
      const { store } = bench()
      const { lease } = await running(store, 'k')
      expect(await wakesOf(ofWork(store), () => write(store, lease, text(0, 'a')))).toBe(0)
    })
  })
}
