// A welcomed connection: what each frame, answer and instant does; after each, commands begin and the writer goes on.
import type { Ack, Auth, Receipt } from '../../protocol/frames.ts'
import { TIMES } from '../limits.ts'
import { withOneMore } from './chatter.ts'
import { answered, arrived, begun, isFull, nextOf } from './commands.ts'
import { log, send } from './effects.ts'
import type { AuthAnswer, EngineEvent, Moment } from './events.ts'
import { acked, afterStall, isOpen, reopened, shut } from './flow.ts'
import { refused, unavailable } from './handshake.ts'
import { leave, leaveWithBye } from './leave.ts'
import { asking, deaf, heard, verdictOn } from './pulse.ts'
import { type In, serving, stay, type Step, whileServing } from './state.ts'
import { askAgain, isAskDue, isSpent, lifeOf, tokenOf } from './token.ts'
import { advance, storeFailed, takeReading, takeSnapshot, woken } from './writer.ts'

type Served = In<'serving'>
type Message = Extract<EngineEvent, { type: 'frame' }>['message']

export function serve(state: Served, event: EngineEvent, moment: Moment): Step {
  const done = whileServing(dispatch(state, event, moment), next => start(next, moment))
  const went = whileServing(done, next => advance(next, moment))
  return whileServing(went, next => regulated(next, moment))
}

function dispatch(state: Served, event: EngineEvent, moment: Moment): Step {
  switch (event.type) {
    case 'frame':
      return counted(state, event.message, moment)
    case 'authenticated':
      return renewed(state, event.answer, moment)
    case 'read':
      return state.phase.writer.work.name === 'reading' ? takeReading(state, event.reading, moment) : stay(state)
    case 'snapshot':
      return state.phase.writer.work.name === 'snapshotting' ? takeSnapshot(state, event.snapshot, moment) : stay(state)
    case 'store-failed':
      return stay(storeFailed(state, moment.now))
    case 'woken':
      return stay(woken(state))
    case 'begun':
      return stay(serving(state, { commands: begun(state.phase.commands, event.id) }))
    case 'receipt':
      return receipted(state, { type: 'receipt', id: event.id, ...event.receipt })
    case 'command-failed':
      return unavailable(state, moment)
    case 'flushed':
      return stay(serving(state, { flow: reopened(state.phase.flow, roomOf(state, moment)) }))
    case 'drain':
      return drain(state, event, moment)
    case 'tick':
      return tick(state, moment)
    case 'opened':
    case 'binary':
    case 'overrun':
    case 'leave':
    case 'closed':
      return stay(state)
  }
}

const roomOf = ({ limits }: Served, moment: Moment) => ({ limits, moment })

/** Commands have a bound of their own (SEND7), and an ack that made room is what a fast reader owes us (SLOW1). */
function counted(state: Served, message: Message, moment: Moment): Step {
  return whileServing(takeFrame(hearing(state, moment), message, moment), next => {
    if (message.type === 'command' || next.phase.flow !== state.phase.flow) return stay(next)
    const chatter = withOneMore(next.phase.chatter, moment.now)
    const heardIt = serving(next, { chatter })
    return chatter.count > state.limits.chatterPerMinute ? flooded(heardIt, moment) : stay(heardIt)
  })
}

/** Each frame costs the peer nothing and us an answer (AUTH2). */
function flooded(state: Served, moment: Moment): Step {
  const hint = { retryAfterMs: TIMES.shedRetryMs, spreadMs: TIMES.shedSpreadMs }
  const ending = leaveWithBye(state, { code: 4005, reason: 'too many frames', ...hint }, moment)
  return [ending[0], [log('warn', 'too-many-frames'), ...ending[1]]]
}

/** Any frame is life (LIFE1). */
const hearing = (state: Served, { now }: Moment): Served => serving(state, { pulse: heard(state.phase.pulse, now) })

function takeFrame(state: Served, message: Message, moment: Moment): Step {
  switch (message.type) {
    case 'ping':
      return [state, [send({ type: 'pong', id: message.id })]]
    case 'ack':
      return stay(acknowledged(state, message, moment))
    case 'command':
      return stay(serving(state, { commands: arrived(state.phase.commands, message) }))
    case 'auth':
      return renew(state, message)
    case 'hello':
      return leave(state, { code: 4503, reason: 'a second hello' }, moment)
    case 'pong':
    case 'unknown':
    case 'protocol-error':
      return stay(state)
  }
}

const acknowledged = (state: Served, ack: Ack, moment: Moment): Served =>
  serving(state, { flow: acked(state.phase.flow, ack, roomOf(state, moment)) })

/* commands */

function receipted(state: Served, receipt: Receipt): Step {
  return [serving(state, { commands: answered(state.phase.commands, receipt.id) }), [send(receipt)]]
}

