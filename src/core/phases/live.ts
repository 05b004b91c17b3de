// Live: welcomed. Frames change what is held; silence is noticed; hints and lateness only ever cause a probe.
import { halt } from '../dial.ts'
import { log } from '../effects.ts'
import type { LinkEvent, Moment } from '../events.ts'
import { flush } from '../flush.ts'
import { abandoned } from '../loss.ts'
import { answerWithinMs, pongBy } from '../pulse.ts'
import { andThen, type In, isIn, type Step, stay } from '../state.ts'
import { dialsOf, hangUps, leave, NORMAL } from './common.ts'
import { beside, hedged } from './live-candidate.ts'
import { due } from './live-due.ts'
import { takeFrame } from './live-frames.ts'
import { closed, lost, probing, proven } from './live-link.ts'
import { ignore, type LinkEventOf, type Row } from './rows.ts'

type Live = In<'live'>
type SocketOccasion = { readonly event: Extract<LinkEvent, { readonly dial: number }>; readonly moment: Moment }

export const live: Row<'live'> = {
  connect: ignore,
  reconnect: (state, _, moment) => probe(state, moment),
  close: (state, { why }) => leave(state, why),
  hint: (state, { hint }, moment) => {
    if (hint === 'pagehide') return leave(state, 'page-hidden')
    return hint === 'hidden' ? stay(state) : probe(state, moment)
  },
  token: (state, event, moment) => ofDial(state, { event, moment }, () => tokenCame(state, event.result)),
  opened: (state, event, moment) => ofDial(state, { event, moment }, () => stay(state)),
  frame: (state, event, moment) => ofDial(state, { event, moment }, () => takeFrame(state, event, moment)),
  noise: (state, event, moment) =>
    ofDial(state, { event, moment }, () => andThen(proven(state, moment.now), next => flush(next, moment.now))),
  invalid: (state, event, moment) => ofDial(state, { event, moment }, () => unreadable(state, event.problem, moment)),
  closed: (state, event, moment) => ofDial(state, { event, moment }, () => closed(state, event, moment)),
  probed: ignore,
  tick: due,
}

// An event of an older socket dies here.
function ofDial(state: Live, occasion: SocketOccasion, own: () => Step): Step {
  const { link, candidate } = state.phase
  const { dial } = occasion.event
  if (dial === link.dial) return own()
  return candidate !== null && dialsOf(candidate).includes(dial) ? beside(state, candidate, occasion) : stay(state)
}

/** A ping with a short deadline. One already on its way is proof enough to wait for, unless it has more time than a probe. */
function probe(state: Live, moment: Moment): Step {
  const { now } = moment
  const by = pongBy(state)
  const asked = by !== null && by <= now + answerWithinMs(state, state.settings.heartbeat.probeMs, now) ? stay(state) : probing(state, now)
  return andThen(asked, next => stay(isIn(next, 'live') ? hedged(next, 0, moment) : next))
}

/** A token for `auth-required`. Without one the server's deadline decides; signed out is signed out (AUTH3). */
function tokenCame(state: Live, result: LinkEventOf<'token'>['result']): Step {
  const { dial } = state.phase.link
  switch (result) {
    case 'ready':
      return [state, [{ type: 'send-token', dial }]]
    case 'signed-out':
      return andThen([state, hangUps(dialsOf(state.phase), NORMAL, 'signed out')], next => halt(next, 'signed-out'))
    case 'failed':
      return stay(state)
  }
}

/** A frame that is not v1 on a link that was: one log entry, a new socket, and nothing lost, for the cursor has not moved. */
function unreadable(state: Live, problem: string, moment: Moment): Step {
  const [next, effects] = lost(state, abandoned(4503, 'unreadable frame'), moment)
  return [next, [log('error', 'unreadable-frame', { dial: state.phase.link.dial, problem }), ...effects]]
}
