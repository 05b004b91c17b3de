// The leader's state as a snapshot of protocol v1, cut into parts, for a follower whose cursor proves nothing (SNAP1, SNAP3).
import { type Asks, NO_ASKS } from '../../core/asks.ts'
import type { StreamValue, TaskNotification } from '../../core/model.ts'
import type { MachineState } from '../../core/state.ts'
import { isActive, isIncomplete, type TaskRecord } from '../../core/tasks.ts'
import { Refusal, toJson } from '../../protocol/codec.ts'
import type { SnapshotFrame } from '../../protocol/frames.ts'
import * as WIRE from '../../protocol/limits.ts'
import type { Cursor, Json, StreamPiece, WireNotification, WireTask } from '../../protocol/values.ts'
import * as TABS from './limits.ts'

type Held = Pick<MachineState, 'tasks' | 'notifications'>
type Part = Pick<SnapshotFrame, 'tasks' | 'pieces' | 'notifications'>
type Unit = { readonly task: WireTask } | { readonly piece: StreamPiece } | { readonly notification: WireNotification }

/** At least one frame. What is in doubt here is left out: a follower that holds it asks for itself. */
export function snapshotOf(held: Held, cursor: Cursor, asks: Asks = NO_ASKS): readonly SnapshotFrame[] {
  const parts = binned(unitsOf(held, asks))
  const { seen } = held.notifications
  return parts.map((units, index) => ({ type: 'snapshot', cursor, part: index + 1, parts: parts.length, ...partOf(units), seen }))
}

function binned(units: Iterable<Unit>): readonly (readonly Unit[])[] {
  const bins: Unit[][] = [[]]
  let chars = 0
  for (const unit of units) {
    const length = JSON.stringify(unit).length
    if (chars > 0 && chars + length > TABS.partChars) {
      bins.push([])
      chars = 0
    }
    bins.at(-1)?.push(unit)
    chars += length
  }
  return bins
}

const partOf = (units: readonly Unit[]): Part => ({
  tasks: units.flatMap(unit => ('task' in unit ? [unit.task] : [])),
  pieces: units.flatMap(unit => ('piece' in unit ? [unit.piece] : [])),
  notifications: units.flatMap(unit => ('notification' in unit ? [unit.notification] : [])),
})

/** Whether all that runs is known with its input; until then a snapshot would have to leave it out (SNAP1). */
export const isWhole = ({ tasks, asks }: MachineState): boolean =>
  ![...tasks.values()].some(record => record.body === null && isActive(record) && asks.open.has(record.head.id))

/** Not what this page has asked about because the last snapshot did not name it. What only lacks text says so itself, by its lengths (STR2, SNAP3). */
const isCertain = (record: TaskRecord, asks: Asks): boolean =>
  record.standing === 'held' && (!asks.open.has(record.head.id) || (record.body !== null && isIncomplete(record)))

function* unitsOf({ tasks, notifications }: Held, asks: Asks): Iterable<Unit> {
  const held = [...tasks.values()].filter(record => isCertain(record, asks))
  for (const record of held.toSorted((a, b) => Number(isActive(b)) - Number(isActive(a)))) {
    yield { task: { ...record.head, ...record.ending, input: record.body?.input ?? null } }
    for (const piece of piecesOf(record)) yield { piece }
  }
  for (const notice of notifications.list.toReversed()) yield { notification: wireOf(notice) }
}

function* piecesOf({ head, streams }: TaskRecord): Iterable<StreamPiece> {
  for (const [name, value] of Object.entries(streams)) {
    const { id, attempt } = head
    for (const { at, chunk, isLast } of chunksOf(value))
      yield { id, attempt, name, kind: value.kind, at, chunk, ...(isLast && value.done && { done: true }) }
  }
}

interface Cut {
  readonly at: number
  readonly chunk: string | readonly Json[]
  readonly isLast: boolean
}

/** At least one, so that an empty stream is told too. */
function* chunksOf({ kind, value }: StreamValue): Iterable<Cut> {
  const step = kind === 'text' ? TABS.pieceChars : 1
  for (let at = 0; at === 0 || at < value.length; at += step) {
    const chunk = typeof value === 'string' ? value.slice(at, at + step) : value.slice(at, at + step).map(wireValue)
    yield { at, chunk, isLast: at + step >= value.length }
  }
}

function wireOf({ id, offset, time, kind, title, body, data, taskId }: TaskNotification): WireNotification {
  return {
    id,
    offset,
    time,
    kind,
    ...(title !== null && { title }),
    ...(body !== null && { body }),
    ...(data !== null && data !== undefined && { data: wireValue(data) }),
    ...(taskId !== null && { task: taskId }),
  }
}

// It came over the wire, so it can go over it again: at most as deep as a frame is read.
function wireValue(value: unknown): Json {
  const json = toJson(value, WIRE.downDepth)
  return json instanceof Refusal ? null : json
}
