// Whether the storage works: a failure or a hang sends the page on in memory, and after a while it is tried again.
import * as TIMES from '../../core/times.ts'
import type { KeptPage } from '../keeper.ts'
import * as KEEPING from './limits.ts'

export interface Health {
  /** `failing`: until it is tried again. */
  readonly state: () => 'loading' | 'well' | 'failing'
  readonly loaded: () => void
  /** False from a failure until something that was begun after it succeeds; what only reads does not make up for a write. */
  readonly isProven: () => boolean
  /** True when the work was done, in time. A failure is logged once, and makes the storage `failing`. */
  readonly attempt: (name: Attempted, withinMs: number, work: () => Promise<void>) => Promise<boolean>
}

/** As the log names its failure. */
type Attempted = `storage-${'load' | 'read' | 'write' | 'wipe'}-failed`

interface Failing {
  readonly until: number
  /** Nothing but reading has failed. */
  readonly onlyReads: boolean
}

export function createHealth({ world, alarms, rearm, log }: KeptPage, changed: () => void): Health {
  let isLoaded = false
  let failing: Failing | null = null
  let failureCount = 0

  const fail = (event: Attempted, error: unknown): void => {
    if (failing === null) log({ level: 'warn', event, message: messageOf(error), retryInMs: KEEPING.retryMs })
    failing = { until: world.now() + KEEPING.retryMs, onlyReads: isRead(event) && (failing?.onlyReads ?? true) }
    failureCount += 1
  }

  const succeed = (name: Attempted, countBefore: number): void => {
    if (failureCount === countBefore && (!isRead(name) || failing?.onlyReads === true)) failing = null
  }

  // A page that woke that late has slept, and its disk with it: the answer may be next in line (LIFE3).
  const late = (withinMs: number) => {
    let cancel = (): void => {}
    const passed = new Promise<never>((_, reject) => {
      const wait = (): void => {
        const at = world.now() + withinMs
        cancel = alarms.set(at, () =>
          world.now() - at > TIMES.lateWakeMs ? wait() : reject(new Error(`${withinMs} ms passed without an answer`)),
        )
        rearm()
      }
      wait()
    })
    return { passed, cancel: () => cancel() }
  }

  return {
    state() {
      if (failing !== null && world.now() < failing.until) return 'failing'
      return isLoaded ? 'well' : 'loading'
    },
    loaded() {
      isLoaded = true
      failing = null
      changed()
    },
    isProven: () => isLoaded && failing === null,
    async attempt(name, withinMs, work) {
      const { passed, cancel } = late(withinMs)
      const countBefore = failureCount
      try {
        await Promise.race([work(), passed])
        succeed(name, countBefore)
        return true
      } catch (error) {
        fail(name, error)
        return false
      } finally {
        cancel()
        rearm()
        changed()
      }
    },
  }
}

const isRead = (name: Attempted) => name === 'storage-read-failed'

const messageOf = (error: unknown): string => (error instanceof Error ? `${error.name}: ${error.message}` : String(error))
