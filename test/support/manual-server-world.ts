// A server's world whose clock a test moves by hand. Chance is seeded; ids count up, so that a failure reads the same each time.
import { setImmediate } from 'node:timers'
import type { ServerWorld } from '../../src/server/world.ts'

export interface ManualServerWorld extends ServerWorld {
  /** Moves the clock, runs what falls due on the way in order, and lets promises settle after each. */
  advance(ms: number): Promise<void>
  /** Timers that wait. */
  waiting(): number
}

interface Timer {
  readonly instant: number
  readonly run: () => void
}

export function manualServerWorld({ seed = 1, start = 1_700_000_000_000 }: { seed?: number; start?: number } = {}): ManualServerWorld {
  const timers = new Set<Timer>()
  let now = start
  let ids = 0
  let chance = seed >>> 0

  async function advance(ms: number): Promise<void> {
    const until = now + ms
    await settle()
    for (let next = dueBy(timers, until); next; next = dueBy(timers, until)) {
      timers.delete(next)
      now = Math.max(now, next.instant)
      next.run()
      await settle()
    }
    now = until
  }

  return {
    now: () => now,
    roll: () => (chance = (Math.imul(chance, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32,
    id: () => `id-${seed}-${String(++ids).padStart(12, '0')}`,
    at(instant, run) {
      const timer = { instant, run }
      timers.add(timer)
      return () => void timers.delete(timer)
    },
    advance,
    waiting: () => timers.size,
  }
}

/** Resolves when the promises at hand, and those they lead to, have settled. */
export async function settle(): Promise<void> {
  for (let round = 0; round < 4; round++) await new Promise(resolve => setImmediate(resolve))
}

function dueBy(timers: ReadonlySet<Timer>, until: number): Timer | null {
  const due = [...timers].filter(timer => timer.instant <= until)
  return due.toSorted((left, right) => left.instant - right.instant)[0] ?? null
}
