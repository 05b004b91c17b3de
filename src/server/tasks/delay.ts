// One action that is due some time after it was first wanted, once for all who want it meanwhile.
import type { ServerWorld } from '../world.ts'

export interface Delay {
  /** Keeps an earlier due time. */
  arm(): void
  cancel(): void
}

export function createDelay(world: ServerWorld, ms: number, run: () => void): Delay {
  let stop: (() => void) | null = null
  return {
    arm() {
      stop ??= world.at(world.now() + ms, () => {
        stop = null
        run()
      })
    },
    cancel() {
      stop?.()
      stop = null
    },
  }
}

export function wait(world: ServerWorld, ms: number): Promise<void> {
  return new Promise(resolve => void world.at(world.now() + ms, resolve))
}
