// Greeting: hello is out, and only `welcome` proves that the far side is our server (BACK5).
import type { ServerMessage } from '../../protocol/frames.ts'
import { halt } from '../dial.ts'
import type { Moment } from '../events.ts'
import { flush } from '../flush.ts'
import { expectedUser, welcomed } from '../greet.ts'
import { abandoned, afterLoss } from '../loss.ts'
import { andThen, type In, type Step, stay, withPast } from '../state.ts'
import { leave } from './common.ts'
import { ignore, type Row } from './rows.ts'

export const greeting: Row<'greeting'> = {
  connect: ignore,
  reconnect: ignore,
  close: (state, { why }) => leave(state, why),
  hint: (state, { hint }) => (hint === 'pagehide' ? leave(state, 'page-hidden') : stay(state)),
  token: ignore,
  opened: ignore,
  frame: (state, { dial, message }, moment) => (dial === state.phase.dial ? answered(state, message, moment) : stay(state)),
  noise: (state, { dial, name }, moment) =>
    // A server that once welcomed us may have grown a frame we do not know.
    dial === state.phase.dial && !state.past.welcomed ? stranger(state, `a frame of type ${name} came first`, moment) : stay(state),
  invalid: (state, { dial, problem }, moment) => (dial === state.phase.dial ? stranger(state, problem, moment) : stay(state)),
  closed: (state, event, moment) => (event.dial === state.phase.dial ? afterLoss(state, { ...event, by: 'them' }, moment) : stay(state)),
  probed: ignore,
  tick: (state, _, moment) => (moment.now < state.phase.by ? stay(state) : afterLoss(state, abandoned(4001, 'no welcome in time'), moment)),
}

function answered(state: In<'greeting'>, message: ServerMessage, moment: Moment): Step {
  const { dial } = state.phase
  switch (message.type) {
    case 'welcome':
      return isExpected(state, message.user)
        ? andThen(welcomed(state, message, moment), next => flush(next, moment.now))
        : afterLoss(state, abandoned(4508, 'welcomed as another user'), moment)
    case 'bye':
      return stay({ ...state, phase: { ...state.phase, bye: message } })
    case 'ping':
      return [state, [{ type: 'send', dial, message: { type: 'pong', id: message.id } }]]
    case 'pong':
    case 'events':
    case 'snapshot':
    case 'receipt':
    case 'auth-required':
    case 'authenticated':
      return stay(state)
  }
}

function isExpected(state: In<'greeting'>, user: string): boolean {
  const expected = expectedUser(state)
  return expected === null || expected === user
}

/** Not v1 at all: fatal only where this server never welcomed us, for a proxy's error page is no reason to stop (BACK5). */
function stranger(state: In<'greeting'>, problem: string, moment: Moment): Step {
  if (state.past.welcomed) return afterLoss(state, abandoned(4503, 'unreadable frame'), moment)
  const error = { code: 'incompatible', message: `not a resilient-socket server: ${problem}`, retryable: false }
  const { dial } = state.phase
  return andThen([withPast(state, { error }), [{ type: 'hang-up', dial, code: 4507, reason: 'not our server' }]], next =>
    halt(next, 'incompatible'),
  )
}
