// Dialing: first the token, then the socket, each with its deadline (AUTH3).
import { probed, unopened } from '../classify.ts'
import { halt, openSocket, waitOrGiveUp } from '../dial.ts'
import { log } from '../effects.ts'
import type { Moment } from '../events.ts'
import { greet } from '../greet.ts'
import { abandoned, afterLoss, type Loss } from '../loss.ts'
import { andThen, type In, type Step, stay, withPast } from '../state.ts'
import { leave } from './common.ts'
import { ignore, type LinkEventOf, type Row } from './rows.ts'

export const dialing: Row<'dialing'> = {
  connect: ignore,
  // One attempt is in flight already: asking for another gains nothing.
  reconnect: ignore,
  close: (state, { why }) => leave(state, why),
  hint: (state, { hint }) => (hint === 'pagehide' ? leave(state, 'page-hidden') : stay(state)),
  token: (state, { dial, result }, moment) =>
    dial === state.phase.dial && state.phase.stage === 'token' ? tokenCame(state, result, moment) : stay(state),
  opened: (state, { dial }, moment) => (dial === state.phase.dial ? greet(state, dial, moment) : stay(state)),
  frame: ignore,
  noise: ignore,
  invalid: ignore,
  closed: (state, event, moment) => (event.dial === state.phase.dial ? lost(state, { ...event, by: 'them' }, moment) : stay(state)),
  probed: (state, { probe, status }) => stay(probed(state, probe, status)),
  tick: (state, _, moment) => (moment.now < state.phase.by ? stay(state) : tooSlow(state, moment)),
}

function tokenCame(state: In<'dialing'>, result: LinkEventOf<'token'>['result'], moment: Moment): Step {
  if (result === 'signed-out') return halt(state, 'signed-out')
  if (result === 'ready') return openSocket(state, state.phase.dial, moment.now)
  return withoutToken(state, 'getToken threw', moment)
}

function withoutToken(state: In<'dialing'>, why: string, moment: Moment): Step {
  const error = { code: 'token-failed', message: `${why}; it is asked again at the next dial`, retryable: true }
  return andThen([withPast(state, { error }), [log('warn', 'token-failed', { why })]], next => waitOrGiveUp(next, 'quick', moment))
}

function tooSlow(state: In<'dialing'>, moment: Moment): Step {
  if (state.phase.stage === 'token') return withoutToken(state, 'getToken did not answer in time', moment)
  return lost(state, abandoned(4001, 'the socket did not open in time'), moment)
}

const lost = (state: In<'dialing'>, loss: Loss, moment: Moment): Step =>
  andThen(afterLoss(state, loss, moment), next => unopened(next, moment))
