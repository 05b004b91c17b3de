// A whole store over any keeper of rows: the rules live once, so that every store answers alike.
import type { Retention, Store, StoreWorld } from '../store.ts'
import { RETENTION, STORE } from './limits.ts'
import { readingOf } from './reading.ts'
import type { Backend } from './records.ts'
import { requestsOf } from './requests.ts'
import { stepOver } from './step.ts'
import type { Step } from './step.ts'
import type { Wakers } from './wakers.ts'
import { workOf } from './work.ts'

export interface LedgerOptions {
  readonly backend: Backend
  readonly world: StoreWorld
  readonly wakers: Wakers
  readonly retention?: Partial<Retention> | undefined
}

export interface LedgerParts {
  readonly backend: Backend
  readonly world: StoreWorld
  /** One atomic step, after which those it concerns are woken. */
  readonly step: <T>(work: (current: Step) => T) => Promise<T>
  /** Forgets what retention no longer keeps, now and then. */
  readonly sweep: () => Promise<void>
}

export function createLedger({ backend, world, wakers, retention: given }: LedgerOptions): Store {
  const retention = { ...RETENTION, ...given }
  let sweepAt = 0

  async function step<T>(work: (current: Step) => T): Promise<T> {
    const { answer, woken } = await backend.transact(records => {
      const current = stepOver(records, { world, retention })
      return { answer: work(current), woken: current.woken }
    })
    wakers.wake(woken.users)
    if (woken.work.size > 0) wakers.wakeWork()
    return answer
  }

  async function sweep(): Promise<void> {
    const now = world.now()
    if (now < sweepAt) return
    sweepAt = now + STORE.sweepEveryMs
    await backend.transact(records => {
      records.removeSettled(now - retention.settledMs, STORE.removedPerSweep)
      records.removeCommands(now - retention.receiptsMs, STORE.removedPerSweep)
    })
  }

  const parts: LedgerParts = { backend, world, step, sweep }
  return {
    ...readingOf(parts),
    ...requestsOf(parts),
    ...workOf(parts),
    watch: (user, wake) => wakers.watch(user, wake),
    watchWork: wake => wakers.watchWork(wake),
    async close() {
      wakers.clear()
      await backend.close()
    },
  }
}
