// The pages of a list of tasks, newest first, and how tasks that are told of meanwhile take their place in them.
import type { InfiniteData } from '@tanstack/react-query'
import type { Task } from '../core/model.ts'
import { isSettled } from '../protocol/notice.ts'
import type { TaskPage } from './agent.ts'
import { isDoubted, newerTask } from './newer.ts'
import type { HistoryFilter } from './query-keys.ts'

/** What an infinite query keeps. */
export type Pages = InfiniteData<TaskPage, string | null>

export const isPages = (value: unknown): value is Pages => typeof value === 'object' && value !== null && 'pages' in value

/** A listing as it was read, with what is newer from the listing before: an answer that was long under way puts nothing back. */
export function newerPages(held: Pages | undefined, next: Pages, filter: HistoryFilter): Pages {
  if (held === undefined) return next
  const rows = rowsOf(held)
  const pages = next.pages.map(page => ({ ...page, tasks: page.tasks.map(row => newerTask(rows.get(row.key), row) ?? row) }))
  return withTasks({ ...next, pages: distinct(pages) }, overtaken([...rows.values()], pages, filter), filter)
}

const rowsOf = ({ pages }: Pages): ReadonlyMap<string, Task> =>
  new Map(pages.flatMap(({ tasks }) => tasks.map(row => [row.key, row] as const)))

/** Rows that are newer than a listing are not in it because it was read before: what has not ended is not removed by a server. */
function overtaken(rows: readonly Task[], [first]: readonly TaskPage[], { status }: HistoryFilter): readonly Task[] {
  if (status !== undefined) return []
  const newest = first?.tasks[0]?.createdAt ?? 0
  return rows.filter(row => row.createdAt > newest && !isSettled(row.status) && !isDoubted(row))
}

/** Two pages may overlap, where rows moved between their requests. */
function distinct(pages: readonly TaskPage[]): TaskPage[] {
  const seen = new Set<string>()
  return pages.map(page => ({ ...page, tasks: page.tasks.filter(({ key }) => !seen.has(key) && seen.add(key)) }))
}

/** Tasks of now in a list: each row as it is now, new ones where they belong, none that the filter no longer wants. */
export function withTasks(held: Pages, tasks: readonly Task[], filter: HistoryFilter): Pages {
  const fresh = new Map(tasks.map(task => [task.key, task]))
  const rows = rowsOf(held)
  const pages = held.pages.map(page => renewed(page, fresh, filter))
  const added = tasks.filter(task => !rows.has(task.key) && isWanted(task, filter) && isWithin(task, held.pages))
  if (added.length === 0 && pages.every((page, index) => page === held.pages[index])) return held
  return { ...held, pages: added.reduce<TaskPage[]>(placed, pages) }
}

/** The same page where nothing in it changed. */
function renewed(page: TaskPage, fresh: ReadonlyMap<string, Task>, filter: HistoryFilter): TaskPage {
  const tasks = page.tasks.flatMap(row => {
    const next = fresh.get(row.key)
    const now = next === undefined ? row : (newerTask(row, next) ?? row)
    return now === row || isWanted(now, filter) ? [now] : []
  })
  return tasks.length === page.tasks.length && tasks.every((row, index) => row === page.tasks[index]) ? page : { ...page, tasks }
}

const isWanted = (task: Task, { conversation, status }: HistoryFilter): boolean =>
  (conversation === undefined || task.conversation === conversation) && (status === undefined || status.includes(task.status))

/** Older rows are for a page that is not loaded yet. */
function isWithin(task: Task, pages: readonly TaskPage[]): boolean {
  const last = pages.at(-1)
  if (last === undefined || last.next === null) return true
  const oldest = pages.findLast(({ tasks }) => tasks.length > 0)?.tasks.at(-1)
  return oldest !== undefined && task.createdAt >= oldest.createdAt
}

function placed(pages: readonly TaskPage[], task: Task): TaskPage[] {
  const found = pages.findIndex(({ tasks }) => tasks.some(row => row.createdAt <= task.createdAt))
  const at = found === -1 ? pages.length - 1 : found
  return pages.map((page, index) => (index === at ? { ...page, tasks: inserted(page.tasks, task) } : page))
}

function inserted(rows: readonly Task[], task: Task): readonly Task[] {
  const at = rows.findIndex(row => row.createdAt <= task.createdAt)
  return at === -1 ? [...rows, task] : [...rows.slice(0, at), task, ...rows.slice(at)]
}

/** The list without a row that was never more than a draft. */
export function withoutDraft(held: Pages, key: string): Pages {
  const isGone = (row: Task): boolean => row.key === key && row.id === null
  if (!held.pages.some(({ tasks }) => tasks.some(isGone))) return held
  return { ...held, pages: held.pages.map(page => ({ ...page, tasks: page.tasks.filter(row => !isGone(row)) })) }
}
