// Deadlines of callers who wait (`ready`): they share the machine's one timer.

export interface Alarms {
  /** Rings once at `instant`, epoch ms. Returns a cancel. */
  readonly set: (instant: number, ring: () => void) => () => void
  readonly next: () => number | null
  readonly ring: (now: number) => void
}

export function createAlarms(): Alarms {
  const pending = new Set<{ readonly instant: number; readonly ring: () => void }>()
  return {
    set(instant, ring) {
      const alarm = { instant, ring }
      pending.add(alarm)
      return () => pending.delete(alarm)
    },
    next: () => (pending.size === 0 ? null : Math.min(...[...pending].map(alarm => alarm.instant))),
    ring(now) {
      for (const alarm of pending) {
        if (alarm.instant > now) continue
        pending.delete(alarm)
        alarm.ring()
      }
    },
  }
}
