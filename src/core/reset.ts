// Forgetting a user: their sends settle truly, then everything that was theirs is gone (AUTH1).
import { NO_ASKS } from './asks.ts'
import { NO_NOTIFICATIONS } from './notifications.ts'
import { EMPTY_OUTBOX, settledWhere } from './outbox.ts'
import { settle } from './settled.ts'
import type { MachineState, Step } from './state.ts'

/** Unwritten sends are cancelled, written ones unconfirmed; then tasks, notices, cursor and outbox are emptied. */
export function forgotten(state: MachineState): Step {
  const [, settlements] = settledWhere(state.outbox, ({ passage }) => ({ outcome: passage.at === 'queued' ? 'cancelled' : 'unconfirmed' }))
  const empty = { user: null, cursor: null, gap: null, tasks: new Map(), notifications: NO_NOTIFICATIONS, outbox: EMPTY_OUTBOX }
  const asks = { ...NO_ASKS, count: state.asks.count }
  return [{ ...state, ...empty, asks }, [...settlements.map(settle), { type: 'emit', emission: { type: 'reset', reason: 'user' } }]]
}
