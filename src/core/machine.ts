// The machine: what to do about an event, given the state and the moment. Pure: no clock, no die, no socket.
//
//               connect · reconnect · pageshow after pagehide
//        idle ─────────────────────────────────────────────► dialing ◄──────────────┐
//          ▲                                                  │    │                │
//          │ close · pagehide · last release · dispose        │    │ token: null    │ retryAt · reconnect · hint
//          │ (from any phase)                          opened │    ▼                │
//          │                                                  │  halted             │
//          │                                                  ▼    ▲                │
//          │                                          greeting     │                │
//          │                                                  │    │                │
//          │                                          welcome │    │ fatal code · gave up · not our server · signed out
//          │                                                  ▼    │                │
//          └───────────────────────────────────────────── live ────┴──────────► waiting
//                                                              closed · silence · gap · unreadable
//   dialing and greeting fall to waiting, or to halted, as live does: by the close-code table.
//   A bad token, and another user, dial again at once, once per stable live. halted ── reconnect ──► dialing.
//   Who may not dial yet, for the brake or the server's hint, waits. Every arrow there is:
//   idle → dialing waiting
//   dialing → dialing greeting waiting halted idle
//   greeting → live dialing waiting halted idle
//   live → dialing greeting waiting halted idle
//   waiting → dialing idle
//   halted → dialing waiting idle
import { diagnosed, NO_DIAGNOSIS, unanswered } from './classify.ts'
import { atDesk } from './desk.ts'
import type { HintName, LinkEvent, MachineEvent, Moment } from './events.ts'
import { flush } from './flush.ts'
import { expired, nextExpiry } from './outbox.ts'
import { dueAt, leave } from './phases/common.ts'
import { dialing } from './phases/dialing.ts'
import { greeting } from './phases/greeting.ts'
import { halted } from './phases/halted.ts'
import { idle } from './phases/idle.ts'
import { liveDeadline } from './phases/live-due.ts'
import { live } from './phases/live.ts'
import { answer, type Occasion, type Row } from './phases/rows.ts'
import { waiting } from './phases/waiting.ts'
import { withSettled } from './settled.ts'
import { soonest } from './soonest.ts'
import { andThen, isIn, type MachineState, type PhaseName, type Step, stay } from './state.ts'
import { noticeOf, statusOf } from './status.ts'

/** The next state and what is to be done. Any order of events is safe; those of an older socket do nothing. */
export function transition(state: MachineState, event: MachineEvent, moment: Moment): Step {
  const step = isOfLink(event)
    ? andThen(overdue(noted(state, event), event, moment), next => ofLink(next.phase.name, next, { event, moment }))
    : atDesk(state, event, moment)
  return derived(diagnosed(state, step), moment.now)
}

/** Total over phase × event: a phase without a row, or a row without a cell, does not compile. */
const TABLE: { readonly [P in PhaseName]: Row<P> } = { idle, dialing, greeting, live, waiting, halted }

// The guard is always true; it tells the compiler that state and row are of one phase.
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- TABLE[name] is the second use
const ofLink = <P extends PhaseName>(name: P, state: MachineState, occasion: Occasion): Step =>
  isIn(state, name) ? answer(TABLE[name], state, occasion) : stay(state)

/** Every row answers every event of the link, and no other. */
const isOfLink = (event: MachineEvent): event is LinkEvent => event.type in idle

/** What an event says about the surroundings and about being wanted holds in every phase. */
function noted(state: MachineState, event: LinkEvent): MachineState {
  if (event.type === 'hint') return surrounded(state, event.hint)
  const isOfWanting = event.type === 'connect' || event.type === 'reconnect' || event.type === 'close'
  return isOfWanting && state.leaveAt !== null ? { ...state, leaveAt: null } : state
}

/** What was found out over another network says nothing of this one. */
function surrounded(state: MachineState, hint: HintName): MachineState {
  const around = aroundAfter(state.around, hint)
  return { ...state, around, diagnosis: around.online === state.around.online ? state.diagnosis : NO_DIAGNOSIS }
}

function aroundAfter(around: MachineState['around'], hint: HintName): MachineState['around'] {
  if (hint === 'online' || hint === 'offline') return { ...around, online: hint === 'online' }
  return hint === 'visible' || hint === 'hidden' ? { ...around, visible: hint === 'visible' } : around
}

/** In every phase sends run out, a probe has had its time, and a connection that nobody wants any more ends. */
function overdue(given: MachineState, event: LinkEvent, moment: Moment): Step {
  if (event.type !== 'tick') return stay(given)
  const { now } = moment
  const state = unanswered(given, moment)
  const settled = expired(state.outbox, now)
  // What ran out makes room in flight for what waits.
  const kept = settled[1].length === 0 ? stay(state) : andThen(withSettled(state, settled), next => flush(next, now))
  return andThen(kept, next => (next.leaveAt !== null && next.leaveAt <= now ? unwanted({ ...next, leaveAt: null }) : stay(next)))
}

/** What was ended for a reason stays ended for that reason. */
function unwanted(state: MachineState): Step {
  const { phase } = state
  const isEnded = phase.name === 'idle' && phase.why !== 'page-hidden'
  return isEnded ? stay(state) : leave(state, 'new')
}

/** What follows from the state after every step: the notice, then the status. */
function derived([state, effects]: Step, now: number): Step {
  const notice = noticeOf(state, now)
  const noticed = notice === state.notice ? state : { ...state, notice }
  const status = statusOf(noticed, now)
  return [status === noticed.status ? noticed : { ...noticed, status }, effects]
}

/** The one instant the state next cares about, epoch ms, or null. Waking late only finds it past. */
export function deadlineOf(state: MachineState): number | null {
  const notice = typeof state.notice === 'object' ? state.notice.at : null
  return soonest(phaseDeadline(state), nextExpiry(state.outbox), state.leaveAt, state.diagnosis.probe?.by ?? null, notice)
}

function phaseDeadline(state: MachineState): number | null {
  const { phase } = state
  if (isIn(state, 'live')) return liveDeadline(state)
  return phase.name === 'dialing' || phase.name === 'greeting' || phase.name === 'waiting' ? dueAt(phase) : null
}
