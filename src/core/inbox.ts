// How frames change what is held: events by the gap law, snapshots as one whole (GAP1, GAP3, SNAP2, SNAP3).
import type { EventsFrame, SnapshotFrame } from '../protocol/frames.ts'
import { noticeOf } from '../protocol/notice.ts'
import type { Item, LogEvent, WireNotification } from '../protocol/values.ts'
import { withAsks } from './asks.ts'
import type { Emission } from './effects.ts'
import * as BOUNDS from './limits.ts'
import type { TaskNotification } from './model.ts'
import { replacedNotices, withNotices, withSeen } from './notifications.ts'
import { withoutMarks } from './outbox.ts'
import type { Link, MachineState, Staging } from './state.ts'
import { type Pen, penOf } from './task-book.ts'
import { bounded, isActive, isIncomplete, keysOf, parted, type TaskBook, type TaskRecord, withHead, withPiece, withWhole } from './tasks.ts'

export type Taken =
  | { readonly outcome: 'taken'; readonly state: MachineState; readonly emissions: readonly Emission[] }
  /** Something between the cursor and this frame is missing (GAP2). */
  | { readonly outcome: 'gap' }

/** One events frame: ignored when old, a gap when beyond the cursor, else applied whole (GAP1). */
export function takeEvents(state: MachineState, frame: EventsFrame, epoch: string): Taken {
  const { cursor } = state
  if (cursor === null || cursor.epoch !== epoch || frame.offset <= cursor.offset) return { outcome: 'taken', state, emissions: [] }
  if (frame.prev > cursor.offset) return { outcome: 'gap' }
  const fresh = frame.list.filter(item => item.offset > cursor.offset)
  const [after, emissions] = applied(state, fresh)
  return { outcome: 'taken', state: { ...after, cursor: { epoch, offset: frame.offset, mark: frame.mark }, gap: null }, emissions }
}

function applied(state: MachineState, items: readonly Item[]): readonly [MachineState, readonly Emission[]] {
  const pen = penOf(state.tasks)
  const changed = new Set<string>()
  for (const { event } of items) {
    const id = changeTask(pen, event)
    if (id !== null) changed.add(id)
  }
  const [notifications, notices] = notify(state, items)
  const next = withHealing({ ...state, tasks: pen.book(), notifications }, changed)
  return [next, [...notices, ...messages(items), ...taskEmissions(next.tasks, changed)]]
}

/** Applies one event to the book. Returns the id of the task it changed, or null. */
export function changeTask(book: Pen, event: LogEvent): string | null {
  switch (event.type) {
    case 'task.updated':
      return keep(book, withHead(book.get(event.task.id), event.task))
    case 'task.created':
    case 'task.settled': {
      const { head, ...extras } = parted(event.task)
      return keep(book, withHead(book.get(head.id), head, extras))
    }
    case 'task.stream': {
      const record = book.get(event.id)
      return record === undefined ? null : keep(book, withPiece(record, event))
    }
    case 'task.removed':
      return book.delete(event.id) ? event.id : null
    case 'notification':
    case 'notifications.seen':
    case 'unknown':
      return null
    default:
      // An event of the application: nothing for the book.
      return null
  }
}

function keep(book: Pen, record: TaskRecord): string | null {
  if (book.get(record.head.id) === record) return null
  book.set(record.head.id, record)
  return record.head.id
}

function notify({ notifications }: MachineState, items: readonly Item[]): readonly [MachineState['notifications'], readonly Emission[]] {
  const notices: WireNotification[] = []
  let seen = 0
  for (const item of items) {
    const notice = noticeOf(item)
    if (notice !== null) notices.push(notice)
    if (item.event.type === 'notifications.seen') seen = Math.max(seen, item.event.offset)
  }
  const [told, fresh] = withNotices(notifications, notices)
  return [withSeen(told, seen), fresh.map(toEmission)]
}

const toEmission = (notification: TaskNotification): Emission => ({ type: 'notification', notification })

function messages(items: readonly Item[]): readonly Emission[] {
  const said: Emission[] = []
  for (const { event } of items)
    if ('data' in event && event.type.startsWith('app.')) said.push({ type: 'message', name: event.type, data: event.data })
  return said
}

