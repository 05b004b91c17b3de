// Receipts: they settle a send, bring what they know of its task, and say how far the log must come before the page is live (GAP4).
import { decodeAnswer } from '../protocol/codec-answers.ts'
import type { Receipt } from '../protocol/frames.ts'
import { isSettled } from '../protocol/notice.ts'
import type { Cursor, Head, Json } from '../protocol/values.ts'
import { answered, askOf, foundAbsent, withAsks } from './asks.ts'
import { log } from './effects.ts'
import { withHealing } from './inbox.ts'
import * as BOUNDS from './limits.ts'
import { type Answer, type Entry, entryNamed, receipted } from './outbox.ts'
import { settle } from './settled.ts'
import { andThen, type In, type Link, type MachineState, type Step, stay } from './state.ts'
import { penOf, withRecord } from './task-book.ts'
import { isActive, type TaskRecord, withHead, withWhole } from './tasks.ts'

/** One receipt: of an ask, or of a command. */
export function takeReceipt(state: In<'live'>, receipt: Receipt, now: number): Step {
  const ask = askOf(state.asks, receipt.id)
  return ask === null ? commandAnswered(state, receipt, now) : askAnswered(state, { ...ask, receipt })
}

function commandAnswered(state: In<'live'>, receipt: Receipt, now: number): Step {
  const entry = entryNamed(state.outbox, receipt.id)
  const answer: Answer = receipt.ok ? { ok: true, data: answerOf(entry, receipt.data ?? null) } : receipt
  const [outbox, settlements] = receipted(state.outbox, receipt.id, answer)
  const cursor = receipt.ok ? receipt.cursor : undefined
  const isOfLink = entry?.passage.at === 'written' && entry.passage.epoch === state.phase.link.epoch
  const phase = { ...state.phase, link: cursor === undefined ? state.phase.link : withAwaited(state, { cursor, isOfLink }, now) }
  const settled: Step = [{ ...state, outbox, phase }, settlements.map(settle)]
  const head = entry !== undefined && receipt.ok ? headIn(entry.op, receipt.data) : null
  return head === null ? settled : andThen(settled, next => headCame(next, head, entry))
}

/** `submit` promises its caller `{taskId}`; every other answer is handed on as it came. */
function answerOf(entry: Entry | undefined, data: Json): Json {
  const head = entry?.op === 'task.submit' ? headIn(entry.op, data) : null
  return head === null ? data : { taskId: head.id }
}

function headIn(op: string, data: Json | undefined): Head | null {
  if (op !== 'task.submit' && op !== 'task.cancel' && op !== 'task.input') return null
  const answer = decodeAnswer(op, data)
  return answer === null ? null : answer.task
}

/** The page is behind until the log has come to where a write over HTTP stands (GAP4). Of another history it says nothing. */
export function awaiting(state: In<'live'>, cursor: Cursor, now: number): MachineState {
  const link = withAwaited(state, { cursor, isOfLink: false }, now)
  return link === state.phase.link ? state : { ...state, phase: { ...state.phase, link } }
}

interface Reached {
  readonly cursor: Cursor
  /** The command was first written under the link's epoch. */
  readonly isOfLink: boolean
}

// A cursor of another history may be from before a resume. If the command is younger than that, we were not told of that history yet.
function withAwaited({ phase: { link }, cursor: at }: In<'live'>, { cursor, isOfLink }: Reached, now: number): Link {
  const { epoch, offset } = cursor
  const isAhead = epoch === at?.epoch ? offset > at.offset : epoch === link.epoch || isOfLink
  return isAhead ? { ...link, awaited: [...link.awaited, { epoch, offset, since: now }].slice(-BOUNDS.awaited) } : link
}

/** A head that ended brings no result: the log or an ask will, and until then a submit is shown as it was. Others apply by rev, and a submit's input is known here. */
function headCame(state: MachineState, head: Head, entry: Entry | undefined): Step {
  const before = state.tasks.get(head.id)
  const isSubmit = entry?.op === 'task.submit'
  const input = isSubmit && isSubmission(entry.data) ? { input: entry.data.input } : {}
  if (!isSettled(head.status) || head.status === 'cancelled' || (before !== undefined && isSettled(before.head.status)))
    return store(state, withHead(before, head, input))
  const asked = withAsks(state, [head.id])
  if (!isSubmit || before !== undefined) return stay(asked)
  const asWaiting: TaskRecord = { ...withHead(before, { ...head, status: 'queued' }, input), standing: 'unproven' }
  return stay({ ...asked, tasks: withRecord(asked.tasks, asWaiting) })
}

const isSubmission = (data: Json): data is { readonly input: Json } => typeof data === 'object' && data !== null && 'input' in data

// An answer that brings nothing asks for nothing: else a server that does not know the rest either would be asked for ever.
function store(state: MachineState, record: TaskRecord): Step {
  const { id } = record.head
  if (state.tasks.get(id) === record) return stay(state)
  const next = withHealing({ ...state, tasks: withRecord(state.tasks, record) }, [id])
  return [next, [{ type: 'emit', emission: { type: 'task', record } }]]
}

interface AskAnswer {
  readonly ref: string
  readonly by: 'id' | 'key'
  readonly receipt: Receipt
}

function askAnswered(state: In<'live'>, { ref, by, receipt }: AskAnswer): Step {
  const closed: MachineState = { ...state, asks: answered(state.asks, ref) }
  if (!receipt.ok)
    return receipt.error.code === 'not-found'
      ? notFound(closed, ref, by)
      : [closed, [log('warn', 'ask-failed', { code: receipt.error.code })]]
  const whole = decodeAnswer('task.get', receipt.data)
  if (whole === null) return [closed, [log('error', 'ask-unreadable')]]
  return store(closed, withWhole(state.tasks.get(whole.task.id), whole.task, whole.pieces))
}

/** Only `not-found` removes a task, or shows an active one as lost (SNAP3). What is no id may be a key. */
function notFound(state: MachineState, ref: string, by: 'id' | 'key'): Step {
  const record = state.tasks.get(ref)
  if (record === undefined && by === 'id') return stay(withAsks(state, [ref], 'key'))
  if (record === undefined) return stay({ ...state, asks: foundAbsent(state.asks, ref) })
  if (record.standing === 'lost') return stay(state)
  if (isActive(record)) return store(state, { ...record, standing: 'lost' })
  const pen = penOf(state.tasks)
  pen.delete(ref)
  return stay({ ...state, tasks: pen.book(), asks: foundAbsent(state.asks, ref) })
}
