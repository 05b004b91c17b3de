// Writing what waits: commands in order, then asks, as far as the link's limits allow.
import { passedAsks } from './asks.ts'
import type { Effect } from './effects.ts'
import { BOUNDS } from './limits.ts'
import { passed } from './outbox.ts'
import type { MachineState, Step } from './state.ts'

/** Does something only on a live link. */
export function flush(state: MachineState, now: number): Step {
  if (state.phase.name !== 'live') return [state, []]
  const { dial, epoch, welcome } = state.phase.link
  const inFlight = Math.min(BOUNDS.inFlight, welcome.limits.inFlight)
  const [outbox, commands] = passed(state.outbox, { dial, now, inFlight, welcomed: true, epoch })
  const [asks, questions] = passedAsks(state.asks, dial)
  const sends: readonly Effect[] = [...commands, ...questions].map(message => ({ type: 'send', dial, message }))
  return sends.length === 0 ? [state, []] : [{ ...state, outbox, asks }, sends]
}
