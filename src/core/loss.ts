// A socket is gone: what that means for the commands on it, and what to do next, by the close-code table.
import { closeRuleOf, type CloseRule } from '../protocol/close-codes.ts'
import type { Bye } from '../protocol/frames.ts'
import { contradictions, isContradicted } from './contradiction.ts'
import { dialSoon, halt, waitOrGiveUp } from './dial.ts'
import { log } from './effects.ts'
import type { Moment } from './events.ts'
import * as BOUNDS from './limits.ts'
import { dialsOf, hangUps } from './phases/common.ts'
import { forgotten } from './reset.ts'
import { settle } from './settled.ts'
import { andThen, type Attempt, type MachineState, type Past, type Phase, type Step, stay, withPast } from './state.ts'
import { afterClose } from './written.ts'

export interface Loss {
  readonly code: number
  readonly reason: string
  /** Whose idea: ours, so that the socket must be hung up, or the far side's. */
  readonly by: 'us' | 'them'
  /** What the user's `shouldReconnect` said. */
  readonly allowed: boolean
}

/** We give a socket up: drop it at once, never wait for its close. */
export const abandoned = (code: number, reason: string): Loss => ({ code, reason, by: 'us', allowed: true })

/** The socket of this phase is gone; of a link's two, the link's own. */
export function afterLoss(state: MachineState, { code, reason, by, allowed }: Loss, moment: Moment): Step {
  const { phase } = state
  const welcomed = phase.name === 'live'
  const [dial = 0] = dialsOf(phase)
  const spare = spareOf(phase)
  const [outbox, settlements] = afterClose(state.outbox, { dial, code, welcomed, by })
  const rule = closeRuleOf(code)
  const isEnd = rule.action === 'halt' || rule.action === 'wipe'
  const error = { code: `closed-${code}`, message: reason === '' ? rule.name : reason, retryable: !isEnd }
  const briefs = rule.action === 'retry-briefly' ? state.past.briefs : 0
  const past = { ...state.past, error, briefs, notBefore: hintedUntil(state.past, byeOf(phase), moment) }
  const told = [
    ...hangUps(by === 'us' ? [dial] : [], code, reason),
    log('warn', 'connection-lost', { dial, code, reason, welcomed, by }),
    ...contradictions(state, { ...state, past }),
    ...settlements.map(settle),
  ]
  return andThen(
    andThen([{ ...state, outbox, past }, told], next => cleared(next, rule)),
    next => {
      if (spare !== null && allowed && !isEnd && rule.action !== 'start-over') return stay({ ...next, phase: spare })
      const left = spare === null ? [] : hangUps(dialsOf(spare), code, reason)
      return andThen([next, left], last => (allowed || isEnd ? follow(last, rule, moment) : halt(last, 'gave-up')))
    },
  )
}

/** A candidate that is out takes the place of the link; not after an end, nor if its hello named a user we are not (HEDGE1). */
function spareOf(phase: Phase): Attempt | null {
  return phase.name === 'live' && phase.candidate?.name !== 'waiting' ? phase.candidate : null
}

function byeOf(phase: Phase): Bye | null {
  if (phase.name === 'live') return phase.link.bye
  return phase.name === 'greeting' ? phase.bye : null
}

/** What is not this user's, or no longer, goes whatever comes next. */
const cleared = (state: MachineState, { action }: CloseRule): Step =>
  action === 'start-over' || action === 'wipe' ? forgotten(state) : stay(state)

function hintedUntil({ notBefore }: Past, bye: Bye | null, { now, roll }: Moment): number {
  if (bye?.retryAfterMs === undefined && bye?.spreadMs === undefined) return notBefore
  return now + (bye.retryAfterMs ?? 0) + roll * (bye.spreadMs ?? 0)
}

function follow(state: MachineState, rule: CloseRule, moment: Moment): Step {
  switch (rule.action) {
    case 'retry':
    case 'resend-singly':
      return waitOrGiveUp(state, 'quick', moment)
    case 'retry-slowly':
      return waitOrGiveUp(state, 'slow', moment)
    case 'retry-briefly':
      return retryBriefly(state, rule, moment)
    case 'refresh':
    case 'sign-in':
      return withFreshToken(state, rule, moment)
    case 'start-over':
      return startOver(state, moment)
    case 'wipe':
    case 'halt':
      return halt(state, rule.halt)
  }
}

/** Three in a row without a stable live are no accident. */
function retryBriefly(state: MachineState, rule: CloseRule, moment: Moment): Step {
  const briefs = state.past.briefs + 1
  const next = withPast(state, { briefs })
  return briefs >= BOUNDS.briefRetries ? halt(next, rule.halt) : waitOrGiveUp(next, 'slow', moment)
}

/** A fresh token is tried at once, but only once per stable live (BACK3): the same expired token may come for ever. */
function withFreshToken(state: MachineState, rule: CloseRule, moment: Moment): Step {
  const { past, settings } = state
  if (rule.action === 'sign-in' && (past.forgiven || !settings.hasToken)) return halt(state, rule.halt)
  return atOnceOnce(withPast(state, { tokenRefused: settings.hasToken }), moment)
}

/** The server knows us as somebody else: nothing of the one user may reach the other (AUTH1). */
function startOver(state: MachineState, moment: Moment): Step {
  // Where the page states its user, it is the token that is of another; else the token says whose the page is.
  const tokenRefused = state.settings.hasToken && isContradicted(state)
  return atOnceOnce(withPast(state, { tokenRefused, tokenUntil: null }), moment)
}

function atOnceOnce(state: MachineState, moment: Moment): Step {
  const next = withPast(state, { forgiven: true })
  return state.past.forgiven ? waitOrGiveUp(next, 'quick', moment) : dialSoon(next, moment)
}
