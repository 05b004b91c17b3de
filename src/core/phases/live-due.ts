// What is due on a live link when the timer wakes: doubt, a ping, a probe, a candidate, an ack, forgiveness, a missing receipt's effect.
import type { LinkEvent, Moment } from '../events.ts'
import { mayHedge } from '../hedge.ts'
import { abandoned } from '../loss.ts'
import { doubted, pingAt, pongBy, pongWithinMs, receiptProbeAt, receiptProbeMs } from '../pulse.ts'
import { soonest } from '../soonest.ts'
import { andThen, type In, isIn, type Step, stay } from '../state.ts'
import * as TIMES from '../times.ts'
import { dueAt } from './common.ts'
import { candidateDue, hedged } from './live-candidate.ts'
import { ack, forgiven, gap, lost, pinging, probing, withLink } from './live-link.ts'

type Live = In<'live'>

export function due(state: Live, _: Extract<LinkEvent, { type: 'tick' }>, moment: Moment): Step {
  return [forgiving, acknowledging, missing, candidateDue].reduce<Step>(
    (step, next) => andThen(step, after => (isIn(after, 'live') ? next(after, moment) : stay(after))),
    listening(state, moment),
  )
}

/** Silence is no verdict: first the link is suspect, and where no candidate may take its place it is left after a while. */
function listening(state: Live, moment: Moment): Step {
  const { now } = moment
  const { ping, suspectAt } = state.phase.link.pulse
  const by = pongBy(state)
  if (isForsaken(state, now)) return forsake(state, moment)
  if (ping === null || by === null) return suspectAt === null ? heartbeat(state, moment) : stay(hedged(state, 0, moment))
  if (now < by) return stay(state)
  const suspect = withLink(state, { pulse: doubted(state.phase.link.pulse, now) })
  if (now - by <= TIMES.lateWakeMs)
    return isForsaken(suspect, now) ? forsake(suspect, moment) : stay(hedged(suspect, ping.spreadMs, moment))
  // A wake that late proves nothing, for the page may have slept: ask again. Only who was suspect before may be dialed beside.
  return probing(suspectAt === null ? suspect : hedged(suspect, 0, moment), now)
}

const forsake = (state: Live, moment: Moment): Step => lost(state, abandoned(4001, 'no answer to a ping'), moment)

function isForsaken(state: Live, now: number): boolean {
  const at = forsakenAt(state)
  return at !== null && now >= at && !(state.phase.candidate === null && mayHedge(state, now))
}

/** When a suspect beside whom nobody is dialed is left; at once where the page knows that it is offline. */
function forsakenAt({ phase: { link, candidate }, around }: Live): number | null {
  const { suspectAt, ping } = link.pulse
  if (suspectAt === null || (candidate !== null && candidate.name !== 'waiting')) return null
  return Math.max(suspectAt + (around.online ? TIMES.suspectMs : 0), ping?.by ?? 0)
}

function heartbeat(state: Live, { now }: Moment): Step {
  if (now >= pingAt(state)) return asking(state, now, pongWithinMs(state))
  const probeAt = receiptProbeAt(state)
  return probeAt !== null && now >= probeAt ? asking(state, now, receiptProbeMs(state)) : stay(state)
}

const asking = (state: Live, now: number, withinMs: number): Step => pinging(state, { now, withinMs, spreadMs: TIMES.hedgeSpreadMs })

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
  const { awaited, caughtUpAt } = link
  if (awaited.length === 0 || caughtUpAt === null) return null
  return Math.min(
    ...awaited.map(({ epoch, since }) => Math.max(since, caughtUpAt) + (epoch === link.epoch ? TIMES.awaitMs : TIMES.awaitEpochMs)),
  )
}

/** The next instant a live link cares about. */
export function liveDeadline(state: Live): number | null {
  const { link, candidate } = state.phase
  const pulseAt = pongBy(state) ?? (link.pulse.suspectAt === null ? soonest(pingAt(state), receiptProbeAt(state)) : null)
  const ackAt = link.unacked.since === null ? null : link.unacked.since + TIMES.ackMs
  const dialAt = candidate === null ? null : dueAt(candidate)
  return soonest(pulseAt, forsakenAt(state), dialAt, link.stableAt, ackAt, missingAt(state))
}
