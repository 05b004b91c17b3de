// Looks every ten seconds for what pages that ended have left, while the page is at work.
import type { KeptPage } from '../keeper.ts'
import * as KEEPING from './limits.ts'

/** Call it after every step: it sets its alarm once. */
export function createLookout({ alarms, world, rearm, state }: KeptPage, look: () => void): () => void {
  let isSet = false
  const set = (): void => {
    if (isSet || state().phase.name === 'idle') return
    isSet = true
    alarms.set(world.now() + KEEPING.adoptMs, () => {
      isSet = false
      look()
      set()
    })
    rearm()
  }
  return set
}
