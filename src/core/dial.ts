// Going out: a numbered dial within the brake, and the wait before one (BACK1, BACK2).
import { backoffMs, brakeUntil, slowBackoffMs, withDial } from './backoff.ts'
import { log } from './effects.ts'
import type { Moment } from './events.ts'
import type { Reason } from './model.ts'
import { type MachineState, type Past, type Step, stay } from './state.ts'
import * as TIMES from './times.ts'

/** Dials now, or as soon as twenty dials a minute allow. The token comes first where there is one to get (AUTH3). */
export function dialNow(state: MachineState, { now }: Moment): Step {
  if (state.settings.identity === 'signed-out') return stay({ ...state, phase: { name: 'idle', why: 'signed-out' } })
  const brake = brakeUntil(state.past.dials)
  if (brake > now) return stay({ ...state, phase: { name: 'waiting', retryAt: brake } })
  const dial = state.past.dial + 1
  const past = { ...state.past, dial, dials: withDial(state.past.dials, now) }
  if (!state.settings.hasToken) return openSocket({ ...state, past }, dial, now)
  const isFresh = past.tokenRefused || (past.tokenUntil !== null && past.tokenUntil - now < TIMES.tokenSpareMs)
  const phase = { name: 'dialing' as const, dial, stage: 'token' as const, by: now + TIMES.tokenMs }
  return [{ ...state, past, phase }, [{ type: 'get-token', use: 'hello', dial, fresh: isFresh, refused: past.tokenRefused }]]
}

/** Dials now, unless the server asked for a pause: only the user's `reconnect` passes that (BACK2). */
export function dialSoon(state: MachineState, moment: Moment): Step {
  const { notBefore } = state.past
  if (notBefore <= moment.now) return dialNow(state, moment)
  return stay({ ...state, phase: { name: 'waiting', retryAt: notBefore } })
}

/** The brake counts from here: a dial whose token was slow burdens the server only now (BACK1). */
export function openSocket(state: MachineState, dial: number, now: number): Step {
  const past = { ...state.past, dials: withDial(state.past.dials.slice(0, -1), now) }
  return [{ ...state, past, phase: { name: 'dialing', dial, stage: 'socket', by: now + TIMES.dialMs } }, [{ type: 'dial', dial }]]
}

/** One more failure: wait, at the quick pace or the slow one, or give up (BACK4). */
export function waitOrGiveUp(state: MachineState, pace: 'quick' | 'slow', { now, roll }: Moment): Step {
  const attempt = state.past.attempt + 1
  const past: Past = { ...state.past, attempt }
  const { maxAttempts, backoff } = state.settings
  if (maxAttempts !== null && attempt > maxAttempts) return halt({ ...state, past }, 'gave-up')
  const waitMs = pace === 'slow' ? slowBackoffMs(attempt, roll) : backoffMs(backoff, { attempt, spreadMs: past.spreadMs, roll })
  const retryAt = Math.max(now + waitMs, past.notBefore, brakeUntil(past.dials))
  const waiting: MachineState = { ...state, past, phase: { name: 'waiting', retryAt } }
  return [waiting, [log('info', 'waiting', { attempt, waitMs: Math.round(retryAt - now) })]]
}

export function halt(state: MachineState, reason: Reason): Step {
  return [{ ...state, phase: { name: 'halted', reason } }, [log('warn', 'halted', { reason })]]
}

/** A hint says that now is a good moment: dial, but a second after the last dial at the soonest, and never past the server's own hint. */
export function dialOnHint(state: MachineState, moment: Moment): Step {
  const soonest = Math.max((state.past.dials.at(-1) ?? 0) + TIMES.hintDialGapMs, state.past.notBefore)
  if (soonest <= moment.now) return dialNow(state, moment)
  const retryAt = state.phase.name === 'waiting' ? Math.min(state.phase.retryAt, soonest) : soonest
  return stay({ ...state, phase: { name: 'waiting', retryAt } })
}
