// A submit as a mutation: through the socket if that is up in time, else over HTTP, once either way (TASK5).
'use client'
import { useMutation, type UseMutationOptions, type UseMutationResult, useQueryClient } from '@tanstack/react-query'
import type { Kind } from '../core/app.ts'
import { useAgent, useSocketBeside } from './agent-context.ts'
import type { AgentError } from './agent-error.ts'
import { keyOf, type Submitted, type SubmitVariables, submitTask } from './submit-task.ts'
import * as TIMES from './times.ts'

export interface WayOptions {
  /** How long to wait for a socket that is on its way, 3,000 by default. 0: over HTTP at once unless it is up. */
  readonly readyMs?: number | undefined
  /** How long the socket may take to answer before the same, under the same key, goes over HTTP too; 10,000 by default. */
  readonly receiptMs?: number | undefined
}

type Callbacks<D, V> = Pick<UseMutationOptions<D, AgentError, V>, 'onSuccess' | 'onError' | 'onSettled' | 'throwOnError' | 'meta' | 'scope'>

export type SubmitTaskOptions<K extends Kind> = WayOptions & Callbacks<Submitted, SubmitVariables<K>>

export type SubmitTask<K extends Kind> = UseMutationResult<Submitted, AgentError, SubmitVariables<K>> & {
  /** Of the last submit, from the moment it is made: `useTaskQuery(taskKey)` shows it. */
  readonly taskKey: string | null
}

/**
 * The task is in the query cache at once, `submitting`; `unconfirmed` when nobody can say whether it ran. It goes on when the component is gone, for the
 * user asked for it; give `signal` to end it. `mutate(variables)` with the object of before tries the same again.
 */
export function useSubmitTask<K extends Kind>(kind: K, options: SubmitTaskOptions<K> = {}): SubmitTask<K> {
  const { readyMs = TIMES.readyMs, receiptMs = TIMES.receiptMs, ...callbacks } = options
  const [agent, client, socket] = [useAgent(), useQueryClient(), useSocketBeside()]
  const mutation = useMutation<Submitted, AgentError, SubmitVariables<K>>({
    ...callbacks,
    retry: false,
    networkMode: 'always',
    mutationFn: variables => submitTask({ agent, client, socket, readyMs, receiptMs }, kind, variables),
  })
  const { variables } = mutation
  return { ...mutation, taskKey: variables === undefined ? null : keyOf(variables, agent.world) }
}
