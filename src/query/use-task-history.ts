// The user's tasks, newest first, page by page: read over HTTP, and kept by the socket while it is live.
'use client'
import { useInfiniteQuery, type UseInfiniteQueryResult } from '@tanstack/react-query'
import type { Task } from '../core/model.ts'
import { useStore } from '../react/use-store.ts'
import { useAgent, useStoreBeside } from './agent-context.ts'
import type { AgentError } from './agent-error.ts'
import type { Pages } from './history-pages.ts'
import { type HistoryQuery, taskHistoryOptions } from './query-options.ts'

export interface TaskHistoryOptions extends HistoryQuery {
  readonly enabled?: boolean | undefined
}

/** `data`: all rows of the pages so far. Rows bear no streams unless the socket told of them. */
export function useTaskHistory(options: TaskHistoryOptions = {}): UseInfiniteQueryResult<readonly Task[], AgentError> {
  const { enabled = true, ...query } = options
  const store = useStoreBeside()
  const isLive = useStore(store, each => each.status().freshness === 'live')
  return useInfiniteQuery({
    ...taskHistoryOptions(useAgent(), query, store.tasks),
    enabled,
    select: rowsOf,
    ...(isLive && { staleTime: Infinity }),
  })
}

const rowsOf = ({ pages }: Pages): readonly Task[] => pages.flatMap(({ tasks }) => tasks)
