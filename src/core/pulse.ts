// The heartbeat of a live link: when to ping, how long to wait, and when silence is a verdict (LIFE1–LIFE3).
import { TIMES } from './limits.ts'
import { isOn, unsettled } from './outbox.ts'
import { patienceMs, sampled } from './round-trip.ts'
import type { In, Link, MachineState, Pulse } from './state.ts'
import { isActive } from './tasks.ts'

type Live = In<'live'>

/** Any frame proves the peer alive and ends the wait for a pong. */
export function heard(pulse: Pulse, now: number): Pulse {
  return { heardAt: now, ping: pulse.ping && { ...pulse.ping, by: null } }
}

/** A pong, however late, measures the round trip. */
export function measured(state: Live, pongId: number, now: number): MachineState['past']['roundTrip'] {
  const { ping } = state.phase.link.pulse
  const before = state.past.roundTrip
  return ping?.id === pongId ? sampled(before, now - ping.sentAt) : before
}

export interface Ping {
  readonly now: number
  readonly withinMs: number
  readonly late: boolean
}

export function pinged(pulse: Pulse, { now, withinMs, late }: Ping): Pulse {
  return { ...pulse, ping: { id: (pulse.ping?.id ?? 0) + 1, sentAt: now, by: now + withinMs, late } }
}

/** How long a pong may take: adaptive, and patient while a replay may stand in its way. */
export function pongWithinMs(state: Live): number {
  if (state.phase.link.caughtUpAt === null) return TIMES.catchUpPongMs
  return patienceMs(state.past.roundTrip, TIMES.pongCapMs)
}

/** How long the answer to a probe may take. A replay in its way earns it the same patience as any ping. */
export function probeWithinMs(state: Live, withinMs: number): number {
  return state.phase.link.caughtUpAt === null ? TIMES.catchUpPongMs : withinMs
}

/** True after a wake so late that nobody knows whether the link lives, until a frame proves it. */
export const isSuspect = ({ pulse: { ping } }: Link): boolean => ping !== null && ping.late && ping.by !== null

/** How long a receipt may take before the link is asked whether it lives (SEND3). */
export const receiptWithinMs = (state: Live): number => patienceMs(state.past.roundTrip, TIMES.receiptCapMs)

/** When the next ping is due: sooner while somebody waits for something. */
export function pingAt(state: Live): number {
  const { pulse, welcome } = state.phase.link
  const { idleMs, activeMs } = state.settings.heartbeat
  const isBusy = unsettled(state.outbox).length > 0 || [...state.tasks.values()].some(isActive)
  const intervalMs = isBusy ? (activeMs ?? welcome.heartbeat.activeIntervalMs) : (idleMs ?? welcome.heartbeat.intervalMs)
  return Math.max(pulse.heardAt, pulse.ping?.sentAt ?? 0) + Math.max(TIMES.pingFloorMs, intervalMs)
}

/** When the oldest receipt not yet asked after is late; null when none is awaited. */
export function receiptProbeAt(state: Live): number | null {
  const { link } = state.phase
  const askedAt = link.pulse.ping?.sentAt ?? 0
  const instants = unsettled(state.outbox).flatMap(entry =>
    isOn(entry, link.dial) && entry.passage.at === 'written' && entry.passage.writtenAt >= askedAt ? [entry.passage.writtenAt] : [],
  )
  return instants.length === 0 ? null : Math.min(...instants) + receiptWithinMs(state)
}

export type Verdict = 'none' | 'probe' | 'dead'

/**
 * What an unanswered ping means now. A wake more than a second late proves nothing, for the page may have slept: probe once more.
 * A second such wake in a row is a verdict, or a throttled page would keep a dead socket for ever (LIFE3).
 */
export function verdictOn({ pulse }: Link, now: number): Verdict {
  const { ping } = pulse
  if (ping === null || ping.by === null || now < ping.by) return 'none'
  return now - ping.by > TIMES.lateWakeMs && !ping.late ? 'probe' : 'dead'
}
