// Cuts a snapshot into parts that fit a frame: active tasks first, long streams in pieces (SNAP3).
import { byteLength } from '../../protocol/codec.ts'
import { isSettled } from '../../protocol/notice.ts'
import type { Json, StreamPiece, WireNotification, WireTask } from '../../protocol/values.ts'
import type { StoreSnapshot } from '../store.ts'

export interface Part {
  readonly tasks: readonly WireTask[]
  readonly pieces: readonly StreamPiece[]
  readonly notifications: readonly WireNotification[]
}

/** At least one part, however empty. One that holds a single larger value is as large as that value. */
export function partsOf(snapshot: StoreSnapshot, targetBytes: number): readonly Part[] {
  const parts: Bin[] = [newBin()]
  for (const unit of unitsOf(snapshot, targetBytes)) {
    const last = parts.at(-1)
    const bin = last && (last.bytes === 0 || last.bytes + unit.bytes <= targetBytes) ? last : newBin()
    if (bin !== last) parts.push(bin)
    add(bin, unit)
  }
  return parts.map(({ tasks, pieces, notifications }) => ({ tasks, pieces, notifications }))
}

type Unit = { readonly bytes: number } & (
  | { readonly kind: 'task'; readonly value: WireTask }
  | { readonly kind: 'piece'; readonly value: StreamPiece }
  | { readonly kind: 'notification'; readonly value: WireNotification }
)

interface Bin {
  readonly tasks: WireTask[]
  readonly pieces: StreamPiece[]
  readonly notifications: WireNotification[]
  bytes: number
}

const newBin = (): Bin => ({ tasks: [], pieces: [], notifications: [], bytes: 0 })

function add(bin: Bin, unit: Unit): void {
  bin.bytes += unit.bytes
  if (unit.kind === 'task') bin.tasks.push(unit.value)
  else if (unit.kind === 'piece') bin.pieces.push(unit.value)
  else bin.notifications.push(unit.value)
}

/** Each task is followed by its streams, so that what the reader waits for most comes first. */
function* unitsOf({ tasks, pieces, notifications }: StoreSnapshot, targetBytes: number): Iterable<Unit> {
  const byTask = grouped(pieces)
  const activeFirst = tasks.toSorted((left, right) => Number(isSettled(left.status)) - Number(isSettled(right.status)))
  for (const task of activeFirst) {
    yield { kind: 'task', value: task, bytes: sizeOf(task) }
    for (const piece of byTask.get(task.id) ?? []) yield* piecesOf(piece, targetBytes)
  }
  for (const notification of notifications) yield { kind: 'notification', value: notification, bytes: sizeOf(notification) }
}

function grouped(pieces: readonly StreamPiece[]): ReadonlyMap<string, readonly StreamPiece[]> {
  const byTask = new Map<string, StreamPiece[]>()
  for (const piece of pieces) {
    const own = byTask.get(piece.id) ?? []
    own.push(piece)
    byTask.set(piece.id, own)
  }
  return byTask
}

/** Halves a piece until each part of it fits. */
function* piecesOf(piece: StreamPiece, targetBytes: number): Iterable<Unit> {
  const bytes = sizeOf(piece)
  const halves = bytes <= targetBytes ? null : halvesOf(piece)
  if (halves === null) return yield { kind: 'piece', value: piece, bytes }
  for (const half of halves) yield* piecesOf(half, targetBytes)
}

function halvesOf(piece: StreamPiece): readonly [StreamPiece, StreamPiece] | null {
  const { chunk } = piece
  const middle = typeof chunk === 'string' ? characterEnd(chunk, chunk.length >> 1) : chunk.length >> 1
  if (middle === 0) return null
  const { done, ...first } = piece
  const end = done ? { done } : {}
  const [left, right] = cut(chunk, middle)
  return [
    { ...first, chunk: left },
    { ...first, at: piece.at + middle, chunk: right, ...end },
  ]
}

type Chunk = string | readonly Json[]
const cut = (chunk: Chunk, at: number): readonly [Chunk, Chunk] => [chunk.slice(0, at), chunk.slice(at)]

/** No cut between the halves of a surrogate pair (STR3). */
function characterEnd(text: string, at: number): number {
  const unit = text.charCodeAt(at - 1)
  return unit >= 0xd800 && unit <= 0xdbff ? at - 1 : at
}

/** With the comma that follows it. */
const sizeOf = (value: WireTask | StreamPiece | WireNotification): number => byteLength(JSON.stringify(value)) + 1
