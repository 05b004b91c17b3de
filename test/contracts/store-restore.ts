// The contract of a store that was put back from a copy: it is a new incarnation, and nothing from before it is believed (LOG2, TASK3, SEND6).
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Store } from '../../src/server/store.ts'
import { manualServerWorld } from '../support/manual-server-world.ts'
import type { ManualServerWorld } from '../support/manual-server-world.ts'
import { ADA, ALL, appendMany, as, headOf, LEASE_MS, readAll, running, submit, text } from './steps.ts'

export interface Restorable {
  readonly store: Store
  /** A copy of all that stands now. */
  readonly backUp: () => void
  /** Puts the copy back, and opens it if the store must be opened anew. */
  readonly restore: () => Promise<Store>
  readonly restart: () => Promise<Store>
}

export function restoreContract(name: string, open: (world: ManualServerWorld) => Restorable): void {
  describe(`${name} store, put back from a copy`, () => {
    let world: ManualServerWorld
    let kept: Restorable
    let last: Store
    beforeEach(() => {
      world = manualServerWorld()
      kept = open(world)
      last = kept.store
    })
    afterEach(() => last.close())
    const restored = async (): Promise<Store> => (last = await kept.restore())

    test('[LOG2] begins a new epoch for every log, begun or not', async () => {
      const [begun] = await appendMany(kept.store, 1)
      const empty = await kept.store.head('nobody yet')
      kept.backUp()
      await appendMany(kept.store, 1, 'bob')
      const store = await restored()
      const heads = [await store.head(ADA), await store.head('nobody yet')]
      expect(heads.map(({ offset }) => offset)).toEqual([1, 0])
      expect(heads.map(({ epoch }) => epoch)).not.toContain(begun!.epoch)
      expect(heads.map(({ epoch }) => epoch)).not.toContain(empty.epoch)
    })

    test('[LOG2] proves no cursor from before, though its entry came with the copy', async () => {
      const [cursor] = await appendMany(kept.store, 1)
      kept.backUp()
      const lost = (await appendMany(kept.store, 2))[1]!
      const store = await restored()
      await appendMany(store, 3)
      const readings = [await store.read(ADA, cursor!, ALL), await store.read(ADA, lost, ALL)]
      expect(readings).toMatchObject([
        { outcome: 'gap', reason: 'epoch' },
        { outcome: 'gap', reason: 'epoch' },
      ])
    })

    test('[LOG2] goes on from what the copy holds', async () => {
      const [kept1] = await appendMany(kept.store, 1)
      kept.backUp()
      await appendMany(kept.store, 5)
      const store = await restored()
      const [next] = await appendMany(store, 1)
      const { epoch } = next!
      expect((await readAll(store, { epoch, offset: 0, mark: epoch })).map(({ offset, mark }) => [offset, mark])).toEqual([
        [1, kept1!.mark],
        [2, next!.mark],
      ])
    })

    test('[LOG2] is another incarnation each time, though the copy is the same', async () => {
      await appendMany(kept.store, 1)
      kept.backUp()
      await appendMany(kept.store, 1)
      const epochs = [(await kept.store.head(ADA)).epoch]
      for (const again of [restored, restored]) {
        const store = await again()
        await appendMany(store, 1)
        epochs.push((await store.head(ADA)).epoch)
      }
      expect(new Set(epochs).size).toBe(3)
    })

    test('[LOG2] a log that had begun an epoch of its own begins another', async () => {
      const [cursor] = await appendMany(kept.store, 1)
      const { head } = as(await kept.store.read(ADA, { ...cursor!, mark: 'wrong' }, ALL), 'gap')
      kept.backUp()
      await appendMany(kept.store, 1)
      const after = await (await restored()).head(ADA)
      expect([after.offset, after.epoch === head.epoch, after.epoch === cursor!.epoch]).toEqual([1, false, false])
    })

    test('[LOG2] a mere restart keeps the epoch and proves the cursor', async () => {
      const cursors = await appendMany(kept.store, 3)
      last = await kept.restart()
      expect(await readAll(last, cursors[0]!)).toHaveLength(2)
    })

    test('[TASK3] a worker from before holds nothing: it writes, renews and ends no task', async () => {
      const { lease, task } = await running(kept.store, 'k')
      kept.backUp()
      await kept.store.write(lease, text(0, 'lost'))
      const store = await restored()
      expect(await store.write(lease, text(0, 'again'))).toEqual({ outcome: 'lease-lost' })
      expect(await store.renew(lease, LEASE_MS)).toEqual({ outcome: 'lost' })
      expect(await store.write(lease, { type: 'succeed' })).toEqual({ outcome: 'lease-lost' })
      expect(await headOf(store, task.id)).toEqual({ ...task, lengths: {} })
    })

    test('[TASK3] its task is settled when the lease it had runs out', async () => {
      const { task } = await running(kept.store, 'k')
      kept.backUp()
      await submit(kept.store, 'later')
      const store = await restored()
      await world.advance(LEASE_MS)
      await store.expire(() => 'rerun')
      expect(await headOf(store, task.id)).toMatchObject({ status: 'queued', attempt: 2 })
    })

    test('[SEND6] a command claimed after the copy may be claimed again, under an epoch that says so', async () => {
      kept.backUp()
      const { epoch } = await kept.store.head(ADA)
      await kept.store.begin(ADA, 'c', LEASE_MS)
      const store = await restored()
      expect(await store.begin(ADA, 'c', LEASE_MS)).toEqual({ outcome: 'begun' })
      expect((await store.head(ADA)).epoch).not.toBe(epoch)
    })
  })
}
