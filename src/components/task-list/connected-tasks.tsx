// Hands the task list the provider's tasks and what can be done about them, where props are missing.
'use client'
import { type ReactElement, type ReactNode, useMemo } from 'react'
import type { Task } from '../../core/model.ts'
import { useResilientSocket } from '../../react/use-resilient-socket.ts'
import { useTasks } from '../../react/use-tasks.ts'

export interface ConnectedTaskList {
  readonly tasks: readonly Task[]
  readonly cancel: (task: Task) => void
  /** A new task of the same kind and input (TASK2). */
  readonly retry: (task: Task) => void
}

export function ConnectedTasks({ children }: { readonly children: (held: ConnectedTaskList) => ReactNode }): ReactElement {
  const tasks = useTasks()
  const socket = useResilientSocket()
  const actions = useMemo(
    () => ({
      cancel: (task: Task) => void socket.cancelTask(task.id ?? task.key),
      retry: ({ id, kind, input, conversation }: Task) =>
        void socket.submit(kind, input, { ...(id !== null && { retryOf: id }), ...(conversation !== null && { conversation }) }),
    }),
    [socket],
  )
  return <>{children({ tasks, ...actions })}</>
}
