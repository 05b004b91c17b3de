// The tasks this client holds, and the laws by which a head or a chunk changes one (STR1, STR2, TASK1, TASK2).
import { isSettled } from '../protocol/notice.ts'
import type { Ending, Head, Json, Lengths, StreamPiece, WireTask } from '../protocol/values.ts'
import { BOUNDS } from './limits.ts'
import type { StreamValue } from './model.ts'

export interface TaskRecord {
  readonly head: Head
  /** null until the input is known: a head may arrive first. */
  readonly body: { readonly input: Json } | null
  readonly ending: Ending
  readonly streams: Readonly<Record<string, StreamValue>>
  /** Ends of chunks dropped because something before them is missing (STR1). */
  readonly ends: Lengths
  /** The server says it does not know this task, which was active here (SNAP3). */
  readonly lost: boolean
}

/** By task id, oldest change first. */
export type TaskBook = ReadonlyMap<string, TaskRecord>

export interface HeadExtras {
  readonly input?: Json
  readonly ending?: Ending
}

/** The record after a head: applied only if `rev` grows; a new attempt starts with empty streams (TASK1, TASK2). */
export function withHead(before: TaskRecord | undefined, head: Head, extras: HeadExtras = {}): TaskRecord {
  if (before !== undefined && !before.lost && head.rev <= before.head.rev) return withBody(before, extras)
  const goesOn = before?.head.attempt === head.attempt
  return {
    head,
    body: 'input' in extras ? { input: extras.input ?? null } : (before?.body ?? null),
    ending: extras.ending ?? {},
    streams: goesOn ? before.streams : {},
    ends: goesOn ? before.ends : {},
    lost: false,
  }
}

// An old head may still bring what was missing: the input.
function withBody(before: TaskRecord, extras: HeadExtras): TaskRecord {
  if (before.body !== null || !('input' in extras)) return before
  return { ...before, body: { input: extras.input ?? null } }
}

/** The record after a chunk (STR1): append, skip the overlap, or remember where a chunk after a hole ended. */
export function withPiece(before: TaskRecord, piece: StreamPiece): TaskRecord {
  if (piece.attempt !== before.head.attempt) return before
  const value = before.streams[piece.name] ?? emptyStream(piece.kind)
  const end = piece.at + piece.chunk.length
  if (piece.at > value.value.length)
    return { ...before, ends: { ...before.ends, [piece.name]: Math.max(end, before.ends[piece.name] ?? 0) } }
  const done = value.done || piece.done === true
  if (end <= value.value.length && done === value.done && piece.name in before.streams) return before
  return { ...before, streams: { ...before.streams, [piece.name]: { ...appended(value, piece), done } } }
}

const emptyStream = (kind: 'text' | 'list'): StreamValue =>
  kind === 'text' ? { kind, value: '', done: false } : { kind, value: [], done: false }

function appended(value: StreamValue, piece: StreamPiece): StreamValue {
  const skip = value.value.length - piece.at
  if (value.kind === 'text' && typeof piece.chunk === 'string') return { ...value, value: value.value + piece.chunk.slice(skip) }
  if (value.kind === 'list' && typeof piece.chunk !== 'string') return { ...value, value: [...value.value, ...piece.chunk.slice(skip)] }
  return value
}

/** The whole task as the server answered it: heads by rev, streams by the stream law. */
export function withWhole(before: TaskRecord | undefined, task: WireTask, pieces: readonly StreamPiece[]): TaskRecord {
  const { input, result, error, ...head } = task
  const ending: Ending = { ...(result !== undefined && { result }), ...(error !== undefined && { error }) }
  const whole = withHead(before, head, { input, ending })
  // A receipt's head may have brought this rev without its ending.
  const ended = whole.head.rev === head.rev ? { ...whole, ending } : whole
  return pieces.reduce(withPiece, ended)
}

/** True while this client knows of something the task has and it does not: text, items, or the input (STR2). */
export function isIncomplete(record: TaskRecord): boolean {
  if (record.lost) return false
  if (record.body === null) return true
  if (record.head.status === 'failed' && record.ending.error === undefined) return true
  const behind = (lengths: Lengths) => Object.entries(lengths).some(([name, length]) => (record.streams[name]?.value.length ?? 0) < length)
  return behind(record.head.lengths) || behind(record.ends)
}

export const isActive = (record: TaskRecord): boolean => !record.lost && !isSettled(record.head.status)

/** At most 500 tasks: the settled ones longest untouched leave first. */
export function bounded(book: TaskBook): TaskBook {
  const excess = book.size - BOUNDS.tasks
  if (excess <= 0) return book
  const settled = [...book.values()].filter(record => !isActive(record)).toSorted((a, b) => a.head.updatedAt - b.head.updatedAt)
  const leaving = new Set(settled.slice(0, excess).map(record => record.head.id))
  return new Map([...book].filter(([id]) => !leaving.has(id)))
}
