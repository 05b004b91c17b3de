// What several phases answer alike: being closed by the user, and the page going away.
import type { Effect } from '../effects.ts'
import type { Attempt, IdleWhy, MachineState, Phase, Step } from '../state.ts'

export const NORMAL = 1000

/** Leaves for idle, politely: 1000 says that it was meant. */
export function leave(state: MachineState, why: IdleWhy): Step {
  return [{ ...state, phase: { name: 'idle', why } }, hangUps(dialsOf(state.phase), NORMAL, why)]
}

export const hangUps = (dials: readonly number[], code: number, reason: string): readonly Effect[] =>
  dials.map(dial => ({ type: 'hang-up', dial, code, reason }))

/** When an attempt's time is up. */
export const dueAt = (attempt: Attempt): number => (attempt.name === 'waiting' ? attempt.retryAt : attempt.by)

/** The sockets that are out: of a live link its own, then its candidate's. */
export function dialsOf(phase: Phase): readonly number[] {
  switch (phase.name) {
    case 'dialing':
    case 'greeting':
      return [phase.dial]
    case 'live':
      return [phase.link.dial, ...(phase.candidate === null ? [] : dialsOf(phase.candidate))]
    case 'idle':
    case 'waiting':
    case 'halted':
      return []
  }
}
