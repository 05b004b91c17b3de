// From an accepted socket to its welcome: one hello, one authenticate, one look at the log (AUTH1, AUTH2, AUTH4).
//   accepted → awaiting-hello → authenticating → opening → serving
import { type Hello, type SnapshotReason, type Welcome } from '../../protocol/frames.ts'
import * as WIRE from '../../protocol/limits.ts'
import type { Cursor } from '../../protocol/values.ts'
import { BOUNDS, TIMES } from '../limits.ts'
import type { Reading, StoreSnapshot } from '../store.ts'
import type { Identity } from '../types.ts'
import { SILENCE } from './chatter.ts'
import { NO_COMMANDS } from './commands.ts'
import { log, send } from './effects.ts'
import type { Admission, AuthAnswer, EngineEvent, Moment } from './events.ts'
import { EMPTY_FLOW } from './flow.ts'
import { leave, leaveWithBye } from './leave.ts'
import { andThen, type Draining, type EngineState, type Greeting, type In, type Serving, stay, type Step, whileServing } from './state.ts'
import { lifeOf, type Token, tokenOf } from './token.ts'
import { snapshotting, takeReading, takeSnapshot, writerAt } from './writer.ts'

type FrameEvent = Extract<EngineEvent, { type: 'frame' }>

/** A socket that may not stay is accepted all the same: browsers hide the status of a refused upgrade, but not a close code. */
export function opened(state: EngineState, admission: Admission, moment: Moment): Step {
  if (admission === 'shed') return shed(state, moment)
  if (admission === 'forbidden') return forbidden(state, moment)
  const by = moment.now + state.limits.helloMs
  return stay({ ...state, phase: { name: 'awaiting-hello', by, needsToken: admission === 'needs-token' } })
}

function shed(state: EngineState, moment: Moment): Step {
  const hint = { retryAfterMs: TIMES.shedRetryMs, spreadMs: TIMES.shedSpreadMs }
  return leaveWithBye(state, { code: 1013, reason: 'too many handshakes', ...hint }, moment)
}

const forbidden = (state: EngineState, moment: Moment): Step =>
  andThen([state, [log('warn', 'origin-refused')]], next => leave(next, { code: 4504, reason: 'this origin may not connect' }, moment))

/** A draining node sends newcomers on; their old socket stays (DRAIN1). */
export function sendOn(state: EngineState, { spreadMs }: Draining, moment: Moment): Step {
  return leaveWithBye(state, { code: 4000, reason: 'draining', spreadMs }, moment)
}

/** The first frame is a hello, and nothing is read after it until `authenticate` answered (AUTH1). */
export function takeHello(state: In<'awaiting-hello'>, { message }: FrameEvent, moment: Moment): Step {
  if (message.type !== 'hello') return leave(state, { code: 4503, reason: 'the first frame must be hello' }, moment)
  if (state.draining !== null) return sendOn(state, state.draining, moment)
  if (state.phase.needsToken && message.token === undefined) return forbidden(state, moment)
  const by = moment.now + TIMES.authenticateMs
  const next: EngineState = { ...state, phase: { name: 'authenticating', by, hello: greetingOf(message) } }
  return [next, [{ type: 'pause-reading' }, { type: 'authenticate', token: message.token ?? null, client: message.client }]]
}

function greetingOf({ client, user, cursor }: Hello): Greeting {
  return { client, ...(user !== undefined && { user }), cursor: cursor ?? null }
}

export function takeIdentity(state: In<'authenticating'>, answer: AuthAnswer, moment: Moment): Step {
  if (answer.outcome !== 'identity') return refused(state, answer.outcome, moment)
  const { hello } = state.phase
  const { user } = answer.identity
  if (hello.user !== undefined && hello.user !== user) return leave(state, { code: 4508, reason: 'another user is signed in' }, moment)
  return isExpired(answer.identity)
    ? leave(state, { code: 4004, reason: 'token expired' }, moment)
    : open(state, { user, token: tokenOf(answer.identity, moment.now) })
}

const isExpired = (identity: Identity): boolean => (lifeOf(identity) ?? 1) <= 0

