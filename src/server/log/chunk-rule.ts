// What a chunk does to a stream: it is added only where the stream ends, and once (TASK3, STR3).
import { byteLength } from '../../protocol/codec.ts'
import * as WIRE from '../../protocol/limits.ts'
import type { LogEvent } from '../../protocol/values.ts'
import type { TaskWrite } from '../store.ts'
import { tooLarge } from './json.ts'
import { STORE } from './limits.ts'
import { StoreRefusal } from './refusal.ts'
import type { StreamRow, TaskChange, TaskRow } from './rows.ts'

export type Chunk = Extract<TaskWrite, { type: 'chunk' }>

const NONE: Omit<StreamRow, 'kind'> = { length: 0, bytes: 0, done: false }

/** `unchanged`: the chunk stands there already. `lease-lost`: the writer is wrong about the stream's length, so another one wrote. */
export function chunked(
  row: TaskRow,
  chunk: Chunk,
  textAt: (name: string, at: number) => string | null,
): TaskChange | 'unchanged' | 'lease-lost' {
  const text = JSON.stringify(chunk.chunk)
  const stream = row.streams.get(chunk.name) ?? { kind: chunk.kind, ...NONE }
  if (stands(stream, chunk)) return 'unchanged'
  if (chunk.at < stream.length) return textAt(chunk.name, chunk.at) === text ? 'unchanged' : 'lease-lost'
  if (chunk.at > stream.length) return 'lease-lost'
  const bytes = byteLength(text)
  refuse(row, stream, chunk)
  refuseSize(row, bytes)
  const grown: StreamRow = { ...stream, length: stream.length + chunk.chunk.length, bytes: stream.bytes + bytes, done: chunk.done ?? false }
  const streams = new Map(row.streams).set(chunk.name, grown)
  return { row: { ...row, streams }, chunk: { name: chunk.name, at: chunk.at, text }, events: [streamed(row, chunk)] }
}

/** An empty chunk at the end says nothing new, unless it is the first to say that the stream is done. */
function stands(stream: StreamRow, { at, chunk, done }: Chunk): boolean {
  return at === stream.length && chunk.length === 0 && (stream.done || !done)
}

function refuse(row: TaskRow, stream: StreamRow, { name, kind }: Chunk): void {
  const at = `Stream '${name}' of task ${row.head.id}`
  if (stream.kind !== kind)
    throw new StoreRefusal('stream-mismatch', `${at} is a ${stream.kind}, so it takes no ${kind}. Append to a stream of another name.`)
  if (stream.done)
    throw new StoreRefusal('stream-mismatch', `${at} is done, so it takes no more. Append before the chunk that says \`done\`.`)
  if (row.streams.has(name) || row.streams.size < STORE.streams) return
  throw new StoreRefusal(
    'too-many',
    `${at} would be its stream ${STORE.streams + 1}, and a task has at most ${STORE.streams}. Write lists instead of many streams.`,
  )
}

function refuseSize(row: TaskRow, more: number): void {
  const bytes = recordBytes(row) + more
  const most = WIRE.taskBytes - STORE.errorBytes
  if (bytes > most) throw tooLarge(`Task ${row.head.id} with its streams`, bytes, most)
}

/** Input, streams and ending, as JSON. */
export function recordBytes(row: TaskRow): number {
  return [...row.streams.values()].reduce((sum, stream) => sum + stream.bytes, row.payloadBytes)
}

function streamed(row: TaskRow, chunk: Chunk): LogEvent {
  return { ...chunk, type: 'task.stream', id: row.head.id, attempt: row.head.attempt }
}
