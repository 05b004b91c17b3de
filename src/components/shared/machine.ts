// Runs a pure `step(state, event, now)` with at most one deadline, as the connection's own machine is run.
'use client'
import { useContext, useState, useSyncExternalStore } from 'react'
import type { Ticker } from '../../react/ticker-world.ts'
import { TickerContext } from './ticker-context.ts'

export interface Machine<State, Event> {
  readonly initial: State
  readonly step: (state: State, event: Event | Due, now: number) => State
  /** The instant it next cares about; then it is told `due`. */
  readonly deadlineOf: (state: State) => number | null
}

export interface Due {
  readonly type: 'due'
}

interface MachineStore<State, Event> {
  readonly subscribe: (wake: () => void) => () => void
  readonly state: () => State
  readonly tell: (event: Event) => void
}

/** The state, and a stable way to tell the machine something. Tell it from effects and handlers, never while rendering. */
export function useMachine<State, Event>(machine: Machine<State, Event>): readonly [State, (event: Event) => void] {
  const ticker = useContext(TickerContext)
  const [store] = useState(() => createMachineStore(machine, ticker))
  const state = useSyncExternalStore(store.subscribe, store.state, () => machine.initial)
  return [state, store.tell]
}

function createMachineStore<State, Event>(machine: Machine<State, Event>, ticker: Ticker): MachineStore<State, Event> {
  let state = machine.initial
  let disarm = (): void => {}
  const listeners = new Set<() => void>()
  const arm = (): void => {
    disarm()
    const at = listeners.size > 0 ? machine.deadlineOf(state) : null
    disarm = at === null ? () => {} : ticker.wakeAt(at, () => take({ type: 'due' }))
  }
  const take = (event: Event | Due): void => {
    const next = machine.step(state, event, ticker.now())
    if (Object.is(next, state)) return
    state = next
    arm()
    for (const wake of listeners) wake()
  }
  return {
    state: () => state,
    tell: take,
    subscribe(wake) {
      listeners.add(wake)
      arm()
      return () => {
        listeners.delete(wake)
        arm()
      }
    },
  }
}
