// The heartbeat of a live link: when to ping, how long to wait, and since when it is suspect (LIFE1–LIFE3).
import { strainedMs } from './hedge.ts'
import { withinLimit } from './idle-limit.ts'
import { isOn, isUnsettled, unsettled } from './outbox.ts'
import { patienceMs, sampled } from './round-trip.ts'
import type { In, MachineState, Pulse } from './state.ts'
import { hasActive } from './task-book.ts'
import * as TIMES from './times.ts'

type Live = In<'live'>

/** Any frame proves the peer alive and ends the wait for a pong. */
export function heard(pulse: Pulse | null, now: number): Pulse {
  const boreMs = pulse === null ? 0 : Math.max(pulse.boreMs, now - pulse.heardAt)
  return { heardAt: now, boreMs, ping: answered(pulse), suspectAt: null }
}

/** The deadline has passed: nobody knows whether the link lives. */
export function doubted(pulse: Pulse, now: number): Pulse {
  return { ...pulse, ping: answered(pulse), suspectAt: pulse.suspectAt ?? now }
}

const answered = (pulse: Pulse | null): Pulse['ping'] => (pulse?.ping != null ? { ...pulse.ping, by: null } : null)

/** A pong, however late, measures the round trip. */
export function measured(state: Live, pongId: number, now: number): MachineState['past']['roundTrip'] {
  const { ping } = state.phase.link.pulse
  const before = state.past.roundTrip
  return ping?.id === pongId ? sampled(before, now - ping.sentAt) : before
}

export interface Ping {
  readonly now: number
  readonly withinMs: number
  readonly spreadMs: number
}

export function pinged(pulse: Pulse, { now, withinMs, spreadMs }: Ping): Pulse {
  return { ...pulse, ping: { id: (pulse.ping?.id ?? 0) + 1, sentAt: now, by: now + withinMs, spreadMs } }
}

/** How long a pong may take: adaptive, and more where nobody waits for anything, lest a server that pauses be dialed by its idle pages. */
export const pongWithinMs = (state: Live): number =>
  withinMs(state, TIMES.pongCapMs, isBusy(state) ? TIMES.pongFloorMs : TIMES.idlePongFloorMs)

const withinMs = ({ settings, past }: Live, capMs: number, floorMs?: number): number =>
  settings.patienceMs ?? patienceMs(past.roundTrip, capMs, floorMs)

/**
 * How long the answer to this ping may take, for a replay may stand in its way, and a hedge may have been in vain. A receipt awaited
 * is not asked after again while this ping is under way, and so it gets no more time than that probe would have had (SEND3).
 */
export function answerWithinMs(state: Live, askedMs: number, now: number): number {
  const probeAt = receiptProbeAt(state)
  const ownMs = allowedMs(state, askedMs, now)
  return probeAt === null || probeAt <= now ? ownMs : Math.min(ownMs, probeAt - now + allowedMs(state, receiptProbeMs(state), now))
}

/** When the ping that is out must be answered, null where none is: what was sent since gives it no more time either (SEND3). */
export function pongBy(state: Live): number | null {
  const { ping } = state.phase.link.pulse
  if (ping === null || ping.by === null) return null
  const probeAt = receiptProbeAt(state)
  return probeAt === null ? ping.by : Math.min(ping.by, probeAt + allowedMs(state, receiptProbeMs(state), probeAt))
}

const allowedMs = ({ past, phase: { link } }: Live, ms: number, now: number): number =>
  strainedMs(past.hedges, link.caughtUpAt === null ? Math.max(ms, TIMES.catchUpPongMs) : ms, now)

/** How long a receipt may take before the link is asked whether it lives (SEND3); and its answer then, for the user waits already. */
const receiptWithinMs = (state: Live): number => withinMs(state, TIMES.receiptCapMs)
export const receiptProbeMs = (state: Live): number => withinMs(state, TIMES.receiptCapMs, TIMES.probeFloorMs)

/** When the next ping is due: sooner while somebody waits for something. */
export function pingAt(state: Live): number {
  const { pulse, welcome } = state.phase.link
  const { idleMs, activeMs } = state.settings.heartbeat
  const intervalMs = isBusy(state) ? (activeMs ?? welcome.heartbeat.activeIntervalMs) : (idleMs ?? welcome.heartbeat.intervalMs)
  return Math.max(pulse.heardAt, pulse.ping?.sentAt ?? 0) + Math.max(TIMES.pingFloorMs, withinLimit(state.past.idle, intervalMs))
}

const isBusy = ({ outbox, tasks, relayingSince }: Live): boolean =>
  relayingSince !== null || outbox.entries.some(isUnsettled) || hasActive(tasks)

/** When the oldest receipt not yet asked after is late; null when none is awaited. */
export function receiptProbeAt(state: Live): number | null {
  if (state.relayingSince === null && state.outbox.entries.length === 0) return null
  const { link } = state.phase
  const askedAt = link.pulse.ping?.sentAt ?? 0
  const written = unsettled(state.outbox).flatMap(entry =>
    isOn(entry, link.dial) && entry.passage.at === 'written' ? [entry.passage.writtenAt] : [],
  )
  const instants = [...written, ...(state.relayingSince === null ? [] : [state.relayingSince])].filter(at => at >= askedAt)
  return instants.length === 0 ? null : Math.min(...instants) + receiptWithinMs(state)
}
