// The supervisor's state as a store that React can read, and the words that change it.
import { useSyncExternalStore } from 'react'
import type { Fault } from '../proxy/faults.ts'
import type { DemoState } from '../supervisor/demo-state.ts'
import { ask, watchDemo } from './page-world.ts'

export interface DemoControl {
  readonly subscribe: (wake: () => void) => () => void
  /** null: the supervisor is not heard. */
  readonly state: () => DemoState | null
  readonly breakLink: (fault: Fault) => Promise<unknown>
  readonly killServer: () => Promise<unknown>
  readonly restartServer: () => Promise<unknown>
}

export function createDemoControl(): DemoControl {
  const wakers = new Set<() => void>()
  let state: DemoState | null = null
  let unwatch = () => {}

  function hear(heard: DemoState | null): void {
    state = heard
    for (const wake of wakers) wake()
  }

  function subscribe(wake: () => void): () => void {
    if (wakers.size === 0) unwatch = watchDemo(hear)
    wakers.add(wake)
    return () => {
      wakers.delete(wake)
      if (wakers.size === 0) unwatch()
    }
  }

  return {
    subscribe,
    state: () => state,
    breakLink: fault => ask('fault', fault),
    killServer: () => ask('kill', {}),
    restartServer: () => ask('restart', {}),
  }
}

export const useDemoState = ({ subscribe, state }: DemoControl): DemoState | null => useSyncExternalStore(subscribe, state)
