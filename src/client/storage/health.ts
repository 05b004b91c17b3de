// Whether the storage works: a failure or a hang sends the page on in memory, and after a while it is tried again.
import { TIMES } from '../../core/limits.ts'
import type { KeptPage } from '../keeper.ts'
import { KEEPING } from './limits.ts'

export interface Health {
  /** `failing`: until it is tried again. */
  readonly state: () => 'loading' | 'well' | 'failing'
  readonly loaded: () => void
  /** False from a failure until something succeeds. */
  readonly isProven: () => boolean
  /** True when the work was done, in time. A failure is logged once, and makes the storage `failing`. */
  readonly attempt: (name: string, withinMs: number, work: () => Promise<void>) => Promise<boolean>
}

export function createHealth({ world, alarms, rearm, log }: KeptPage, changed: () => void): Health {
  let isLoaded = false
  let failingUntil: number | null = null

  const fail = (event: string, error: unknown): void => {
    if (failingUntil === null) log({ level: 'warn', event, message: messageOf(error), retryInMs: KEEPING.retryMs })
    failingUntil = world.now() + KEEPING.retryMs
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
      if (failingUntil !== null && world.now() < failingUntil) return 'failing'
      return isLoaded ? 'well' : 'loading'
    },
    loaded() {
      isLoaded = true
      failingUntil = null
      changed()
    },
    isProven: () => isLoaded && failingUntil === null,
    async attempt(name, withinMs, work) {
      const { passed, cancel } = late(withinMs)
      try {
        await Promise.race([work(), passed])
        failingUntil = null
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

const messageOf = (error: unknown): string => (error instanceof Error ? `${error.name}: ${error.message}` : String(error))
