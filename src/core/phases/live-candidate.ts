// The candidate: a second dial beside a live link, by the rows of a first one. It wins with its welcome, and what happens to it till then is no loss (HEDGE1, DRAIN1).
import { closeRuleOf } from '../../protocol/close-codes.ts'
import type { Bye } from '../../protocol/frames.ts'
import type { Moment } from '../events.ts'
import { greetOnly } from '../greet.ts'
import { mayHedge, withHedge } from '../hedge.ts'
import { type Attempt, type In, isIn, type MachineState, type Step, stay, withPast } from '../state.ts'
import { freshnessOf } from '../status.ts'
import * as TIMES from '../times.ts'
import { dueAt, hangUps } from './common.ts'
import { dialing } from './dialing.ts'
import { greeting } from './greeting.ts'
import { answer, type Occasion, type Row } from './rows.ts'
import { waiting } from './waiting.ts'

type Live = In<'live'>

const ROWS: { readonly [P in Attempt['name']]: Row<P> } = { waiting, dialing, greeting }

// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- ROWS[name] is the second use
const ofRow = <P extends Attempt['name']>(name: P, state: MachineState, occasion: Occasion): Step =>
  isIn(state, name) ? answer(ROWS[name], state, occasion) : stay(state)

export const isDrained = ({ phase }: Live): boolean => phase.link.bye?.graceMs !== undefined

const isNeeded = (state: Live): boolean => isDrained(state) || state.phase.link.pulse.suspectAt !== null

const withCandidate = (state: Live, candidate: Attempt | null): Live => ({ ...state, phase: { ...state.phase, candidate } })

const planned = (state: Live, spreadMs: number, { now, roll }: Moment): Live =>
  state.phase.candidate === null
    ? withCandidate(state, { name: 'waiting', retryAt: Math.max(now + roll * spreadMs, state.past.notBefore) })
    : state

/** A suspect gets a candidate, unless a brake forbids it. */
export const hedged = (state: Live, spreadMs: number, moment: Moment): Live =>
  isHedgeDue(state, moment.now) ? planned(state, spreadMs, moment) : state

const isHedgeDue = (state: Live, now: number): boolean => state.phase.link.pulse.suspectAt !== null && mayHedge(state, now)

/** The server will go, and serves on for a while: the next socket is opened before this one is left. */
export function drained(state: Live, bye: Bye, moment: Moment): Live {
  const next: Live = { ...state, phase: { ...state.phase, link: { ...state.phase.link, bye } } }
  return isDrained(next) && state.settings.hedge === 'allowed' ? planned(next, bye.spreadMs ?? 0, moment) : next
}

/** Its deadline. Since it was planned a brake may have come down, or the suspect spoken. */
export function candidateDue(state: Live, moment: Moment): Step {
  const { candidate } = state.phase
  if (candidate === null || moment.now < dueAt(candidate)) return stay(state)
  if (candidate.name === 'waiting' && !isDrained(state) && !isHedgeDue(state, moment.now)) return stay(withCandidate(state, null))
  return beside(state, candidate, { event: { type: 'tick' }, moment })
}

/** What an event of its dial does to it, and so to the link. */
export function beside(state: Live, candidate: Attempt, { event, moment }: Occasion): Step {
  const alone = { ...state, phase: candidate }
  const [after, effects] = event.type === 'opened' ? greetOnly(alone, event.dial, moment) : ofRow(candidate.name, alone, { event, moment })
  const next = braked(state, after, { event, moment })
  const { phase } = next
  // Of another user, or wanted no more: then the link is not either.
  const isOurs = next.user === state.user
  // Tries are spent, or the suspect spoke meanwhile: the link still stands, and what it did not need costs it no attempt.
  if ((phase.name === 'halted' && phase.reason === 'gave-up') || (isOurs && phase.name === 'waiting' && !isNeeded(state)))
    return [{ ...withPast(next, { attempt: state.past.attempt }), phase: { ...state.phase, candidate: null } }, effects]
  if (isOurs && (phase.name === 'waiting' || phase.name === 'dialing' || phase.name === 'greeting'))
    return [{ ...next, phase: { ...state.phase, candidate: phase } }, effects]
  return [seamless(state, next), [...effects, ...hangUps([state.phase.link.dial], 4007, 'left for a newer socket')]]
}

/** A dial for a suspect counts; a server that says "too much" lives (HEDGE2). */
function braked(before: Live, after: MachineState, { event, moment }: Occasion): MachineState {
  const { hedges } = after.past
  if (event.type === 'closed' && closeRuleOf(event.code).action === 'retry-slowly')
    return withPast(after, { hedges: { ...hedges, notBefore: moment.now + TIMES.hedgeRestMs } })
  const isHedge = event.type === 'tick' && after.phase.name === 'dialing' && !isDrained(before)
  return isHedge ? withPast(after, { hedges: withHedge(hedges, moment.now) }) : after
}

/** A page that was level stays so: what the new socket replays is no more than was on its way on the old one. */
function seamless(before: Live, next: MachineState): MachineState {
  if (!isIn(next, 'live') || freshnessOf(before) !== 'live') return next
  const { link } = next.phase
  const isLevel = link.forecast === null && link.epoch === before.phase.link.epoch
  return isLevel ? { ...next, phase: { ...next.phase, link: { ...link, caughtUpAt: before.phase.link.caughtUpAt } } } : next
}
