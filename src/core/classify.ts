// Why no socket opens: after two dials in a row without one, a single HTTP probe tells what stands in the way (BACK6). Dialing goes on meanwhile.
import type { Moment } from './events.ts'
import * as BOUNDS from './limits.ts'
import type { Reason } from './model.ts'
import type { MachineState, Step } from './state.ts'
import * as TIMES from './times.ts'

/** Means something only while dialing or waiting. */
export interface Diagnosis {
  /** Dials in a row that ended before their socket opened. */
  readonly unopened: number
  /** The probe that is out; at most one. */
  readonly probe: { readonly id: number; readonly by: number } | null
  /** What the last one told; null until then, and again once the network changed. */
  readonly finding: Reason | null
}

/** The status of an answer that says nothing. */
export const UNREADABLE = 0

export const NO_DIAGNOSIS: Diagnosis = { unopened: 0, probe: null, finding: null }

/** One more dial without a socket: the second in a row is asked about, then every fourth. */
export function unopened(state: MachineState, { now }: Moment): Step {
  const count = state.diagnosis.unopened + 1
  const next = { ...state, diagnosis: { ...state.diagnosis, unopened: count } }
  const isDue = count >= BOUNDS.failuresToProbe && (count - BOUNDS.failuresToProbe) % BOUNDS.failuresPerProbe === 0
  if (!isDue || state.diagnosis.probe !== null || !isDown(state)) return [next, []]
  const probe = { id: state.past.dial, by: now + TIMES.httpProbeMs }
  return [{ ...next, diagnosis: { ...next.diagnosis, probe } }, [{ type: 'probe', probe: probe.id }]]
}

const isDown = ({ phase }: MachineState) => phase.name === 'waiting' || phase.name === 'dialing'

/** `status` as HTTP has it; 0: an answer that cannot be read; null: no answer. An answer to a probe that was dropped says nothing. */
export function probed(state: MachineState, id: number, status: number | null): MachineState {
  const { diagnosis, settings, past } = state
  if (diagnosis.probe?.id !== id) return state
  const tokenRefused = past.tokenRefused || (status === 401 && settings.hasToken)
  const finding = findingOf(status, state.around.online)
  return { ...state, past: { ...past, tokenRefused }, diagnosis: { ...diagnosis, probe: null, finding } }
}

/** A probe without an answer in time. A laptop that slept through the deadline proves nothing (LIFE3). */
export function unanswered(state: MachineState, { now }: Moment): MachineState {
  const { probe } = state.diagnosis
  if (probe === null || probe.by > now) return state
  return probed(state, probe.id, now > probe.by + TIMES.lateWakeMs ? UNREADABLE : null)
}

// Our server answers 426 to whoever comes without an upgrade, and an application's own `probeUrl` 204. A 200 is no proof: caches, service workers and
// login pages of foreign networks say that too.
function findingOf(status: number | null, isOnline: boolean): Reason {
  if (status === null || status >= 500) return isOnline ? 'server-down' : 'offline'
  if (status === 401 || status === 403) return 'signed-out'
  return status === 426 || status === 204 ? 'blocked' : 'unknown'
}

/** After every step: outside of dialing and waiting nothing is left of it, and a probe that nobody waits for ends. */
export function diagnosed(before: MachineState, [state, effects]: Step): Step {
  const after = isDown(state) || state.diagnosis === NO_DIAGNOSIS ? state : { ...state, diagnosis: NO_DIAGNOSIS }
  const { probe } = before.diagnosis
  return probe === null || after.diagnosis.probe?.id === probe.id ? [after, effects] : [after, [{ type: 'drop-probe' }, ...effects]]
}
