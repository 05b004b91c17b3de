// How long the leader has been silent, and what a follower does about it: first it asks, then, where somebody looks, it takes over.
import type { Alarms } from '../alarms.ts'
import * as TABS from './limits.ts'

export interface WatchParts {
  readonly world: { readonly now: () => number; readonly roll: () => number }
  readonly alarms: Pick<Alarms, 'set'>
  readonly isVisible: () => boolean
  readonly ask: () => void
  readonly over: () => void
}

export interface Watch {
  /** The leader lives. */
  readonly heard: () => void
  /** Watches from now on. */
  readonly start: () => void
  /** Somebody looks at the page again: it asks before it takes anything. */
  readonly look: () => void
  readonly stop: () => void
}

export function createWatch({ world, alarms, isVisible, ask, over }: WatchParts): Watch {
  let heardAt = 0
  let stop = (): void => {}

  const wakeAt = (instant: number): void => {
    stop()
    stop = alarms.set(instant, () => wake(instant))
  }

  const wake = (dueAt: number): void => {
    const now = world.now()
    // Who slept itself heard nothing, and knows nothing of the leader.
    if (now - dueAt > TABS.lateMs) heardAt = Math.max(heardAt, now - TABS.askAfterMs)
    const silentMs = now - heardAt
    // A page that nobody looks at takes nothing; it is told when somebody does.
    if (!isVisible()) return
    if (silentMs < TABS.askAfterMs) return wakeAt(heardAt + TABS.askAfterMs)
    const isOver = silentMs >= TABS.silentMs
    wakeAt((isOver ? now : heardAt) + TABS.silentMs + world.roll() * TABS.stealSpreadMs)
    if (isOver) over()
    else ask()
  }

  return {
    heard() {
      heardAt = world.now()
    },
    start() {
      heardAt = world.now()
      wakeAt(heardAt + TABS.askAfterMs)
    },
    look() {
      heardAt = Math.max(heardAt, world.now() - TABS.askAfterMs)
      wakeAt(heardAt + TABS.askAfterMs)
    },
    stop: () => stop(),
  }
}
