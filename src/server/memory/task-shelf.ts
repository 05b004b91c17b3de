// Where tasks in memory stand: found by id or key, saved change by change, and the unsettled ones at hand.
import { isSettled } from '../../protocol/notice.ts'
import type { ChunkRow, TaskChange, TaskRow } from '../log/rows.ts'
import type { TaskRef } from '../store.ts'

export interface Kept {
  row: TaskRow
  readonly input: string
  ending: string | null
  chunks: ChunkRow[]
}

interface UserTasks {
  readonly byId: Map<string, Kept>
  readonly byKey: Map<string, Kept>
}

export interface TaskShelf {
  find(user: string, ref: TaskRef): Kept | null
  save(change: TaskChange): void
  remove(row: TaskRow): void
  /** In order. */
  ofUser(user: string): readonly TaskRow[]
  /** Of all users, in order. */
  unsettled(): readonly TaskRow[]
  all(): readonly TaskRow[]
}

export function createTaskShelf(): TaskShelf {
  const users = new Map<string, UserTasks>()
  const unsettled = new Set<Kept>()
  let order = 0

  function find(user: string, ref: TaskRef): Kept | null {
    const tasks = users.get(user)
    return ('id' in ref ? tasks?.byId.get(ref.id) : tasks?.byKey.get(ref.key)) ?? null
  }

  function add({ row, input = 'null' }: TaskChange): Kept {
    const fresh: Kept = { row: { ...row, order: ++order }, input, ending: null, chunks: [] }
    const tasks = users.get(row.user) ?? { byId: new Map(), byKey: new Map() }
    users.set(row.user, tasks)
    tasks.byId.set(row.head.id, fresh)
    tasks.byKey.set(row.head.key, fresh)
    unsettled.add(fresh)
    return fresh
  }

  function save(change: TaskChange): void {
    const task = find(change.row.user, { id: change.row.head.id }) ?? add(change)
    task.row = { ...change.row, order: task.row.order }
    task.ending = change.ending ?? task.ending
    if (change.dropsStreams) task.chunks = []
    if (change.chunk) task.chunks.push(change.chunk)
    if (isSettled(task.row.head.status)) unsettled.delete(task)
  }

  function remove({ user, head }: TaskRow): void {
    const tasks = users.get(user)
    tasks?.byId.delete(head.id)
    tasks?.byKey.delete(head.key)
    if (tasks?.byId.size === 0) users.delete(user)
  }

  const rowsOf = (tasks: UserTasks | undefined): readonly TaskRow[] => Array.from(tasks?.byId.values() ?? [], task => task.row)
  return {
    find,
    save,
    remove,
    ofUser: user => rowsOf(users.get(user)),
    unsettled: () => Array.from(unsettled, task => task.row),
    all: () => [...users.values()].flatMap(rowsOf),
  }
}
