// Tasks of all users with their payloads and chunks, in memory.
import { isSettled } from '../../protocol/notice.ts'
import type { TaskRecords } from '../log/records.ts'
import type { TaskRow } from '../log/rows.ts'
import type { TaskFilter } from '../store.ts'
import { createTaskShelf } from './task-shelf.ts'
import type { Kept } from './task-shelf.ts'

export function memoryTasks(): TaskRecords {
  const shelf = createTaskShelf()
  const keptOf = (row: TaskRow): Kept => shelf.find(row.user, { id: row.head.id }) ?? { row, input: 'null', ending: null, chunks: [] }
  const activeOf = (user: string): readonly TaskRow[] => shelf.unsettled().filter(row => row.user === user)

  return {
    task: (user, ref) => shelf.find(user, ref)?.row ?? null,
    payload: keptOf,
    chunkAt: (row, name, at) => keptOf(row).chunks.findLast(chunk => chunk.name === name && chunk.at === at)?.text ?? null,
    chunks: row => keptOf(row).chunks,
    save: change => shelf.save(change),
    active: activeOf,
    activeCount: user => activeOf(user).length,
    settled: (user, limit) => shelf.ofUser(user).filter(hasEnded).toSorted(lastEndedFirst).slice(0, limit),
    older: (user, page) =>
      newestFirst(shelf.ofUser(user).filter(row => row.order < page.before && isListed(row, page))).slice(0, page.limit),
    oldestQueued: kinds => shelf.unsettled().find(({ head }) => head.status === 'queued' && kinds.includes(head.kind)) ?? null,
    lapsed: (now, limit) =>
      shelf
        .unsettled()
        .filter(row => untilOf(row) <= now)
        .slice(0, limit),
    nextLapse: () => shelf.unsettled().reduce<number | null>(sooner, null),
    removeSettled(since, limit) {
      const old = shelf.all().filter(({ head }) => head.finishedAt !== undefined && head.finishedAt < since)
      for (const row of old.slice(0, limit)) shelf.remove(row)
    },
  }
}

function isListed({ head }: TaskRow, { conversation, statuses }: TaskFilter): boolean {
  return (conversation === undefined || head.conversation === conversation) && (statuses === undefined || statuses.includes(head.status))
}

function hasEnded(row: TaskRow): boolean {
  return isSettled(row.head.status)
}

function lastEndedFirst(left: TaskRow, right: TaskRow): number {
  return (right.head.finishedAt ?? 0) - (left.head.finishedAt ?? 0) || right.order - left.order
}

function newestFirst(rows: readonly TaskRow[]): readonly TaskRow[] {
  return rows.toSorted((left, right) => right.order - left.order)
}

function untilOf(row: TaskRow): number {
  return row.lease?.until ?? Infinity
}

function sooner(next: number | null, row: TaskRow): number | null {
  return row.lease ? Math.min(next ?? Infinity, row.lease.until) : next
}
