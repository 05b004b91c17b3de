// The contract that every store keeps: one suite, run over each. The parts stand in files of their own.
import { afterEach, beforeEach, describe } from 'vitest'
import type { Retention, Store } from '../../src/server/store.ts'
import { manualServerWorld } from '../support/manual-server-world.ts'
import type { ManualServerWorld } from '../support/manual-server-world.ts'
import { commandContract } from './store-commands.ts'
import { leaseContract } from './store-leases.ts'
import { logContract } from './store-log.ts'
import { snapshotContract } from './store-snapshot.ts'
import { streamContract } from './store-streams.ts'
import { taskContract } from './store-tasks.ts'
import { watchContract } from './store-watch.ts'

export interface StoreOptions {
  readonly world: ManualServerWorld
  readonly retention?: Partial<Retention>
}

export type OpenStore = (options: StoreOptions) => Store | Promise<Store>

/** What each test finds ready: an empty store and the clock it lives by. */
export interface StoreBench {
  readonly store: Store
  readonly world: ManualServerWorld
  /** Another empty store with its own retention, on the same clock. */
  readonly open: (retention: Partial<Retention>) => Promise<Store>
}

export function storeContract(name: string, openStore: OpenStore): void {
  describe(`${name} store`, () => {
    const opened: Store[] = []
    let current: StoreBench

    beforeEach(async () => {
      const world = manualServerWorld()
      const open = async (retention: Partial<Retention> = {}): Promise<Store> => {
        const store = await openStore({ world, retention })
        opened.push(store)
        return store
      }
      current = { world, open, store: await open() }
    })
    afterEach(async () => {
      await Promise.all(opened.splice(0).map(store => store.close()))
    })

    const bench = (): StoreBench => current
    logContract(bench)
    snapshotContract(bench)
    taskContract(bench)
    streamContract(bench)
    leaseContract(bench)
    commandContract(bench)
    watchContract(bench)
  })
}
