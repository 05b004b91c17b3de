// What a report changes of a task that is held here, as events of protocol v1. `rev` grows only on change, terminal is final, and what changes nothing says nothing.
import { changeTask } from '../../core/inbox.ts'
import type { TaskRecord } from '../../core/tasks.ts'
import { isSettled } from '../../protocol/notice.ts'
import type { Ending, Head, Json, LogEvent } from '../../protocol/values.ts'
import * as PLAIN from './limits.ts'
import type { Report } from './report.ts'

/** What a submit of ours said of the task it began. */
export interface Submission {
  readonly key: string
  readonly kind: string
  readonly input: Json
  readonly conversation: string | null
  readonly retryOf: string | null
}

export interface Merge {
  readonly now: number
  /** The submit that this report names, by whichever of its ids. */
  readonly submission: Submission | null
}

export interface Change {
  readonly events: readonly LogEvent[]
  /** The record after them. */
  readonly record: TaskRecord
}

/** The events, and what they lead to; without events where nothing is new. */
export function changeOf(before: TaskRecord | undefined, report: Report, { now, submission }: Merge): Change {
  const start = before === undefined ? born(report, { now, submission }) : { events: [], record: before }
  if (before !== undefined && before.standing === 'held' && isSettled(before.head.status) && !bringsEnding(before, report)) return start
  return [withText, withHeadline].reduce<Change>((change, next) => extended(change, next(change.record, report, now)), start)
}

/** What several events make of a record. */
export function extended({ events, record }: Change, more: readonly LogEvent[]): Change {
  const book = new Map([[record.head.id, record]])
  for (const event of more) changeTask(book, event)
  return { events: [...events, ...more], record: book.get(record.head.id) ?? record }
}

function born(report: Report, { now, submission }: Merge): Change {
  const conversation = submission?.conversation ?? report.conversation
  const status = report.status === 'queued' ? 'queued' : 'running'
  const retryOf = submission?.retryOf ?? null
  const head: Head = {
    id: report.id,
    key: submission?.key ?? report.key ?? report.id,
    kind: submission?.kind ?? report.kind ?? 'task',
    rev: 1,
    attempt: 1,
    status,
    cancelRequested: false,
    lengths: {},
    createdAt: now,
    updatedAt: now,
    ...(conversation !== null && { conversation }),
    ...(retryOf !== null && { retryOf }),
    ...(status === 'running' && { startedAt: now }),
    ...(status !== 'queued' && report.progress !== null && { progress: report.progress }),
  }
  const created = { type: 'task.created' as const, task: { ...head, input: submission?.input ?? report.input ?? null } }
  const book = new Map<string, TaskRecord>()
  changeTask(book, created)
  const record = book.get(report.id)
  return record === undefined ? { events: [], record: { ...EMPTY, head } } : { events: [created], record }
}

const EMPTY: Omit<TaskRecord, 'head'> = { body: { input: null }, ending: {}, streams: {}, ends: {}, standing: 'held' }

/** A server may say first that it ended, and how only later. */
function bringsEnding({ head, ending }: TaskRecord, { status, result, error }: Report): boolean {
  const isBare = (ending.result ?? null) === null && ending.error === undefined
  return status === head.status && isBare && ((result ?? null) !== null || (head.status === 'failed' && error !== null))
}

/** The whole text as the server knows it: its rest is appended; where it is another text, the answer is begun anew (TASK2). */
function withText({ head, streams }: TaskRecord, { text: given, status }: Report, now: number): readonly LogEvent[] {
  if (given === null) return []
  const text = given.slice(0, PLAIN.streamChars)
  const before = streams['text']?.value ?? ''
  if (typeof before !== 'string' || text === before) return []
  const isOver = status !== null && isSettled(status)
  if (text.startsWith(before)) return piecesOf(head, { name: 'text', from: before.length, text, done: isOver })
  // An older state of the same text, that came late.
  if (before.startsWith(text) && !isOver) return []
  const anew: Head = { ...head, rev: head.rev + 1, attempt: head.attempt + 1, lengths: {}, updatedAt: now }
  return [{ type: 'task.updated', task: anew }, ...piecesOf(anew, { name: 'text', from: 0, text, done: isOver })]
}

interface Cut {
  readonly name: string
  readonly from: number
  /** All of it. */
  readonly text: string
  readonly done: boolean
}

export function piecesOf({ id, attempt }: Head, { name, from, text, done }: Cut): readonly LogEvent[] {
  const count = Math.max(1, Math.ceil((text.length - from) / PLAIN.pieceChars))
  return Array.from({ length: count }, (_, index) => {
    const at = from + index * PLAIN.pieceChars
    const isLast = index === count - 1
    const chunk = text.slice(at, at + PLAIN.pieceChars)
    return { type: 'task.stream', id, attempt, name, kind: 'text', at, chunk, ...(isLast && done && { done: true }) }
  })
}

function withHeadline(record: TaskRecord, report: Report, now: number): readonly LogEvent[] {
  const { head } = record
  const next = nextHead(record, report, now)
  if (isSettled(next.status)) {
    const ending: Ending = {
      ...(report.result !== undefined && { result: report.result }),
      ...(report.error !== null && { error: report.error }),
    }
    return [{ type: 'task.settled', task: { ...next, finishedAt: now, ...ending } }]
  }
  const isSame = record.standing === 'held' && says(next) === says(head)
  return isSame ? [] : [{ type: 'task.updated', task: next }]
}

/** What readers see of a head beside its revision. */
const says = ({ status, progress, prompt }: Head): string => JSON.stringify([status, progress ?? null, prompt ?? null])

function nextHead({ head, streams }: TaskRecord, report: Report, now: number): Head {
  const { progress: _, prompt: __, finishedAt: ___, ...rest } = head
  const status = report.status ?? head.status
  const progress = isSettled(status) ? undefined : (report.progress ?? head.progress)
  const prompt = status === 'input-required' ? (report.prompt ?? head.prompt) : undefined
  const lengths = Object.fromEntries(Object.entries(streams).map(([name, { value }]) => [name, value.length]))
  return {
    ...rest,
    rev: head.rev + 1,
    status,
    lengths,
    updatedAt: now,
    ...(status !== 'queued' && { startedAt: head.startedAt ?? now }),
    ...(progress !== undefined && { progress }),
    ...(prompt !== undefined && { prompt }),
  }
}

/** Makes whoever holds the task ask for it: there is more of it than anyone has. So a task that the server does not know is judged as any other (SNAP3). */
export function doubtOf({ head, streams }: TaskRecord, now: number): LogEvent {
  const length = (streams['text']?.value.length ?? 0) + 1
  return { type: 'task.updated', task: { ...head, rev: head.rev + 1, lengths: { ...head.lengths, text: length }, updatedAt: now } }
}
