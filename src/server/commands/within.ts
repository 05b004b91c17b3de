// Waits for work of the application's own, and not for ever.
import type { ServerWorld } from '../world.ts'

export const TIMED_OUT: unique symbol = Symbol('timed out')

export interface Patience {
  readonly world: ServerWorld
  readonly ms: number
}

/** Work that answers too late has answered nobody; what it throws then is nobody's either. */
export async function within<T>({ world, ms }: Patience, work: () => Promise<T>): Promise<T | typeof TIMED_OUT> {
  let cancel = (): void => {}
  const timeout = new Promise<typeof TIMED_OUT>(resolve => (cancel = world.at(world.now() + ms, () => resolve(TIMED_OUT))))
  return Promise.race([work(), timeout]).finally(cancel)
}
