// The commands' part of the store contract: an `app.*` command runs at most once (SEND5).
import { describe, expect, test } from 'vitest'
import type { StoredReceipt } from '../../src/server/store.ts'
import { ADA } from './steps.ts'
import type { StoreBench } from './store.ts'

const CLAIM_MS = 30_000
const DONE: StoredReceipt = { ok: true, data: { answer: [] }, cursor: { epoch: 'e', offset: 3, mark: 'm' } }

export function commandContract(bench: () => StoreBench): void {
  describe('commands', () => {
    test('[SEND5] the first arrival begins, the second never does', async () => {
      const { store } = bench()
      expect(await store.begin(ADA, 'c', CLAIM_MS)).toEqual({ outcome: 'begun' })
      expect(await store.begin(ADA, 'c', CLAIM_MS)).toEqual({ outcome: 'running' })
    })

    test('[SEND5] of many arrivals at once one begins', async () => {
      const { store } = bench()
      const answers = await Promise.all(Array.from({ length: 20 }, () => store.begin(ADA, 'c', CLAIM_MS)))
      expect(answers.filter(({ outcome }) => outcome === 'begun')).toHaveLength(1)
    })

    test('[SEND5] after it finished, its receipt is the answer', async () => {
      const { store } = bench()
      await store.begin(ADA, 'c', CLAIM_MS)
      await store.finish(ADA, 'c', DONE)
      expect(await store.begin(ADA, 'c', CLAIM_MS)).toEqual({ outcome: 'finished', receipt: DONE })
    })

    test('[SEND5] a claim that ran out is interrupted, and stays so', async () => {
      const { store, world } = bench()
      await store.begin(ADA, 'c', CLAIM_MS)
      await world.advance(CLAIM_MS)
      expect(await store.begin(ADA, 'c', CLAIM_MS)).toEqual({ outcome: 'interrupted' })
      await store.finish(ADA, 'c', DONE)
      expect(await store.begin(ADA, 'c', CLAIM_MS)).toEqual({ outcome: 'interrupted' })
    })

    test('[SEND5] a finish after the claim ran out, unseen by anyone, still counts', async () => {
      const { store, world } = bench()
      await store.begin(ADA, 'c', CLAIM_MS)
      await world.advance(CLAIM_MS + 1)
      await store.finish(ADA, 'c', DONE)
      expect(await store.begin(ADA, 'c', CLAIM_MS)).toEqual({ outcome: 'finished', receipt: DONE })
    })

    test("[SEND5] a command id is its user's own", async () => {
      const { store } = bench()
      await store.begin('bob', 'c', CLAIM_MS)
      expect(await store.begin(ADA, 'c', CLAIM_MS)).toEqual({ outcome: 'begun' })
    })

    test('[SEND3] receipts are kept through their retention, then forgotten', async () => {
      const { open, world } = bench()
      const store = await open({ receiptsMs: 120_000 })
      await store.begin(ADA, 'c', CLAIM_MS)
      await store.finish(ADA, 'c', DONE)
      await world.advance(120_000)
      await store.expire(() => 'fail')
      expect(await store.begin(ADA, 'c', CLAIM_MS)).toMatchObject({ outcome: 'finished' })
      await world.advance(60_001)
      await store.expire(() => 'fail')
      expect(await store.begin(ADA, 'c', CLAIM_MS)).toEqual({ outcome: 'begun' })
    })

    test('[STORE3] a receipt above the bound is refused, and the claim stands', async () => {
      const { store } = bench()
      await store.begin(ADA, 'c', CLAIM_MS)
      await expect(store.finish(ADA, 'c', { ok: true, data: 'x'.repeat(256 * 1024) })).rejects.toMatchObject({ code: 'too-large' })
      expect(await store.begin(ADA, 'c', CLAIM_MS)).toEqual({ outcome: 'running' })
    })
  })
}
