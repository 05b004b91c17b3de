// What is due on a live link when the timer wakes: a verdict, a ping, a probe, an ack, forgiveness, a missing receipt's effect.
import type { LinkEvent, Moment } from '../events.ts'
import { TIMES } from '../limits.ts'
import { pingAt, pongWithinMs, probeWithinMs, receiptProbeAt, receiptWithinMs, verdictOn } from '../pulse.ts'
import { andThen, type In, isIn, type Step, stay } from '../state.ts'
import { ack, forgiven, gap, givenUp, pinging, withLink } from './live-link.ts'

type Live = In<'live'>

export function due(state: Live, _: Extract<LinkEvent, { type: 'tick' }>, moment: Moment): Step {
  const verdict = verdictOn(state.phase.link, moment.now)
  if (verdict === 'dead') return givenUp(state, { code: 4001, reason: 'no answer to a ping' }, moment)
  const asked =
    verdict === 'probe'
      ? pinging(state, { now: moment.now, withinMs: probeWithinMs(state, state.settings.heartbeat.probeMs), late: true })
      : heartbeat(state, moment)
  return [forgiving, acknowledging, missing].reduce<Step>(
    (step, next) => andThen(step, after => (isIn(after, 'live') ? next(after, moment) : stay(after))),
    asked,
  )
}

function heartbeat(state: Live, { now }: Moment): Step {
  if (state.phase.link.pulse.ping?.by != null) return stay(state)
  if (now >= pingAt(state)) return pinging(state, { now, withinMs: pongWithinMs(state), late: false })
  const probeAt = receiptProbeAt(state)
  const isLate = probeAt !== null && now >= probeAt
  return isLate ? pinging(state, { now, withinMs: probeWithinMs(state, receiptWithinMs(state)), late: false }) : stay(state)
}

const forgiving = (state: Live, { now }: Moment): Step => stay(forgiven(state, now))

function acknowledging(state: Live, { now }: Moment): Step {
  const { since } = state.phase.link.unacked
  return since !== null && now >= since + TIMES.ackMs ? ack(state) : stay(state)
}

/** A receipt's effect has not come though we are caught up: something is missing (GAP4). */
function missing(state: Live, moment: Moment): Step {
  const at = missingAt(state)
  if (at === null || moment.now < at) return stay(state)
  // A late wake proves nothing: what is awaited may stand in the line (LIFE3).
  const isLate = moment.now - at > TIMES.lateWakeMs
  return isLate
    ? stay(withLink(state, { awaited: state.phase.link.awaited.map(each => ({ ...each, since: moment.now })) }))
    : gap(state, moment)
}

function missingAt({ phase: { link } }: Live): number | null {
  const [first] = link.awaited
  return first === undefined || link.caughtUpAt === null ? null : Math.max(first.since, link.caughtUpAt) + TIMES.awaitMs
}

/** The next instant a live link cares about. */
export function liveDeadline(state: Live): number {
  const { link } = state.phase
  const { ping: last } = link.pulse
  const pulse = last !== null && last.by !== null ? [last.by] : [pingAt(state), receiptProbeAt(state)]
  const ackAt = link.unacked.since === null ? null : link.unacked.since + TIMES.ackMs
  const instants = [...pulse, link.stableAt, ackAt, missingAt(state)].filter(instant => instant !== null)
  return Math.min(...instants)
}
