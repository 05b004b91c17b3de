// Idle: not wanted, so nothing is dialed. Only being wanted, or the page's return, leaves it.
import { dialNow } from '../dial.ts'
import { stay } from '../state.ts'
import { ignore, type Row } from './rows.ts'

export const idle: Row<'idle'> = {
  connect: (state, { by }, moment) => (by === 'retain' && state.phase.why === 'closed-by-user' ? stay(state) : dialNow(state, moment)),
  reconnect: (state, _, moment) => dialNow(state, moment),
  close: (state, { why }) => stay({ ...state, phase: { name: 'idle', why } }),
  hint: (state, { hint }, moment) => (state.phase.why === 'page-hidden' && hint === 'pageshow' ? dialNow(state, moment) : stay(state)),
  token: ignore,
  opened: ignore,
  frame: ignore,
  noise: ignore,
  invalid: ignore,
  closed: ignore,
  tick: ignore,
}
