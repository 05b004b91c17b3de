// Idle: not wanted, so nothing is dialed. Only being wanted, or the page's return, leaves it; nothing leaves it once disposed of.
import { dialNow, dialOnHint, dialSoon } from '../dial.ts'
import { type IdleWhy, stay } from '../state.ts'
import { ignore, type Row } from './rows.ts'

export const idle: Row<'idle'> = {
  connect: (state, { by }, moment) => (isClosed(state.phase.why, by) ? stay(state) : dialSoon(state, moment)),
  reconnect: (state, _, moment) => (state.phase.why === 'disposed' ? stay(state) : dialNow(state, moment)),
  close: (state, { why }) => (isClosed(state.phase.why, 'retain') ? stay(state) : stay({ ...state, phase: { name: 'idle', why } })),
  hint: (state, { hint }, moment) => (state.phase.why === 'page-hidden' && hint === 'pageshow' ? dialOnHint(state, moment) : stay(state)),
  token: ignore,
  opened: ignore,
  frame: ignore,
  noise: ignore,
  invalid: ignore,
  closed: ignore,
  probed: ignore,
  tick: ignore,
}

/** A close by the user stands until the user undoes it, whatever pages come and go meanwhile. */
const isClosed = (why: IdleWhy, by: 'user' | 'retain'): boolean => why === 'disposed' || (why === 'closed-by-user' && by === 'retain')
