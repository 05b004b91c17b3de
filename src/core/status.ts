// The public status, derived from the state; and when being down is worth telling.
import { isContradicted } from './contradiction.ts'
import type { ConnectionState, ConnectionStatus, Freshness, Reason } from './model.ts'
import { unsettled } from './outbox.ts'
import { shallowEqual } from './shallow-equal.ts'
import type { IdleWhy, Link, MachineState } from './state.ts'
import { isIncomplete } from './tasks.ts'
import * as TIMES from './times.ts'

/** The status after a step: the same object while nothing in it changed. `now` dates a change of `state`. */
export function statusOf(state: MachineState, now: number): ConnectionStatus {
  const before = state.status
  const word = stateOf(state)
  const freshness = freshnessOf(state)
  // What is behind stays so until it is live again, however much comes in meanwhile.
  const staleSince = before.freshness === 'live' ? state.past.heardAt : before.staleSince
  const next: ConnectionStatus = {
    state: word,
    freshness,
    reason: reasonOf(state),
    attempt: state.past.attempt,
    since: word === before.state ? before.since : now,
    retryAt: state.phase.name === 'waiting' ? state.phase.retryAt : null,
    staleSince: freshness === 'live' ? null : staleSince,
    noticeable: state.notice === 'shown',
    hasEverConnected: state.past.welcomed,
    recovery: state.past.recovery,
    error: state.phase.name === 'live' ? null : state.past.error,
    latencyMs: state.past.roundTrip?.by === 'pong' ? Math.round(state.past.roundTrip.smoothedMs) : null,
    idleLimitMs: state.past.idle.limitMs,
    queued: unsettled(state.outbox).length,
    storage: state.storage,
  }
  return shallowEqual(before, next) ? before : next
}

function stateOf({ phase, past }: MachineState): ConnectionState {
  switch (phase.name) {
    case 'idle':
      return 'idle'
    case 'live':
      return 'connected'
    case 'halted':
      return 'disconnected'
    case 'dialing':
    case 'greeting':
    case 'waiting':
      return past.welcomed ? 'reconnecting' : 'connecting'
  }
}

/** `live` only when welcomed, caught up, with every receipt's effect applied and no hole that is asked about (GAP3). */
export function freshnessOf({ phase, asks, tasks }: Pick<MachineState, 'phase' | 'asks' | 'tasks'>): Freshness {
  if (phase.name !== 'live' || phase.link.pulse.suspectAt !== null) return 'stale'
  return isCurrent(phase.link) && !isHealing({ asks, tasks }) ? 'live' : 'catching-up'
}

const isCurrent = (link: Link) => link.caughtUpAt !== null && link.awaited.length === 0

/** It knows of text that it lacks, and has asked for it (STR2). */
const isHealing = ({ asks, tasks }: Pick<MachineState, 'asks' | 'tasks'>) =>
  [...asks.open.keys()].some(id => {
    const record = tasks.get(id)
    return record !== undefined && isIncomplete(record)
  })

function reasonOf(state: MachineState): Reason | null {
  const { phase, around, past, diagnosis } = state
  switch (phase.name) {
    case 'live':
      return null
    case 'idle':
      return reasonOfIdle(phase.why)
    case 'halted':
      return phase.reason
    case 'dialing':
    case 'greeting':
    case 'waiting':
      if (past.attempt === 0) return null
      // A browser may wrongly say that it is offline: what answered over HTTP knows better (BACK6).
      if (diagnosis.finding !== null && diagnosis.finding !== 'unknown') return diagnosis.finding
      if (!around.online) return 'offline'
      return isContradicted(state) ? 'signed-out' : 'unknown'
  }
}

function reasonOfIdle(why: IdleWhy): Reason | null {
  switch (why) {
    case 'new':
    case 'page-hidden':
      return null
    case 'disposed':
      return 'closed-by-user'
    case 'closed-by-user':
    case 'disabled':
    case 'signed-out':
      return why
  }
}

/** The notice after a step: due 2 s after going down, 0.5 s when offline, at once when halted; gone when live or not wanted. */
export function noticeOf(state: MachineState, now: number): MachineState['notice'] {
  const { phase, notice, settings, around } = state
  if (phase.name === 'idle' || freshnessOf(state) === 'live') return 'none'
  if (phase.name === 'halted' || notice === 'shown') return 'shown'
  const inMs = around.online ? settings.noticeAfterMs : Math.min(settings.noticeAfterMs, TIMES.offlineNoticeMs)
  const at = notice === 'none' ? now + inMs : Math.min(notice.at, now + inMs)
  if (at <= now) return 'shown'
  return notice !== 'none' && notice.at === at ? notice : { at }
}
