// The store contract over the store in memory, and over the simulation's, which can be put back.
import { memoryStore } from '../../src/server/memory/index.ts'
import type { ServerWorld } from '../../src/server/world.ts'
import { createRewindableStore } from '../../src/testing/rewindable-store.ts'
import { restoreContract } from './store-restore.ts'
import { storeContract } from './store.ts'

storeContract('memory', options => memoryStore(options))

const rewindable = (world: ServerWorld, retention = {}) => createRewindableStore({ world, retention, rewinds: true, appended: () => {} })
storeContract('rewindable', ({ world, retention }) => rewindable(world, retention).store)
restoreContract('rewindable', world => {
  const kept = rewindable(world)
  let steps = 0
  return {
    store: kept.store,
    backUp: () => void (steps = kept.steps()),
    async restore() {
      kept.rewind(kept.steps() - steps, true)
      return kept.store
    },
    restart: async () => kept.store,
  }
})
