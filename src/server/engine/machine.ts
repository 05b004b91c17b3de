// The server's side of one connection: what to do about an event, given the state and the moment. Pure: no clock, no socket, no store.
//
//   accepted ─► awaiting-hello ─► authenticating ─► opening ─► serving (catching up ⇄ live)
//      │              │                 │              │            │
//      └──────────────┴─── refused, shed, drained, silent, gone ────┴──► closing ─► closed
import type { ProtocolError } from '../../protocol/frames.ts'
import * as WIRE from '../../protocol/limits.ts'
import { log } from './effects.ts'
import type { EngineEvent, Moment } from './events.ts'
import { stallBy } from './flow.ts'
import { opened, openedWithReading, openedWithSnapshot, refused, sendOn, takeHello, takeIdentity, unavailable } from './handshake.ts'
import { leave } from './leave.ts'
import { pulseDeadline } from './pulse.ts'
import { serve } from './serving.ts'
import { andThen, type EngineState, type In, isServing, type PhaseName, stay, type Step, whileServing } from './state.ts'
import { tokenDeadline } from './token.ts'
import { advance, writerDeadline } from './writer.ts'

/** The next state and what is to be done. Any order of events is safe. */
export function step(state: EngineState, event: EngineEvent, moment: Moment): Step {
  if (event.type === 'closed') return gone(state)
  if (!isOver(state)) {
    if (event.type === 'frame' && event.message.type === 'protocol-error') return unreadable(state, event.message, moment)
    if (event.type === 'binary') return noted(state, { code: 1003, reason: 'frames are text', moment })
    if (event.type === 'overrun') return noted(state, { code: 4503, reason: 'too much before welcome', moment })
    if (event.type === 'leave') return leave(state, event, moment)
  }
  return PHASES[state.phase.name](state, event, moment)
}

const isOver = ({ phase }: EngineState): boolean => phase.name === 'closing' || phase.name === 'closed'

function gone(state: EngineState): Step {
  if (state.phase.name === 'closed') return stay(state)
  return [{ ...state, phase: { name: 'closed' } }, [{ type: 'unwatch' }, { type: 'released' }]]
}

/** The peer did not answer our close in time. */
const torn = (state: EngineState): Step => andThen([state, [{ type: 'terminate' }]], gone)

/** Text that is no frame ends the socket with its code and one log entry, and nothing else (the text may be a secret). */
function unreadable(state: EngineState, { closeCode, code, message }: ProtocolError, moment: Moment): Step {
  const entry = log('warn', 'protocol-error', { code, message })
  return andThen([state, [entry]], next => leave(next, { code: closeCode, reason: code }, moment))
}

function noted(
  state: EngineState,
  { code, reason, moment }: { readonly code: number; readonly reason: string; readonly moment: Moment },
): Step {
  return andThen([state, [log('warn', 'protocol-error', { code: reason })]], next => leave(next, { code, reason }, moment))
}

type Cell = (state: EngineState, event: EngineEvent, moment: Moment) => Step

const PHASES: { readonly [P in PhaseName]: Cell } = {
  accepted: (state, event, moment) => {
    if (event.type === 'drain') return stay({ ...state, draining: event })
    return event.type === 'opened' ? opened(state, event.admission, moment) : stay(state)
  },
  'awaiting-hello': inPhase('awaiting-hello', (state, event, moment) => {
    if (event.type === 'frame') return takeHello(state, event, moment)
    if (event.type === 'drain') return stay({ ...state, draining: event })
    return isDue(state, event, moment) ? leave(state, { code: 4006, reason: 'no hello in time' }, moment) : stay(state)
  }),
  authenticating: inPhase('authenticating', (state, event, moment) => {
    if (event.type === 'authenticated') return takeIdentity(state, event.answer, moment)
    if (event.type === 'drain') return sendOn(state, event, moment)
    return isDue(state, event, moment) ? overslept(state, moment) : stay(state)
  }),
  opening: inPhase('opening', opening),
  serving: inPhase('serving', serve),
  closing: inPhase('closing', (state, event, moment) => (isDue(state, event, moment) ? torn(state) : stay(state))),
  closed: stay,
}

function opening(state: In<'opening'>, event: EngineEvent, moment: Moment): Step {
  if (event.type === 'read') return whileServing(openedWithReading(state, event.reading, moment), next => advance(next, moment))
  if (event.type === 'snapshot') return whileServing(openedWithSnapshot(state, event.snapshot, moment), next => advance(next, moment))
  if (event.type === 'store-failed') return unavailable(state, moment)
  if (event.type === 'drain') return sendOn(state, event, moment)
  if (event.type === 'woken') return stay({ ...state, phase: { ...state.phase, woken: true } })
  return isDue(state, event, moment) ? overslept(state, moment) : stay(state)
}

/** Neither `authenticate` nor the store answered in time: the handshake's place is needed by others (AUTH2). */
const overslept = (state: EngineState, moment: Moment): Step =>
  andThen([state, [log('error', 'handshake-timeout', { phase: state.phase.name })]], next => refused(next, 'failed', moment))

const isDue = ({ phase }: { readonly phase: { readonly by: number } }, event: EngineEvent, { now }: Moment): boolean =>
  event.type === 'tick' && now >= phase.by

/** A cell that knows its phase. */
function inPhase<P extends PhaseName>(name: P, cell: (state: In<P>, event: EngineEvent, moment: Moment) => Step): Cell {
  const isIn = (state: EngineState): state is In<P> => state.phase.name === name
  return (state, event, moment) => (isIn(state) ? cell(state, event, moment) : stay(state))
}

/** The one instant the state next cares about, epoch ms, or null. Waking late only finds it past. */
export function deadlineOf(state: EngineState): number | null {
  const { phase } = state
  if (isServing(state)) return servingDeadline(state)
  return 'by' in phase ? phase.by : null
}

function servingDeadline(state: In<'serving'>): number | null {
  const { pulse, flow, token, leaveAt } = state.phase
  const instants = [pulseDeadline(pulse, state.limits), stallBy(flow), tokenDeadline(token), writerDeadline(state), leaveAt]
  const known = instants.filter(instant => instant !== null)
  return known.length === 0 ? null : Math.min(...known)
}

/** How large a frame may be now: before welcome, no larger than a hello (AUTH2). */
export function frameBytes({ phase }: EngineState): number {
  return phase.name === 'serving' ? WIRE.upBytes : WIRE.helloBytes
}
