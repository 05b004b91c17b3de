// A plain socket from its open to its end, as the machine is told of it: welcomed at hello, level once REST has answered a question that was asked after the open.
import type { TaskBook } from '../../core/tasks.ts'
import { CLOSE_CODES } from '../../protocol/close-codes.ts'
import type { Hello, Welcome } from '../../protocol/frames.ts'
import * as WIRE from '../../protocol/limits.ts'
import type { Cursor } from '../../protocol/values.ts'
import { snapshotOf } from '../tabs/whole.ts'
import { fittingTask, liveFrame } from './frames.ts'
import * as PLAIN from './limits.ts'
import { endedStrangers, freshOf, pastAfter } from './past.ts'
import type { Report } from './report.ts'
import { andNext, type Around, keep, onSocket, type Plain, type PlainEffect, type PlainStep, type Socket } from './state.ts'
import { type Base, baseOf, merged, tell } from './telling.ts'

/** There is one socket at a time: a server that keeps one a user lets go of the other (HEDGE3). */
export function opened(plain: Plain, dial: number, { moment }: Around): PlainStep {
  const socket: Socket = {
    dial,
    stage: 'opened',
    epoch: moment.id,
    held: [],
    loadBy: moment.now + PLAIN.loadMs,
    wroteAt: moment.now,
    sentAt: null,
    ping: null,
    texts: new Set(),
  }
  return [{ ...plain, socket, asks: [], deaf: null, judgedAt: null }, [{ type: 'opened', dial }]]
}

export function closed(
  plain: Plain,
  { dial, code, reason }: { readonly dial: number; readonly code: number; readonly reason: string },
): PlainStep {
  return [left(plain, dial), [{ type: 'closed', dial, ...meant(plain, code, reason) }]]
}

/** Its asks are repeated on the next. */
export const left = (plain: Plain, dial: number): Plain => (plain.socket?.dial === dial ? { ...plain, socket: null, asks: [] } : plain)

/** Codes of the application's own band mean what the map says, and nothing of ours (PLAIN1). */
function meant({ config }: Plain, code: number, reason: string): { readonly code: number; readonly reason: string } {
  const mapped = config.closeCodes[code]
  if (mapped !== undefined) return { code: mapped, reason: reason === '' ? `the server closed with ${code}` : reason }
  const isOurs = code >= 4000 && CLOSE_CODES[code] !== undefined
  const isFatal = code >= 4500 && code <= 4999
  return isOurs || isFatal ? { code: 4000, reason: `the server closed with ${code} ${reason}`.trim() } : { code, reason }
}

/** Welcomed at once, for the server has no such word: from the machine's own cursor, else with a snapshot of what it holds and REST knows. */
export function greeted(
  before: Plain,
  { hello, opening }: { readonly hello: Hello; readonly opening: readonly string[] },
  around: Around,
): PlainStep {
  const { socket } = before
  if (socket === null) return keep(before)
  const { dial } = socket
  const { machine, moment } = around
  const epoch = hello.cursor?.epoch ?? socket.epoch
  const welcome = welcomeOf(before, { epoch, user: hello.user ?? machine.user ?? 'plain', cursor: hello.cursor ?? null })
  const stage = hello.cursor === undefined ? 'loading' : 'catching-up'
  const written: PlainStep = [
    { ...onSocket(before, { stage, epoch, wroteAt: moment.now }), past: hello.cursor === undefined ? null : before.past },
    [...(opening.length > 0 ? [{ type: 'write' as const, dial, texts: opening }] : []), { type: 'say', dial, message: welcome }],
  ]
  const { canReconcile } = before.config
  const begun = canReconcile ? andNext(written, next => anew(next, moment.now)) : written
  if (hello.cursor === undefined) return canReconcile ? begun : andNext(begun, next => loaded(next, [], around))
  const level = canReconcile ? begun : andNext(begun, next => caughtUp(next, around))
  return andNext(level, next => released(next, { around, base: baseOf(machine) }))
}

/** A question that was asked before the open proves nothing of what is told after it. */
function anew(plain: Plain, now: number): PlainStep {
  return [{ ...plain, round: null, roundAt: now }, plain.round === null ? [] : [{ type: 'drop-round' }]]
}

