// What reading tasks means to TanStack Query: keys, fetching, and the guard that keeps older answers out.
import {
  type QueryClient,
  type QueryFunction,
  replaceEqualDeep,
  type UseInfiniteQueryOptions,
  type UseQueryOptions,
} from '@tanstack/react-query'
import type { Task } from '../core/model.ts'
import type { AgentError } from './agent-error.ts'
import type { Agent, TaskPage } from './agent.ts'
import { isPages, newerPages, type Pages, withTasks } from './history-pages.ts'
import * as BOUNDS from './limits.ts'
import { isTask, newerTask, type Shown } from './newer.ts'
import type { HistoryFilter } from './query-keys.ts'

type Key = readonly unknown[]

/** Never `skipToken`, so that they suit the hooks that suspend too. */
type WithFn<O, F> = Omit<O, 'queryFn'> & { readonly queryKey: Key; readonly queryFn: F }

export interface HistoryQuery extends HistoryFilter {
  /** Rows of a page, 50 by default. */
  readonly limit?: number | undefined
}

/**
 * The agent tries again by itself, so TanStack Query does not; and it never pauses: whether the browser says `offline` is no proof, and what waits for a
 * paused query would wait for ever.
 */
const OURS = { retry: false, networkMode: 'always' } as const

/** One task, for `prefetchQuery`, `ensureQueryData`, `useQuery` and `useSuspenseQuery`. `queryClient`: where the version of TanStack Query does not hand it to a `queryFn`. */
export function taskQueryOptions(
  agent: Agent,
  idOrKey: string,
  queryClient?: QueryClient,
): WithFn<UseQueryOptions<Shown, AgentError>, QueryFunction<Shown>> {
  const queryKey = agent.keys.task(idOrKey)
  return {
    ...OURS,
    queryKey,
    queryFn: async ({ signal, client = queryClient }: { signal: AbortSignal; client?: QueryClient | undefined }) => {
      const read = () => client?.getQueryData<Shown>(queryKey)
      const before = read()
      const task = await agent.get(idOrKey, { signal })
      const now = read()
      // Unknown when it was read, and told of since.
      return task === null && now !== before && now !== undefined ? now : task
    },
    structuralSharing: (held, next) => (isTask(next) || next === null ? replaceEqualDeep(held, newerTask(shownIn(held), next)) : next),
  }
}

const shownIn = (held: unknown): Shown | undefined => (isTask(held) || held === null ? held : undefined)

/** The tasks of a filter page by page, for `prefetchInfiniteQuery`, `useInfiniteQuery` and `useSuspenseInfiniteQuery`. `now`: what a socket knows, which an answer may have missed. */
export function taskHistoryOptions(
  agent: Agent,
  { conversation, status, limit = BOUNDS.rowsPerPage }: HistoryQuery = {},
  now: () => readonly Task[] = () => [],
): WithFn<UseInfiniteQueryOptions<TaskPage, AgentError, Pages, Key, string | null>, QueryFunction<TaskPage, Key, string | null>> {
  const filter = { conversation, status }
  return {
    ...OURS,
    queryKey: agent.keys.history({ ...filter, limit }),
    queryFn: ({ signal, pageParam }) => agent.list({ ...filter, limit, before: pageParam ?? undefined, signal }),
    initialPageParam: null,
    getNextPageParam: ({ next }) => next,
    structuralSharing: (held, next) => {
      if (!isPages(next)) return next
      const pages = newerPages(isPages(held) ? held : undefined, next, filter)
      return replaceEqualDeep(held, withTasks(pages, now(), filter))
    },
  }
}
