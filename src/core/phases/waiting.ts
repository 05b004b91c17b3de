// Waiting: backing off until `retryAt`. A hint may shorten it, the user may end it.
import { probed } from '../classify.ts'
import { dialNow, dialOnHint } from '../dial.ts'
import { stay } from '../state.ts'
import { leave } from './common.ts'
import { ignore, type Row } from './rows.ts'

export const waiting: Row<'waiting'> = {
  connect: ignore,
  // The user may pass the server's hint; nobody passes the brake (BACK2).
  reconnect: (state, _, moment) => dialNow(state, moment),
  close: (state, { why }) => leave(state, why),
  hint: (state, { hint }, moment) => {
    if (hint === 'pagehide') return leave(state, 'page-hidden')
    return hint === 'offline' || hint === 'hidden' ? stay(state) : dialOnHint(state, moment)
  },
  token: ignore,
  opened: ignore,
  frame: ignore,
  noise: ignore,
  invalid: ignore,
  closed: ignore,
  probed: (state, { probe, status }) => stay(probed(state, probe, status)),
  tick: (state, _, moment) => (moment.now < state.phase.retryAt ? stay(state) : dialNow(state, moment)),
}
