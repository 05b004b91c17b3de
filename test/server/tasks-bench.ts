// What worker tests start from: a store in memory, workers over it, and a clock moved by hand.
import { onTestFinished } from 'vitest'
import type { WireTask } from '../../src/protocol/values.ts'
import { memoryStore } from '../../src/server/memory/index.ts'
import type { Store } from '../../src/server/store.ts'
import { createWorkers } from '../../src/server/tasks/workers.ts'
import type { Workers, WorkersOptions } from '../../src/server/tasks/workers.ts'
import type { Handlers, LogEntry } from '../../src/server/types.ts'
import { manualServerWorld, settle } from '../support/manual-server-world.ts'
import type { ManualServerWorld } from '../support/manual-server-world.ts'

export const USER = 'ada'

export interface TaskBench {
  readonly world: ManualServerWorld
  readonly store: Store
  readonly logged: readonly LogEntry[]
  /** Workers that have started, and stop with the test. */
  readonly workers: (handlers: Handlers, options?: Partial<WorkersOptions>) => Workers
  readonly submit: (key: string, input?: string) => Promise<void>
  readonly task: (key: string) => Promise<WireTask>
  readonly text: (key: string) => Promise<unknown>
}

/** `decorate` puts a faulty store before the real one. */
export function taskBench(decorate: (store: Store) => Store = store => store): TaskBench {
  const world = manualServerWorld()
  const kept = decorate(memoryStore({ world }))
  const logged: LogEntry[] = []

  async function stored(key: string) {
    const found = await kept.get(USER, { key })
    if (!found) throw new Error(`no task has key ${key}`)
    return found
  }

  return {
    world,
    store: kept,
    logged,
    workers(handlers, options) {
      const workers = createWorkers({ store: kept, world, handlers, log: entry => logged.push(entry), ...options })
      workers.start()
      onTestFinished(() => workers.stop())
      return workers
    },
    async submit(key, input = 'hi') {
      await kept.submit(USER, { key, kind: 'chat', input })
      await settle()
    },
    task: async key => (await stored(key)).task,
    text: async key => (await stored(key)).pieces.find(({ name }) => name === 'text')?.chunk,
  }
}

/** A promise whose end a test decides. */
export function gate<T = void>(): { readonly opened: Promise<T>; readonly open: (value: T) => void } {
  let open: (value: T) => void = () => {}
  const opened = new Promise<T>(resolve => {
    open = resolve
  })
  return { opened, open }
}

/** A store whose method `name` does `what` instead. */
export function withMethod<K extends keyof Store>(store: Store, name: K, what: Store[K]): Store {
  return { ...store, [name]: what }
}
