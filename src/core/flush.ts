// Writing what waits: asks, then commands in order, as far as the link's limits allow. The server counts both alike (SEND7).
import { outstandingOn, passedAsks } from './asks.ts'
import type { Effect } from './effects.ts'
import * as BOUNDS from './limits.ts'
import { isOn, passed, unsettled } from './outbox.ts'
import { type MachineState, type Step, stay } from './state.ts'

/** Does something only on a live link. */
export function flush(state: MachineState, now: number): Step {
  // Asked after every frame, and mostly nothing waits.
  if (state.phase.name !== 'live' || (state.asks.open.size === 0 && state.outbox.entries.length === 0)) return stay(state)
  const { dial, epoch, welcome } = state.phase.link
  const inFlight = Math.min(BOUNDS.inFlight, welcome.limits.inFlight)
  const room = inFlight - unsettled(state.outbox).filter(entry => isOn(entry, dial)).length
  const [asks, questions] = passedAsks(state.asks, { dial, room })
  const [outbox, commands] = isHeldBack(state)
    ? [state.outbox, []]
    : passed(state.outbox, { dial, now, inFlight: inFlight - outstandingOn(asks, dial), welcomed: true, epoch })
  const sends: readonly Effect[] = [...questions, ...commands].map(message => ({ type: 'send', dial, message }))
  return sends.length === 0 ? [state, []] : [{ ...state, outbox, asks }, sends]
}

/** What is written once and never again is not written to a link in doubt (PLAIN1). */
const isHeldBack = ({ settings, phase }: MachineState): boolean =>
  settings.resend === 'never' && phase.name === 'live' && phase.link.pulse.suspectAt !== null
