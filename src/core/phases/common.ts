// What several phases answer alike: being closed by the user, and the page going away.
import type { Effect } from '../effects.ts'
import type { IdleWhy, MachineState, Step } from '../state.ts'

const NORMAL = 1000

/** Leaves for idle, politely: 1000 says that it was meant. */
export function leave(state: MachineState, why: IdleWhy, dial: number | null): Step {
  const effects: readonly Effect[] = dial === null ? [] : [{ type: 'hang-up', dial, code: NORMAL, reason: why }]
  return [{ ...state, phase: { name: 'idle', why } }, effects]
}

/** The socket that is out, if any. */
export function dialOf({ phase }: MachineState): number | null {
  switch (phase.name) {
    case 'dialing':
    case 'greeting':
      return phase.dial
    case 'live':
      return phase.link.dial
    case 'idle':
    case 'waiting':
    case 'halted':
      return null
  }
}
