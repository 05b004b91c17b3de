// The store in one SQLite file: survives restarts, and is shared by the processes of one machine.
import { createLedger } from '../log/ledger.ts'
import { createWakers } from '../log/wakers.ts'
import { nodeWorld } from '../node-world.ts'
import type { Retention, Store } from '../store.ts'
import type { ServerWorld } from '../world.ts'
import { openBackend } from './database.ts'
import { watchNeighbours } from './neighbours.ts'

export interface SqliteStoreOptions {
  readonly retention?: Partial<Retention> | undefined
  readonly world?: ServerWorld | undefined
}

/** `path` names a file, made if absent, or `:memory:`. A network file system will not do: SQLite's locks fail there. */
export function sqliteStore(path: string, { retention, world = nodeWorld() }: SqliteStoreOptions = {}): Store {
  const backend = openBackend(path, world.id())
  const wakers = createWakers()
  const ledger = createLedger({ backend, world, wakers, retention })
  const stop = watchNeighbours({ database: backend.database, world, wakers })
  return {
    ...ledger,
    async close() {
      stop()
      await ledger.close()
    },
  }
}
