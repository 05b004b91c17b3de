// The one timer of a connection. A later deadline keeps the earlier wake: it finds nothing due and arms anew, which is cheaper than a timer per frame.
import type { ServerWorld } from '../world.ts'

export interface Alarm {
  /** Wakes at `instant` (epoch ms) at the latest; null disarms. */
  arm(instant: number | null): void
}

export function createAlarm(world: ServerWorld, wake: () => void): Alarm {
  let armed: { readonly instant: number; readonly cancel: () => void } | null = null

  function ring(): void {
    armed = null
    wake()
  }

  return {
    arm(instant) {
      if (instant !== null && armed !== null && armed.instant <= instant) return
      armed?.cancel()
      armed = instant === null ? null : { instant, cancel: world.at(instant, ring) }
    },
  }
}
