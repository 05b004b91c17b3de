// The clock of the machine: the demo's only call site of clock and timers.
import type { Clock } from './clock.ts'

export const machineClock: Clock = {
  now: () => Date.now(),
  later: (ms, run) => {
    const timer = setTimeout(run, ms)
    return () => clearTimeout(timer)
  },
}