/** Nobody: sign in. Crowded: close a page first. No answer: nobody can tell now, come back (AUTH2). */
export function refused(state: EngineState, outcome: 'nobody' | 'crowded' | 'failed', moment: Moment): Step {
  if (outcome === 'nobody') return leave(state, { code: 4500, reason: 'unauthenticated' }, moment)
  if (outcome === 'crowded') return leave(state, { code: 4506, reason: 'too many pages of this user' }, moment)
  const hint = { retryAfterMs: TIMES.shedRetryMs, spreadMs: TIMES.shedSpreadMs }
  return leaveWithBye(state, { code: 1013, reason: 'authentication is unavailable', ...hint }, moment)
}

/** The watch comes before the first read, so that nothing falls between the two (LOG5). */
function open(state: In<'authenticating'>, { user, token }: { readonly user: string; readonly token: Token }): Step {
  const { by, hello } = state.phase
  const next: EngineState = { ...state, phase: { name: 'opening', by, user, hello, token, woken: false } }
  const look = hello.cursor === null ? { type: 'read-snapshot' as const, user } : { type: 'read-store' as const, user, after: hello.cursor }
  return [next, [{ type: 'watch', user }, look]]
}

/** The first reading says what the welcome forecasts, and is itself the first thing served. */
export function openedWithReading(state: In<'opening'>, reading: Reading, moment: Moment): Step {
  const after = state.phase.hello.cursor ?? reading.head
  const reason = forecast(reading, after)
  return whileServing(welcomed(state, { position: after, head: reading.head, reason }, moment), next =>
    reason === null ? takeReading(next, reading, moment) : snapshotting(next),
  )
}

function forecast(reading: Reading, after: Cursor): SnapshotReason | null {
  if (reading.outcome === 'gap') return reading.reason
  return reading.head.offset - after.offset > BOUNDS.overflowEntries ? 'overflow' : null
}

export function openedWithSnapshot(state: In<'opening'>, snapshot: StoreSnapshot, moment: Moment): Step {
  const { cursor } = snapshot
  return whileServing(welcomed(state, { position: cursor, head: cursor, reason: 'new' }, moment), next =>
    takeSnapshot(next, snapshot, moment),
  )
}

interface Start {
  readonly position: Cursor
  readonly head: Cursor
  readonly reason: SnapshotReason | null
}

function welcomed(state: In<'opening'>, { position, head, reason }: Start, moment: Moment): Step {
  const { user, hello, token, woken } = state.phase
  const phase: Serving = {
    name: 'serving',
    user,
    client: hello.client,
    writer: { ...writerAt(position, moment.now), wanted: woken },
    flow: EMPTY_FLOW,
    commands: NO_COMMANDS,
    pulse: { heardAt: moment.now, pinged: false, pings: 0 },
    chatter: SILENCE,
    token,
    leaveAt: null,
  }
  const welcome = welcomeOf(state, { head, reason }, moment)
  const { client } = hello
  return [{ ...state, phase }, [send(welcome), { type: 'welcomed', user, client }, { type: 'resume-reading' }]]
}

function welcomeOf({ id, phase }: In<'opening'>, { head, reason }: Omit<Start, 'position'>, moment: Moment): Welcome {
  const { endAt } = phase.token
  return {
    type: 'welcome',
    connection: id,
    user: phase.user,
    epoch: head.epoch,
    head: head.offset,
    ...(reason === null ? { outcome: 'replayed' } : { outcome: 'snapshot', reason }),
    heartbeat: TIMES.heartbeat,
    limits: { upBytes: WIRE.upBytes, inFlight: WIRE.inFlight, ackBytes: BOUNDS.ackBytes, hedge: true },
    reconnectSpreadMs: moment.reconnectSpreadMs,
    ...(endAt !== null && { tokenExpiresInMs: Math.max(0, endAt - moment.now) }),
  }
}

export const unavailable = (state: EngineState, moment: Moment): Step =>
  leave(state, { code: 1011, reason: 'the store is unavailable' }, moment)
