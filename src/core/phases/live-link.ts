// What frames, hints and the clock all do to a live link: prove it, ask it, acknowledge, forgive, give up.
import type { Moment } from '../events.ts'
import { abandoned, afterLoss } from '../loss.ts'
import { heard, type Ping, pinged } from '../pulse.ts'
import { type In, type Link, type Step, stay } from '../state.ts'

type Live = In<'live'>

export const withLink = (state: Live, change: Partial<Link>): Live => ({
  ...state,
  phase: { ...state.phase, link: { ...state.phase.link, ...change } },
})

/** Whatever came, the peer is alive. */
export function proven(state: Live, now: number): Live {
  return withLink({ ...state, past: { ...state.past, heardAt: now } }, { pulse: heard(state.phase.link.pulse, now) })
}

export function pinging(state: Live, ping: Ping): Step {
  const { dial, pulse: before } = state.phase.link
  const pulse = pinged(before, ping)
  return [withLink(state, { pulse }), [{ type: 'send', dial, message: { type: 'ping', id: pulse.ping?.id ?? 0 } }]]
}

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
  return { ...withLink(state, { stableAt: null }), past: { ...state.past, attempt: 0, briefs: 0, forgiven: false } }
}

/** We leave this socket for another, with what it earned. */
export function givenUp(state: Live, { code, reason }: { readonly code: number; readonly reason: string }, moment: Moment): Step {
  const { dial, bye } = state.phase.link
  return afterLoss(forgiven(state, moment.now), { ...abandoned(dial, code, reason), welcomed: true, bye }, moment)
}

/** Something is missing: hang up, and the next hello says from where (GAP2). */
export function gap(state: Live, moment: Moment): Step {
  const offset = state.cursor?.offset ?? 0
  const times = state.gap?.offset === offset ? state.gap.times + 1 : 1
  return givenUp({ ...state, gap: { offset, times } }, { code: 4003, reason: 'gap' }, moment)
}
