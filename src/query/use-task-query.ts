// One task as a query: seeded and kept by the socket while it is live, polled over HTTP while it is not and the task has not ended.
'use client'
import { useQuery, useQueryClient, type UseQueryResult } from '@tanstack/react-query'
import { useLayoutEffect, useState } from 'react'
import type { Kind } from '../core/app.ts'
import type { Task } from '../core/model.ts'
import { useStore } from '../react/use-store.ts'
import { useAgent, useStoreBeside } from './agent-context.ts'
import type { AgentError } from './agent-error.ts'
import { putUnder } from './cached-tasks.ts'
import { isFinal, type Shown } from './newer.ts'
import { taskQueryOptions } from './query-options.ts'
import * as TIMES from './times.ts'

export interface TaskQueryOptions {
  /** Between two polls while the socket is not live, 5,000 by default; up to half as much again, another share on each page. */
  readonly pollMs?: number | undefined
  readonly enabled?: boolean | undefined
}

/** `data`: null when the server does not know it. `K` is the caller's word for its kind. With `null` for a name it is disabled. */
export function useTaskQuery<K extends Kind = Kind>(
  idOrKey: string | null,
  options?: TaskQueryOptions,
): UseQueryResult<Task<K> | null, AgentError>
export function useTaskQuery(
  idOrKey: string | null,
  { pollMs = TIMES.pollMs, enabled = true }: TaskQueryOptions = {},
): UseQueryResult<Shown, AgentError> {
  const agent = useAgent()
  const client = useQueryClient()
  const { held, isLive } = useStore(useStoreBeside(), store => ({
    held: idOrKey === null ? null : store.task(idOrKey),
    isLive: store.status().freshness === 'live',
  }))
  const [share] = useState(agent.world.roll)
  const options = taskQueryOptions(agent, idOrKey ?? '', client)
  const isKept = (data: Shown | undefined) => isFinal(data) || (isLive && isTold(held, data))
  // Before the query looks whether it must fetch.
  useLayoutEffect(() => {
    if (idOrKey !== null && held !== undefined && held !== null) putUnder(client, agent.keys.task(idOrKey), held)
  }, [client, agent, idOrKey, held])
  return useQuery({
    ...options,
    enabled: enabled && idOrKey !== null,
    placeholderData: () => held ?? undefined,
    // Else as the page's own defaults have it.
    ...(isKept(client.getQueryData<Shown>(options.queryKey)) && { staleTime: Infinity }),
    refetchInterval: ({ state }) => (isKept(state.data) ? false : pollMs * (1 + share / 2)),
  })
}

/** The socket has come as far as what is shown, which may be newer: what was written over HTTP is awaited, as a receipt's effect is (GAP4). */
const isTold = (held: Shown | undefined, data: Shown | undefined): boolean =>
  held !== undefined && held !== null && held.rev >= (data?.rev ?? 0)
