// The one clock of the components: a shared second for countdowns, and one timer for every later instant.

export interface Ticker {
  /** Epoch ms. */
  readonly now: () => number
  /** The current whole second, epoch ms: the same value for all readers within it. */
  readonly second: () => number
  /** Calls once at or after an instant. Returns the way to call it off. */
  readonly wakeAt: (at: number, wake: () => void) => () => void
  /** Calls at each new second while the page is visible, and at once when it becomes visible. */
  readonly subscribe: (wake: () => void) => () => void
}

/** What a ticker needs from outside: time, one timer, and whether anybody is looking. */
export interface TickerClock {
  readonly now: () => number
  readonly arm: (delayMs: number, wake: () => void) => () => void
  readonly isVisible: () => boolean
  readonly watchVisibility: (wake: () => void) => () => void
}

interface Wake {
  readonly at: number
  readonly wake: () => void
}

export function createTicker(clock: TickerClock): Ticker {
  const wakes = new Set<Wake>()
  const watchers = new Set<() => void>()
  let disarm = (): void => {}
  let unwatch = (): void => {}

  const second = (): number => Math.floor(clock.now() / 1000) * 1000
  const nextAt = (): number => {
    const tickAt = watchers.size > 0 && clock.isVisible() ? second() + 1000 : Infinity
    return Math.min(tickAt, ...[...wakes].map(entry => entry.at))
  }
  const arm = (): void => {
    disarm()
    const at = nextAt()
    if (at !== Infinity) disarm = clock.arm(Math.max(0, at - clock.now()), run)
  }
  const tick = (): void => {
    for (const wake of watchers) wake()
  }
  const run = (): void => {
    const due = [...wakes].filter(entry => entry.at <= clock.now())
    for (const entry of due) wakes.delete(entry)
    // Armed before anything is called, so that a throwing reader cannot stop the clock.
    arm()
    for (const entry of due) entry.wake()
    if (clock.isVisible()) tick()
  }
  const seen = (): void => {
    arm()
    if (clock.isVisible()) tick()
  }
  return {
    now: clock.now,
    second,
    wakeAt(at, wake) {
      const entry = { at, wake }
      wakes.add(entry)
      arm()
      return () => {
        if (wakes.delete(entry)) arm()
      }
    },
    subscribe(wake) {
      const watcher = (): void => wake()
      watchers.add(watcher)
      if (watchers.size === 1) unwatch = clock.watchVisibility(seen)
      arm()
      return () => {
        watchers.delete(watcher)
        if (watchers.size === 0) unwatch()
        arm()
      }
    },
  }
}

const page = (): Document | undefined => globalThis.document

/** The browser's clock. Safe to import on a server, where nothing arms it. */
export const browserTicker: Ticker = createTicker({
  now: () => Date.now(),
  arm(delayMs, wake) {
    const timer = setTimeout(wake, delayMs)
    return () => clearTimeout(timer)
  },
  isVisible: () => page()?.visibilityState !== 'hidden',
  watchVisibility(wake) {
    page()?.addEventListener('visibilitychange', wake)
    return () => page()?.removeEventListener('visibilitychange', wake)
  },
})
