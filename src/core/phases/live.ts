// Live: welcomed. Frames change what is held; silence is noticed; hints and lateness only ever cause a probe.
import { halt } from '../dial.ts'
import { log } from '../effects.ts'
import type { LinkEvent, Moment } from '../events.ts'
import { afterLoss } from '../loss.ts'
import { probeWithinMs } from '../pulse.ts'
import { andThen, type In, type Step, stay } from '../state.ts'
import { leave } from './common.ts'
import { due } from './live-due.ts'
import { takeFrame } from './live-frames.ts'
import { forgiven, givenUp, pinging, proven } from './live-link.ts'
import { ignore, type LinkEventOf, type Row } from './rows.ts'

export const live: Row<'live'> = {
  connect: ignore,
  reconnect: (state, _, moment) => probe(state, moment),
  close: (state, { why }) => leave(state, why, state.phase.link.dial),
  hint: (state, { hint }, moment) => {
    if (hint === 'pagehide') return leave(state, 'page-hidden', state.phase.link.dial)
    return hint === 'hidden' ? stay(state) : probe(state, moment)
  },
  token: (state, event) => (isOurs(state, event) ? tokenCame(state, event.result) : stay(state)),
  opened: ignore,
  frame: (state, event, moment) => (isOurs(state, event) ? takeFrame(state, event, moment) : stay(state)),
  noise: (state, event, moment) => (isOurs(state, event) ? stay(proven(state, moment.now)) : stay(state)),
  invalid: (state, event, moment) => (isOurs(state, event) ? unreadable(state, event.problem, moment) : stay(state)),
  closed: (state, event, moment) =>
    isOurs(state, event)
      ? afterLoss(forgiven(state, moment.now), { ...event, welcomed: true, bye: state.phase.link.bye, by: 'them' }, moment)
      : stay(state),
  probed: ignore,
  tick: due,
}

// An event of an older socket dies here (DESIGN §3.3).
const isOurs = (state: In<'live'>, { dial }: Extract<LinkEvent, { dial: number }>) => dial === state.phase.link.dial

/** A ping with a short deadline. One already on its way is proof enough to wait for, unless it has more time than a probe. */
function probe(state: In<'live'>, { now }: Moment): Step {
  const { ping } = state.phase.link.pulse
  const withinMs = probeWithinMs(state, state.settings.heartbeat.probeMs)
  if (ping !== null && ping.by !== null && ping.by <= now + withinMs) return stay(state)
  return pinging(state, { now, withinMs, late: false })
}

/** A token for `auth-required`. Without one the server's deadline decides; signed out is signed out (AUTH3). */
function tokenCame(state: In<'live'>, result: LinkEventOf<'token'>['result']): Step {
  const { dial } = state.phase.link
  switch (result) {
    case 'ready':
      return [state, [{ type: 'send-token', dial }]]
    case 'signed-out':
      return andThen([state, [{ type: 'hang-up', dial, code: 1000, reason: 'signed out' }]], next => halt(next, 'signed-out'))
    case 'failed':
      return stay(state)
  }
}

/** A frame that is not v1 on a link that was: one log entry, a new socket, and nothing lost, for the cursor has not moved. */
function unreadable(state: In<'live'>, problem: string, moment: Moment): Step {
  const [next, effects] = givenUp(state, { code: 4503, reason: 'unreadable frame' }, moment)
  return [next, [log('error', 'unreadable-frame', { dial: state.phase.link.dial, problem }), ...effects]]
}
