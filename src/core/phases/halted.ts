// Halted: stopped for good. No hint leaves it; the user's `reconnect` does, and starts counting anew (BACK4).
import { dialNow } from '../dial.ts'
import { withPast } from '../state.ts'
import { leave } from './common.ts'
import { ignore, type Row } from './rows.ts'

export const halted: Row<'halted'> = {
  connect: ignore,
  reconnect: (state, _, moment) => {
    const anew = { attempt: 0, briefs: 0, forgiven: false, tokenRefused: state.settings.hasToken, notBefore: 0 }
    return dialNow(withPast(state, anew), moment)
  },
  close: (state, { why }) => leave(state, why),
  hint: ignore,
  token: ignore,
  opened: ignore,
  frame: ignore,
  noise: ignore,
  invalid: ignore,
  closed: ignore,
  probed: ignore,
  tick: ignore,
}