/** The 33rd is taken, and nothing more is read until one is answered (SEND7). While we do not read, silence proves nothing. */
function regulated(state: Served, moment: Moment): Step {
  const { commands, flow, pulse } = state.phase
  const reading = isFull(commands, isOpen(flow)) ? 'paused' : 'on'
  if (reading === commands.reading) return stay(state)
  const next = serving(state, { commands: { ...commands, reading } })
  if (reading === 'on') return [hearing(next, moment), [{ type: 'resume-reading' }]]
  return [serving(next, { pulse: deaf(pulse) }), [{ type: 'pause-reading' }]]
}

/** Over the window's bound no command begins: its receipt would only add to what the reader cannot take (SLOW1). */
function start(state: Served, moment: Moment): Step {
  const next = nextOf(state.phase.commands)
  if (next === null || !isOpen(state.phase.flow)) return stay(state)
  if (moment.bufferedBytes > state.limits.bufferedBytes) {
    return stay(serving(state, { flow: shut(state.phase.flow, roomOf(state, moment)) }))
  }
  const [command, commands] = next
  return [serving(state, { commands }), [{ type: 'execute', user: state.phase.user, command }]]
}

/* token */

/** One at a time: what comes while one is judged is not needed. */
function renew(state: Served, { token }: Auth): Step {
  if (state.phase.token.renewal === 'checking') return stay(state)
  return [
    serving(state, { token: { ...state.phase.token, renewal: 'checking' } }),
    [{ type: 'authenticate', token, client: state.phase.client }],
  ]
}

function renewed(state: Served, answer: AuthAnswer, moment: Moment): Step {
  const { token, user } = state.phase
  if (token.renewal !== 'checking') return stay(state)
  if (answer.outcome === 'failed') return stay(serving(state, { token: askAgain(token, moment.now) }))
  if (answer.outcome !== 'identity') return refused(state, answer.outcome, moment)
  if (answer.identity.user !== user) return leave(state, { code: 4508, reason: 'another user is signed in' }, moment)
  const life = lifeOf(answer.identity)
  const next = serving(state, { token: tokenOf(answer.identity, moment.now) })
  return [next, [send({ type: 'authenticated', ...(life !== null && { expiresInMs: Math.max(0, life) }) })]]
}

/* drain */

/** Says that it will go, serves on for the grace, then goes (DRAIN1). */
function drain(state: Served, { graceMs, spreadMs }: Extract<EngineEvent, { type: 'drain' }>, { now }: Moment): Step {
  if (state.phase.leaveAt !== null) return stay(state)
  return [serving(state, { leaveAt: now + graceMs }), [send({ type: 'bye', code: 4000, reason: 'draining', spreadMs, graceMs })]]
}

/* time */

type Due = (state: Served, moment: Moment) => Step

function tick(state: Served, moment: Moment): Step {
  const dues: readonly Due[] = [drained, reaped, stalled, expired, tokenAsked, checked]
  return dues.reduce<Step>((step, due) => whileServing(step, next => due(next, moment)), stay(state))
}

const drained: Due = (state, moment) => {
  const { leaveAt } = state.phase
  return leaveAt !== null && moment.now >= leaveAt ? leave(state, { code: 4000, reason: 'draining' }, moment) : stay(state)
}

const reaped: Due = (state, moment) => {
  const { pulse } = state.phase
  const verdict = verdictOn(pulse, moment.now, state.limits)
  if (verdict === 'alive') return stay(state)
  if (verdict === 'dead') return leave(state, { code: 4001, reason: 'no sign of life' }, moment)
  const next = serving(state, { pulse: asking(pulse, moment.now, state.limits) })
  return [next, [send({ type: 'ping', id: next.phase.pulse.pings })]]
}

const stalled: Due = (state, moment) => {
  const flow = afterStall(state.phase.flow, roomOf(state, moment))
  if (flow !== null) return stay(serving(state, { flow }))
  const { unackedBytes } = state.phase.flow
  const ending = leave(state, { code: 4002, reason: 'slow consumer' }, moment)
  return [ending[0], [log('warn', 'slow-consumer', { unackedBytes, bufferedBytes: moment.bufferedBytes }), ...ending[1]]]
}

const expired: Due = (state, moment) =>
  isSpent(state.phase.token, moment.now) ? leave(state, { code: 4004, reason: 'token expired' }, moment) : stay(state)

const tokenAsked: Due = (state, { now }) => {
  const { token } = state.phase
  if (!isAskDue(token, now)) return stay(state)
  const inMs = Math.max(0, Math.floor((token.endAt ?? now) - now))
  return [serving(state, { token: { ...token, renewal: 'asked' } }), [send({ type: 'auth-required', inMs })]]
}

const checked: Due = (state, { now }) => stay(now >= state.phase.writer.checkAt ? woken(state) : state)
