// How a connection ends from our side: one close, a short wait for the peer's answer, then the socket is torn down.
import type { Bye } from '../../protocol/frames.ts'
import { TIMES } from '../limits.ts'
import { type Effect, send } from './effects.ts'
import type { Moment } from './events.ts'
import type { EngineState, Step } from './state.ts'

export interface Ending {
  readonly code: number
  readonly reason: string
}

export function leave(state: EngineState, { code, reason }: Ending, { now }: Moment): Step {
  return [{ ...state, phase: { name: 'closing', by: now + TIMES.closeMs } }, [{ type: 'unwatch' }, { type: 'close', code, reason }]]
}

/** Says when to come back before it closes (BACK2, DRAIN1). */
export function leaveWithBye(state: EngineState, bye: Omit<Bye, 'type'>, moment: Moment): Step {
  const [next, effects] = leave(state, bye, moment)
  const farewell: Effect = send({ type: 'bye', ...bye })
  return [next, [farewell, ...effects]]
}
