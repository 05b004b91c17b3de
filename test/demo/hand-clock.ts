// A clock that moves only when told.
import type { Clock } from '../../demo/clock.ts'

export interface HandClock {
  readonly clock: Clock
  readonly advance: (ms: number) => void
  /** Calls that wait for their time. */
  readonly waiting: () => number
}

export function handClock(): HandClock {
  let now = 1000
  const calls = new Set<{ readonly at: number; readonly run: () => void }>()
  const clock: Clock = {
    now: () => now,
    later: (ms, run) => {
      const call = { at: now + ms, run }
      calls.add(call)
      return () => calls.delete(call)
    },
  }
  const advance = (ms: number) => {
    now += ms
    for (const call of Array.from(calls)) if (call.at <= now && calls.delete(call)) call.run()
  }
  return { clock, advance, waiting: () => calls.size }
}

/** Everything in its order, and no time between. */
export const hastyClock: Clock = {
  now: () => 0,
  later: (_ms, run) => {
    const call = setImmediate(run)
    return () => clearImmediate(call)
  },
}
