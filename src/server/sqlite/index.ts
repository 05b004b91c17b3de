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

/**
 * `path` names a file, made if absent, or `:memory:`. A network file system will not do: SQLite's locks fail there.
 *
 * Beside it stands `<path>-stamp`, by which a file that was put back from a backup is known: every page then loads anew, and no op
 * runs twice. Leave the stamp out of backups: where both were put back together (an image of the disk), remove it before the start.
 */
export function sqliteStore(path: string, { retention, world = nodeWorld() }: SqliteStoreOptions = {}): Store {
  const backend = openBackend(path, () => world.id())
  const wakers = createWakers()
  const ledger = createLedger({ backend, world, wakers, retention })
  const stop = watchNeighbours({ ...backend, world, wakers })
  return {
    ...ledger,
    async close() {
      stop()
      await ledger.close()
    },
  }
}