interface Greeting {
  readonly epoch: string
  readonly user: string
  readonly cursor: Cursor | null
}

const welcomeOf = ({ config }: Plain, { epoch, user, cursor }: Greeting): Welcome => ({
  type: 'welcome',
  connection: epoch,
  user,
  epoch,
  head: cursor?.offset ?? 0,
  outcome: cursor === null ? 'snapshot' : 'replayed',
  ...(cursor === null && { reason: 'new' }),
  heartbeat: { intervalMs: config.pingMs, activeIntervalMs: config.pingMs, timeoutMs: config.pongMs },
  limits: { upBytes: WIRE.upBytes, inFlight: WIRE.inFlight, ackBytes: WIRE.downBytes, hedge: false },
  reconnectSpreadMs: 500,
})

/** The first load: what REST named is how things stand, and no news. null: it did not answer, so that the page is not level yet. */
export function loaded(plain: Plain, reports: readonly Report[] | null, around: Around): PlainStep {
  const { socket } = plain
  if (socket === null) return keep(plain)
  const cursor: Cursor = { epoch: socket.epoch, offset: 0, mark: socket.epoch }
  const strangers = endedStrangers(plain, reports ?? [], around.machine)
  const tooOld = new Set(strangers.slice(0, -PLAIN.strangers))
  const { tasks, effects } = shown(plain, reports?.filter(report => !tooOld.has(report)) ?? [], { around, cursor })
  const past = reports === null ? plain.past : pastAfter(plain, strangers)
  const told: PlainStep = [{ ...onSocket(plain, { stage: 'catching-up' }), past }, effects]
  const live = reports === null ? told : andNext(told, next => caughtUp(next, around, cursor))
  return andNext(live, next => released(next, { around, base: { cursor, tasks } }))
}

interface Shown {
  readonly tasks: TaskBook
  readonly effects: readonly PlainEffect[]
}

/** All that is held and these reports, as a snapshot: how things stand, and no news. */
function shown(plain: Plain, reports: readonly Report[], { around, cursor }: { readonly around: Around; readonly cursor: Cursor }): Shown {
  const { dial } = plain.socket ?? {}
  const tasks = new Map(around.machine.tasks)
  for (const report of reports) tasks.set(report.id, fittingTask(merged(plain, report, { around, tasks }).record))
  const parts = snapshotOf({ tasks, notifications: around.machine.notifications }, cursor)
  return { tasks, effects: dial === undefined ? [] : parts.map(message => ({ type: 'say', dial, message })) }
}

/** A first answer that the load did not wait for: what had ended before is shown, and is no news either. */
export function shownLate(plain: Plain, reports: readonly Report[], around: Around): PlainStep {
  const { cursor } = around.machine
  const strangers = endedStrangers(plain, reports, around.machine)
  if (plain.past !== null) return keep({ ...plain, past: pastAfter(plain, freshOf(plain, strangers)) })
  if (plain.socket?.stage !== 'catching-up' || cursor === null) return keep(plain)
  const { effects } = shown(plain, strangers.slice(-PLAIN.strangers), { around, cursor })
  return [{ ...plain, past: pastAfter(plain, strangers) }, strangers.length === 0 ? [] : effects]
}

/** REST takes its time: what comes meanwhile is shown, and the page is not level until it has answered. */
export function hastened(plain: Plain, around: Around): PlainStep {
  const { socket } = plain
  return socket?.stage === 'loading' && socket.loadBy <= around.moment.now ? loaded(plain, null, around) : keep(plain)
}

/** Nothing before this is missing (GAP3). */
export function caughtUp(plain: Plain, { machine }: Around, cursor: Cursor | null = machine.cursor): PlainStep {
  const { socket } = plain
  if (socket === null || cursor === null) return keep(plain)
  return [onSocket(plain, { stage: 'live' }), [{ type: 'say', dial: socket.dial, message: liveFrame(cursor) }]]
}

/** What came before the machine could take it. */
function released(plain: Plain, given: { readonly around: Around; readonly base: Base }): PlainStep {
  const held = plain.socket?.held ?? []
  return held.length === 0 ? keep(plain) : tell(onSocket(plain, { held: [] }), held, given)
}
