// A clock that moves only when told, for components: the same ticker as in the browser over virtual time.
import { createTicker, type Ticker } from '../../src/react/ticker-world.ts'

export interface VirtualTicker {
  readonly ticker: Ticker
  /** Moves time, running everything due on the way, in order. */
  readonly advance: (ms: number) => void
  readonly hide: (isHidden: boolean) => void
  /** From now to the next timer; null without one. */
  readonly untilNext: () => number | null
  /** Timers armed now; a component that is gone must leave none. */
  readonly armed: () => number
}

interface Timer {
  readonly at: number
  readonly wake: () => void
}

export function virtualTicker(startAt = 1_800_000_000_000): VirtualTicker {
  let now = startAt
  let isVisible = true
  const timers = new Set<Timer>()
  const watchers = new Set<() => void>()
  const ticker = createTicker({
    now: () => now,
    arm(delayMs, wake) {
      const timer = { at: now + delayMs, wake }
      timers.add(timer)
      return () => timers.delete(timer)
    },
    isVisible: () => isVisible,
    watchVisibility(wake) {
      watchers.add(wake)
      return () => watchers.delete(wake)
    },
  })
  const nextDue = (until: number): Timer | undefined => [...timers].filter(({ at }) => at <= until).toSorted((a, b) => a.at - b.at)[0]
  return {
    ticker,
    advance(ms) {
      const until = now + ms
      for (let timer = nextDue(until); timer !== undefined; timer = nextDue(until)) {
        timers.delete(timer)
        now = Math.max(now, timer.at)
        timer.wake()
      }
      now = until
    },
    hide(isHidden) {
      isVisible = !isHidden
      for (const wake of watchers) wake()
    },
    untilNext: () => (timers.size === 0 ? null : Math.max(0, Math.min(...[...timers].map(({ at }) => at)) - now)),
    armed: () => timers.size,
  }
}