function taskEmissions(book: TaskBook, changed: Iterable<string>): readonly Emission[] {
  const emissions: Emission[] = []
  for (const id of changed) {
    const record = book.get(id)
    if (record !== undefined) emissions.push({ type: 'task', record })
  }
  return emissions
}

/** Opens an ask for each of these tasks that is known to be incomplete: judged after the whole frame, for coalescing reorders within it (STR2). */
export function withHealing(state: MachineState, ids: Iterable<string>): MachineState {
  const holed: string[] = []
  for (const id of ids) {
    const record = state.tasks.get(id)
    if (record !== undefined && isIncomplete(record)) holed.push(id)
  }
  return withAsks(state, holed)
}

export type Staged =
  | { readonly outcome: 'staged'; readonly link: Link }
  | { readonly outcome: 'whole'; readonly staging: Staging }
  | { readonly outcome: 'gap' }

/** Collects the parts of a snapshot in order; nothing of it is visible before the last (SNAP2). */
export function stage(link: Link, frame: SnapshotFrame): Staged {
  const before = frame.part === 1 ? { cursor: frame.cursor, parts: frame.parts, got: [] } : link.staging
  const fits =
    before !== null &&
    before.got.length + 1 === frame.part &&
    frame.part <= Math.min(frame.parts, BOUNDS.snapshotParts) &&
    isSameCursor(before.cursor, frame.cursor)
  if (!fits) return { outcome: 'gap' }
  const staging = { ...before, got: [...before.got, frame] }
  return frame.part === frame.parts ? { outcome: 'whole', staging } : { outcome: 'staged', link: { ...link, staging, caughtUpAt: null } }
}

const isSameCursor = (a: Staging['cursor'], b: Staging['cursor']) => a.epoch === b.epoch && a.offset === b.offset && a.mark === b.mark

/** The snapshot is truth: it replaces heads, text, notices and cursor. Tasks it does not name are asked for, never dropped unasked (SNAP3). */
export function adopt(state: MachineState, { cursor, got }: Staging): readonly [MachineState, readonly Emission[]] {
  const isFirst = state.cursor === null
  if (state.cursor?.epoch === cursor.epoch && cursor.offset < state.cursor.offset) return [state, []]
  const named = recordsOf(got)
  const isSameHistory = state.cursor?.epoch === cursor.epoch
  const keys = keysOf(named)
  const unnamed = [...state.tasks.values()]
    .filter(({ head }) => !named.has(head.id) && !keys.has(head.key))
    .map(record => (isSameHistory ? record : unproven(record)))
  const tasks = bounded(new Map([...unnamed.map((record): [string, TaskRecord] => [record.head.id, record]), ...named]))
  const seen = Math.max(got.at(-1)?.seen ?? 0, isSameHistory ? state.notifications.seen : 0)
  const [notifications, fresh] = replacedNotices(state.notifications, { notices: got.flatMap(part => part.notifications), seen })
  const outbox = isSameHistory ? state.outbox : withoutMarks(state.outbox, 'all')
  const adopted: MachineState = { ...state, cursor, gap: null, tasks, notifications, outbox }
  const asked = withAsks(
    withHealing(adopted, named.keys()),
    unnamed.toSorted(activeFirst).map(({ head }) => head.id),
  )
  return [asked, [...(isFirst ? [] : fresh.toSorted((a, b) => a.offset - b.offset).map(toEmission)), ...taskEmissions(tasks, named.keys())]]
}

const unproven = (record: TaskRecord): TaskRecord => (record.standing === 'held' ? { ...record, standing: 'unproven', ends: {} } : record)

const activeFirst = (a: TaskRecord, b: TaskRecord) => Number(isActive(b)) - Number(isActive(a))

function recordsOf(parts: readonly SnapshotFrame[]): Map<string, TaskRecord> {
  const records = new Map<string, TaskRecord>()
  for (const task of parts.flatMap(part => part.tasks)) records.set(task.id, withWhole(undefined, task, []))
  for (const piece of parts.flatMap(part => part.pieces)) {
    const record = records.get(piece.id)
    if (record !== undefined) records.set(piece.id, withPiece(record, piece))
  }
  return records
}
