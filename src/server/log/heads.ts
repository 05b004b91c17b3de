// From rows to what the wire carries: heads, whole tasks and pieces; and the one way a head moves on (TASK1).
import { isSettled } from '../../protocol/notice.ts'
import type { Ending, Head, Json, Lengths, LogEvent, StreamPiece, WireTask } from '../../protocol/values.ts'
import type { BareHead, ChunkRow, Payload, StreamRow, TaskRow } from './rows.ts'

export function headOf(row: TaskRow): Head {
  return { ...row.head, lengths: lengthsOf(row.streams) }
}

/** Entries, not assignment: a stream may be named like a property of every object. */
function lengthsOf(streams: ReadonlyMap<string, StreamRow>): Lengths {
  return Object.fromEntries([...streams].map(([name, stream]) => [name, stream.length]))
}

export function wireTaskOf(row: TaskRow, payload: Payload): WireTask {
  const input: Json = JSON.parse(payload.input)
  const ending: Ending = payload.ending === null ? {} : JSON.parse(payload.ending)
  return { ...headOf(row), input, ...ending }
}

/** Every change of a head but a chunk takes the next rev (TASK1). */
export function revised(row: TaskRow, now: number, fields: Partial<BareHead>): TaskRow {
  return { ...row, head: { ...row.head, ...fields, rev: row.head.rev + 1, updatedAt: now } }
}

export function updated(row: TaskRow): LogEvent {
  return { type: 'task.updated', task: headOf(row) }
}

export function withoutPrompt(row: TaskRow): TaskRow {
  const { prompt: _, ...head } = row.head
  return { ...row, head }
}

/** Each stream's whole value as one piece from 0. A settled task's streams are done. */
export function piecesOf(row: TaskRow, chunks: Iterable<ChunkRow>): readonly StreamPiece[] {
  const { id, attempt, status } = row.head
  const all = [...chunks]
  return [...row.streams].map(([name, { kind, done }]) => {
    const parts = all.filter(part => part.name === name)
    const chunk = kind === 'text' ? textOf(parts) : listOf(parts)
    return { id, attempt, name, kind, at: 0, chunk, ...(done || isSettled(status) ? { done: true } : {}) }
  })
}

function textOf(chunks: readonly ChunkRow[]): string {
  return chunks.map((chunk): string => JSON.parse(chunk.text)).join('')
}

function listOf(chunks: readonly ChunkRow[]): readonly Json[] {
  return chunks.flatMap((chunk): readonly Json[] => JSON.parse(chunk.text))
}
