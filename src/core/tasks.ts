// The tasks this client holds, and the laws by which a head or a chunk changes one (STR1, STR2, TASK1, TASK2).
import { isSettled } from '../protocol/notice.ts'
import type { Ending, Head, Json, Lengths, StreamPiece, WireTask } from '../protocol/values.ts'
import * as BOUNDS from './limits.ts'
import type { StreamValue } from './model.ts'

export interface TaskRecord {
  readonly head: Head
  /** null until the input is known: a head may arrive first. */
  readonly body: { readonly input: Json } | null
  readonly ending: Ending
  readonly streams: Readonly<Record<string, StreamValue>>
  /** Ends of chunks dropped because something before them is missing (STR1). */
  readonly ends: Lengths
  /**
   * `lost`: the server says it does not know this task, which was active here (SNAP3).
   * `unproven`: of a history that was replaced and not named by the new one (SNAP2), or only answered for by a receipt (GAP4): any head replaces it, whatever the revs.
   */
  readonly standing: 'held' | 'unproven' | 'lost'
}

/** By task id, oldest change first. */
export type TaskBook = ReadonlyMap<string, TaskRecord>

export const recordOf = (book: TaskBook, idOrKey: string): TaskRecord | undefined =>
  book.get(idOrKey) ?? [...book.values()].find(({ head }) => head.key === idOrKey)

export const keysOf = (book: TaskBook): ReadonlySet<string> => new Set([...book.values()].map(({ head }) => head.key))

export interface HeadExtras {
  readonly input?: Json
  readonly ending?: Ending
}

/** The record after a head: applied only if `rev` grows and nothing final is undone; a new attempt starts with empty streams (TASK1, TASK2). */
export function withHead(before: TaskRecord | undefined, head: Head, extras: HeadExtras = {}): TaskRecord {
  if (before?.standing === 'held' && (head.rev <= before.head.rev || undoes(head, before.head))) return withBody(before, extras)
  const isProven = before !== undefined && before.standing !== 'unproven'
  const goesOn = isProven && before.head.attempt === head.attempt
  return {
    head,
    body: 'input' in extras ? { input: extras.input ?? null } : (before?.body ?? null),
    ending: extras.ending ?? {},
    streams: goesOn ? before.streams : {},
    ends: goesOn || !isProven ? (before?.ends ?? {}) : {},
    standing: 'held',
  }
}

const undoes = (head: Head, before: Head): boolean => isSettled(before.status) && head.status !== before.status

// An old head may still bring what was missing: the input.
function withBody(before: TaskRecord, extras: HeadExtras): TaskRecord {
  if (before.body !== null || !('input' in extras)) return before
  return { ...before, body: { input: extras.input ?? null } }
}

/** The record after a chunk (STR1): append, skip the overlap, or remember where a chunk after a hole ended. */
export function withPiece(before: TaskRecord, piece: StreamPiece): TaskRecord {
  const end = piece.at + piece.chunk.length
  // Text of a history that was replaced takes nothing of the new one; that there is more is remembered.
  if (before.standing === 'unproven') return withEnd(before, piece.name, end)
  if (piece.attempt !== before.head.attempt) return before
  const value = before.streams[piece.name] ?? emptyStream(piece.kind)
  if (piece.at > value.value.length) return withEnd(before, piece.name, end)
  const done = value.done || piece.done === true
  if (end <= value.value.length && done === value.done && piece.name in before.streams) return before
  return { ...before, streams: { ...before.streams, [piece.name]: { ...appended(value, piece), done } } }
}

const withEnd = (before: TaskRecord, name: string, end: number): TaskRecord => ({
  ...before,
  ends: { ...before.ends, [name]: Math.max(end, before.ends[name] ?? 0) },
})

const emptyStream = (kind: 'text' | 'list'): StreamValue =>
  kind === 'text' ? { kind, value: '', done: false } : { kind, value: [], done: false }

function appended(value: StreamValue, piece: StreamPiece): StreamValue {
  const skip = value.value.length - piece.at
  if (value.kind === 'text' && typeof piece.chunk === 'string') return { ...value, value: value.value + piece.chunk.slice(skip) }
  if (value.kind === 'list' && typeof piece.chunk !== 'string') return { ...value, value: [...value.value, ...piece.chunk.slice(skip)] }
  return value
}

/** What the wire says of a task in one, apart: its head, which comes again and again, and what comes once. */
export function parted({
  input,
  result,
  error,
  ...head
}: Head & Partial<WireTask>): { readonly head: Head } & HeadExtras & { ending: Ending } {
  const ending = { ...(result !== undefined && { result }), ...(error !== undefined && { error }) }
  return { head, ending, ...(input !== undefined && { input }) }
}

/** The whole task as the server answered it: heads by rev, streams by the stream law. */
export function withWhole(before: TaskRecord | undefined, task: WireTask, pieces: readonly StreamPiece[]): TaskRecord {
  const { head, ...extras } = parted(task)
  const { ending } = extras
  const whole = withHead(before, head, extras)
  // A receipt's head may have brought this rev without its ending.
  const lacksEnding = whole.head.rev === head.rev && isBare(whole.ending) && !isBare(ending)
  return pieces.reduce(withPiece, lacksEnding ? { ...whole, ending } : whole)
}

const isBare = ({ result, error }: Ending): boolean => result === undefined && error === undefined

/** True while this client knows of something the task has and it does not: text, items, or the input (STR2). */
export function isIncomplete(record: TaskRecord): boolean {
  if (record.standing === 'lost') return false
  if (record.body === null) return true
  if (record.head.status === 'failed' && record.ending.error === undefined) return true
  const behind = (lengths: Lengths) => Object.entries(lengths).some(([name, length]) => (record.streams[name]?.value.length ?? 0) < length)
  return behind(record.head.lengths) || behind(record.ends)
}

export const isActive = (record: TaskRecord): boolean => record.standing !== 'lost' && !isSettled(record.head.status)

/** At most 500 tasks, unless more than that are active: only settled ones leave, those longest untouched first. */
export function bounded(book: TaskBook): TaskBook {
  const excess = book.size - BOUNDS.tasks
  if (excess <= 0) return book
  const settled = [...book.values()].filter(record => !isActive(record))
  if (settled.length === 0) return book
  const leaving = new Set(settled.slice(0, excess).map(record => record.head.id))
  return new Map([...book].filter(([id]) => !leaving.has(id)))
}
