// The store in memory: everything a store promises but a restart, for tests, demos and single processes.
import { createLedger } from '../log/ledger.ts'
import type { Backend, Records } from '../log/records.ts'
import { createWakers } from '../log/wakers.ts'
import { nodeWorld } from '../node-world.ts'
import type { Retention, Store, StoreWorld } from '../store.ts'
import { memoryCommands } from './commands.ts'
import { memoryLogs } from './logs.ts'
import { memoryTasks } from './tasks.ts'

export interface MemoryStoreOptions {
  readonly retention?: Partial<Retention> | undefined
  readonly world?: StoreWorld | undefined
}

export function memoryStore({ retention, world = nodeWorld() }: MemoryStoreOptions = {}): Store {
  return createLedger({ backend: memoryBackend(world.id()), world, wakers: createWakers(), retention })
}

// Steps are synchronous and refuse before they write, so each is atomic as it stands.
function memoryBackend(incarnation: string): Backend {
  const records: Records = { ...memoryLogs(() => incarnation), ...memoryTasks(), ...memoryCommands() }
  return {
    transact: async work => work(records),
    view: async work => work(records),
    close: async () => {},
  }
}
