// A machine that runs code: it may sleep, so that all which falls due waits, and it may die, so that none of it ever runs.
import type { Clock } from './clock.ts'

export interface Host {
  readonly name: string
  state(): 'up' | 'asleep' | 'dead'
  /** At `instant`, or when it wakes. Returns a cancel. */
  at(instant: number, run: () => void): () => void
  /** Now, or when it wakes. */
  readonly run: (run: () => void) => void
  /** A longer sleep replaces a shorter one. */
  sleep(ms: number): void
  wake(): void
  kill(): void
}

export interface HostOptions {
  readonly name: string
  readonly clock: Clock
  /** Told whenever something ran here. */
  readonly ran?: () => void
}

export function createHost({ name, clock, ran = () => {} }: HostOptions): Host {
  let state: ReturnType<Host['state']> = 'up'
  let wakesAt = 0
  let waiting: (() => void)[] = []

  function run(work: () => void): void {
    if (state === 'asleep') waiting.push(work)
    if (state !== 'up') return
    work()
    ran()
  }

  function wake(): void {
    if (state !== 'asleep') return
    state = 'up'
    const late = waiting
    waiting = []
    // One after the other, each with its promises settled, in the order in which it fell due.
    for (const work of late) clock.at(clock.now(), () => run(work))
  }

  return {
    name,
    state: () => state,
    run,
    at: (instant, work) => clock.at(instant, () => run(work)),
    sleep(ms) {
      if (state === 'dead') return
      state = 'asleep'
      wakesAt = Math.max(wakesAt, clock.now() + ms)
      clock.at(wakesAt, () => (clock.now() >= wakesAt ? wake() : undefined))
    },
    wake,
    kill() {
      state = 'dead'
      waiting = []
    },
  }
}
