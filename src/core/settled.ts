// What the outbox settles becomes what the machine does: one effect for each.
import type { Effect } from './effects.ts'
import type { Settled, Settlement } from './outbox.ts'
import type { MachineState, Step } from './state.ts'

export const settle = ({ id, outcome }: Settlement): Effect => ({ type: 'settle', id, outcome })

export const withSettled = (state: MachineState, [outbox, settlements]: Settled): Step => [{ ...state, outbox }, settlements.map(settle)]
