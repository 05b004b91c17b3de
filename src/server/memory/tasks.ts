// Tasks of all users with their payloads and chunks, in memory.
import { isSettled } from '../../protocol/notice.ts'
import type { TaskRecords } from '../log/records.ts'
import type { ChunkRow, TaskChange, TaskRow } from '../log/rows.ts'
import type { TaskRef } from '../store.ts'

interface Kept {
  row: TaskRow
  input: string
  ending: string | null
  chunks: ChunkRow[]
}

interface UserTasks {
  readonly byId: Map<string, Kept>
  readonly byKey: Map<string, Kept>
}

export function memoryTasks(): TaskRecords {
  const users = new Map<string, UserTasks>()
  const unsettled = new Set<Kept>()
  let order = 0

  function kept(user: string, ref: TaskRef): Kept | null {
    const tasks = users.get(user)
    return ('id' in ref ? tasks?.byId.get(ref.id) : tasks?.byKey.get(ref.key)) ?? null
  }

  function keptOf(row: TaskRow): Kept {
    return kept(row.user, { id: row.head.id }) ?? { row, input: 'null', ending: null, chunks: [] }
  }

  function add({ row, input = 'null' }: TaskChange): Kept {
    const fresh: Kept = { row: { ...row, order: ++order }, input, ending: null, chunks: [] }
    const tasks = users.get(row.user) ?? { byId: new Map(), byKey: new Map() }
    users.set(row.user, tasks)
    tasks.byId.set(row.head.id, fresh)
    tasks.byKey.set(row.head.key, fresh)
    return fresh
  }

  function save(change: TaskChange): void {
    const task = kept(change.row.user, { id: change.row.head.id }) ?? add(change)
    task.row = { ...change.row, order: task.row.order }
    task.ending = change.ending ?? task.ending
    if (change.dropsStreams) task.chunks = []
    if (change.chunk) task.chunks.push(change.chunk)
    if (isSettled(task.row.head.status)) unsettled.delete(task)
    else unsettled.add(task)
  }

  const rowsOf = (user: string): readonly TaskRow[] => [...(users.get(user)?.byId.values() ?? [])].map(task => task.row)
  const leased = (): readonly TaskRow[] => [...unsettled].map(task => task.row).filter(row => row.lease !== null)

  function remove({ user, head }: TaskRow): void {
    const tasks = users.get(user)
    tasks?.byId.delete(head.id)
    tasks?.byKey.delete(head.key)
    if (tasks?.byId.size === 0) users.delete(user)
  }

  return {
    task: (user, ref) => kept(user, ref)?.row ?? null,
    payload: row => keptOf(row),
    chunkAt: (row, name, at) => keptOf(row).chunks.findLast(chunk => chunk.name === name && chunk.at === at)?.text ?? null,
    chunks: row => keptOf(row).chunks,
    save,
    active: user => rowsOf(user).filter(row => !isSettled(row.head.status)),
    activeCount: user => rowsOf(user).filter(row => !isSettled(row.head.status)).length,
    settled: (user, limit) => rowsOf(user).filter(isEnded).toSorted(lastEndedFirst).slice(0, limit),
    older: (user, before, limit) =>
      rowsOf(user)
        .filter(row => row.order < before)
        .toSorted((left, right) => right.order - left.order)
        .slice(0, limit),
    oldestQueued: kinds =>
      oldest([...unsettled].map(task => task.row).filter(row => row.head.status === 'queued' && kinds.includes(row.head.kind))),
    lapsed: (now, limit) =>
      leased()
        .filter(row => untilOf(row) <= now)
        .slice(0, limit),
    nextLapse: () => leased().reduce<number | null>((next, row) => Math.min(next ?? Infinity, untilOf(row)), null),
    removeSettled(since, limit) {
      const rows = [...users.keys()].flatMap(user => rowsOf(user))
      for (const row of rows.filter(({ head }) => head.finishedAt !== undefined && head.finishedAt < since).slice(0, limit)) remove(row)
    },
  }
}

function isEnded(row: TaskRow): boolean {
  return isSettled(row.head.status)
}

function lastEndedFirst(left: TaskRow, right: TaskRow): number {
  return (right.head.finishedAt ?? 0) - (left.head.finishedAt ?? 0) || right.order - left.order
}

function oldest(rows: readonly TaskRow[]): TaskRow | null {
  return rows.toSorted((left, right) => left.order - right.order)[0] ?? null
}

function untilOf(row: TaskRow): number {
  return row.lease?.until ?? Infinity
}
