// A cancel as a mutation, by the same two ways. Of a task that has ended it changes nothing.
'use client'
import { useMutation, type UseMutationResult, useQueryClient } from '@tanstack/react-query'
import { useAgent, useSocketBeside } from './agent-context.ts'
import type { AgentError } from './agent-error.ts'
import { putTasks } from './cached-tasks.ts'
import * as TIMES from './times.ts'
import type { WayOptions } from './use-submit-task.ts'
import { byEitherWay, type Ways } from './ways.ts'

export interface Cancelled {
  readonly idOrKey: string
  readonly via: 'socket' | 'http'
}

export function useCancelTask(options: WayOptions = {}): UseMutationResult<Cancelled, AgentError, string> {
  const { readyMs = TIMES.readyMs, receiptMs = TIMES.receiptMs } = options
  const [agent, client, socket] = [useAgent(), useQueryClient(), useSocketBeside()]
  return useMutation<Cancelled, AgentError, string>({
    retry: false,
    networkMode: 'always',
    mutationFn: idOrKey => cancelTask({ agent, client, socket, readyMs, receiptMs }, idOrKey),
  })
}

async function cancelTask(ways: Ways, idOrKey: string): Promise<Cancelled> {
  const { agent, client, socket } = ways
  const done = await byEitherWay(ways, { send: open => open.cancelTask(idOrKey), ask: () => agent.cancel(idOrKey) })
  if (done.via === 'socket') return { idOrKey, via: 'socket' }
  const accepted = done.data
  if (accepted !== null) putTasks(client, agent.keys, [accepted.task])
  const cursor = accepted?.cursor ?? null
  if (cursor !== null) socket?.awaitCursor(cursor)
  // Nothing was said of how it stands now.
  if (accepted === null || accepted.task.sync === 'stale')
    void client.invalidateQueries({ queryKey: agent.keys.task(idOrKey), exact: true })
  return { idOrKey, via: 'http' }
}
