// Writes under one lease, one after the other, each until the store took it or the lease is gone (TASK3).
import { StoreRefusal } from '../log/refusal.ts'
import type { Lease, Store, TaskWrite, Written } from '../store.ts'
import type { ServerWorld } from '../world.ts'
import type { Keeper } from './claim-keeper.ts'
import { wait } from './delay.ts'
import { leaseLost } from './errors.ts'
import type { TaskLimits } from './limits.ts'

export interface WriterOptions {
  readonly store: Store
  readonly world: ServerWorld
  readonly limits: TaskLimits
  readonly lease: Lease
  readonly keeper: Keeper
}

export type Stored = Extract<Written, { outcome: 'written' }>

export interface LeaseWriter {
  /** Each job starts when the one before it is done, whether or not that succeeded. */
  readonly inTurn: <T>(job: () => Promise<T>) => Promise<T>
  readonly put: (write: TaskWrite) => Promise<Stored>
}

export function createLeaseWriter({ store, world, limits, lease, keeper }: WriterOptions): LeaseWriter {
  let tail: Promise<unknown> = Promise.resolve()

  function inTurn<T>(job: () => Promise<T>): Promise<T> {
    const turn = tail.then(job)
    tail = quietly(turn)
    return turn
  }

  async function put(write: TaskWrite): Promise<Stored> {
    const written = await stubborn(write)
    if (written.outcome === 'written') return written
    keeper.turn('lost')
    throw leaseLost(lease.taskId)
  }

  // Every write names its place or its end, so one whose answer was lost may be sent again.
  async function stubborn(write: TaskWrite): Promise<Written> {
    if (keeper.state !== 'held' && keeper.state !== 'ending') throw leaseLost(lease.taskId)
    try {
      return await store.write(lease, write)
    } catch (error) {
      if (error instanceof StoreRefusal) throw error
      await wait(world, limits.retryMs)
      return stubborn(write)
    }
  }

  return { inTurn, put }
}

/** For work whose failure is told elsewhere. */
export async function quietly(work: Promise<unknown>): Promise<void> {
  await work.catch(() => {})
}
