// Puts tasks that were told of into the query cache: only where somebody asked for them, and never an older view over a newer one.
import { notifyManager, type QueryClient } from '@tanstack/react-query'
import type { Task } from '../core/model.ts'
import { type Pages, withoutDraft, withTasks } from './history-pages.ts'
import { doubt, isDraft, newerTask, type Shown } from './newer.ts'
import { type AgentKeys, filterOf } from './query-keys.ts'

/** Into the entry under this key, which is made where there is none. */
export function putUnder(client: QueryClient, queryKey: readonly unknown[], task: Task): void {
  const held = client.getQueryData<Shown>(queryKey)
  const now = newerTask(held, task)
  if (now !== held) client.setQueryData<Shown>(queryKey, now)
}

/** Into every entry and every list that has a place for them. */
export function putTasks(client: QueryClient, keys: AgentKeys, tasks: readonly Task[]): void {
  if (tasks.length === 0) return
  notifyManager.batch(() => {
    for (const task of tasks) {
      for (const name of namesOf(task)) if (client.getQueryState(keys.task(name)) !== undefined) putUnder(client, keys.task(name), task)
    }
    changeLists(client, keys, (pages, queryKey) => withTasks(pages, tasks, filterOf(queryKey)))
  })
}

const namesOf = ({ id, key }: Task): readonly string[] => (id === null ? [key] : [id, key])

/** A submit came to nothing: who looks at it asks the server. */
export function dropDraft(client: QueryClient, keys: AgentKeys, key: string): void {
  const queryKey = keys.task(key)
  changeLists(client, keys, pages => {
    for (const row of pages.pages.flatMap(({ tasks }) => tasks)) if (row.key === key && isDraft(row)) doubt(row)
    return withoutDraft(pages, key)
  })
  if (isDraft(client.getQueryData<Shown>(queryKey))) void client.resetQueries({ queryKey, exact: true })
}

/** All that is cached of this agent may be of a history that was replaced: whatever comes next is believed. */
export function doubtTasks(client: QueryClient, keys: AgentKeys): void {
  for (const [, task] of client.getQueriesData<Shown>({ queryKey: keys.tasks })) if (task !== undefined && task !== null) doubt(task)
  changeLists(client, keys, pages => {
    for (const row of pages.pages.flatMap(({ tasks }) => tasks)) doubt(row)
    return pages
  })
}

function changeLists(client: QueryClient, keys: AgentKeys, change: (pages: Pages, queryKey: readonly unknown[]) => Pages): void {
  for (const [queryKey, held] of client.getQueriesData<Pages>({ queryKey: keys.histories })) {
    const next = held === undefined ? held : change(held, queryKey)
    if (next !== held) client.setQueryData<Pages>(queryKey, next)
  }
}
