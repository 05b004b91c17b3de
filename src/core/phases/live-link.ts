// What frames, hints and the clock all do to a live link: prove it, ask it, acknowledge, forgive, give up.
import { log } from '../effects.ts'
import type { Moment } from '../events.ts'
import { afterSuspicion } from '../hedge.ts'
import { afterFrame, afterSilence } from '../idle-limit.ts'
import { abandoned, afterLoss, type Loss } from '../loss.ts'
import { answerWithinMs, heard, type Ping, pinged } from '../pulse.ts'
import { andThen, type In, type Link, type Step, stay, withPast } from '../state.ts'
import { dialsOf, hangUps, NORMAL } from './common.ts'
import { isDrained } from './live-candidate.ts'

type Live = In<'live'>

export const withLink = (state: Live, change: Partial<Link>): Live => ({
  ...state,
  phase: { ...state.phase, link: { ...state.phase.link, ...change } },
})

/** Whatever came, the peer is alive. It needs no candidate then; but one that said hello may have taken its place already, so its welcome is awaited. */
export function proven(before: Live, now: number): Step {
  const { link, candidate } = before.phase
  const { suspectAt } = link.pulse
  const idle = afterFrame(before.past.idle, now - link.pulse.heardAt)
  const state = withLink(withPast(before, { heardAt: now, idle }), { pulse: heard(link.pulse, now) })
  if (suspectAt === null) return stay(state)
  // A candidate that failed is no failure of a link that lives and has lasted.
  const attempt = link.stableAt === null ? 0 : state.past.attempt
  const next = withPast(state, { attempt, hedges: afterSuspicion(state.past.hedges, suspectAt) })
  if (candidate === null || candidate.name === 'greeting' || isDrained(before)) return stay(next)
  return [{ ...next, phase: { ...state.phase, candidate: null } }, hangUps(dialsOf(candidate), NORMAL, 'not needed')]
}

export function pinging(state: Live, { now, withinMs, spreadMs }: Ping): Step {
  const { dial, pulse: before } = state.phase.link
  const pulse = pinged(before, { now, withinMs: answerWithinMs(state, withinMs, now), spreadMs })
  return [withLink(state, { pulse }), [{ type: 'send', dial, message: { type: 'ping', id: pulse.ping?.id ?? 0 } }]]
}

/** A ping with a short deadline, for somebody looks: a candidate does not wait its turn then. */
export const probing = (state: Live, now: number): Step => pinging(state, { now, withinMs: state.settings.heartbeat.probeMs, spreadMs: 0 })

/** Says how far everything is applied, and forgets what was counted for it. */
export function ack(state: Live): Step {
  const { link } = state.phase
  const cleared = withLink(state, { unacked: { frames: 0, bytes: 0, since: null } })
  if (state.cursor === null || state.cursor.epoch !== link.epoch) return stay(cleared)
  return [cleared, [{ type: 'send', dial: link.dial, message: { type: 'ack', offset: state.cursor.offset } }]]
}

/** It lasted: what went wrong before is forgiven (BACK1, BACK3). A close may come before the timer that was to say so. */
export function forgiven(state: Live, now: number): Live {
  const { stableAt } = state.phase.link
  if (stableAt === null || now < stableAt) return state
  return withPast(withLink(state, { stableAt: null }), { attempt: 0, briefs: 0, forgiven: false })
}

/** The link is gone, with what it earned. */
export const lost = (state: Live, loss: Loss, moment: Moment): Step => afterLoss(forgiven(state, moment.now), loss, moment)

/** The far side closed it. After how long a silence may tell of what stands between (LIFE4). */
export function closed(state: Live, { code, reason, allowed }: Omit<Loss, 'by'>, moment: Moment): Step {
  const idle = afterSilence(state.past.idle, state.phase.link.pulse, { code, now: moment.now })
  const { limitMs } = idle
  const isNews = limitMs !== null && limitMs !== state.past.idle.limitMs
  const told = isNews ? [log('info', 'idle-limit-learned', { limitMs })] : []
  const next = withPast(state, { idle })
  return andThen([next, told], () => lost(next, { code, reason, allowed, by: 'them' }, moment))
}

/** Something is missing: hang up, and the next hello says from where (GAP2). */
export function gap(state: Live, moment: Moment): Step {
  const offset = state.cursor?.offset ?? 0
  const times = state.gap?.offset === offset ? state.gap.times + 1 : 1
  return lost({ ...state, gap: { offset, times } }, abandoned(4003, 'gap'), moment)
}
