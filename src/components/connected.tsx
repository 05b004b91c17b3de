// The only place where components read a provider: each wrapper turns hooks into props, and is mounted only where props are missing.
'use client'
import { type ReactElement, type ReactNode, useMemo, useState } from 'react'
import type { ConnectionStatus, Task } from '../core/model.ts'
import { useSocket } from '../react/context.ts'
import { useConnectionState } from '../react/use-connection-state.ts'
import { type Conversation, type ConversationOptions, useConversation } from '../react/use-conversation.ts'
import { useResilientSocket } from '../react/use-resilient-socket.ts'
import { useStore } from '../react/use-store.ts'
import { type TaskNotifications, type TaskNotificationsOptions, useTaskNotifications } from '../react/use-task-notifications.ts'
import { useTasks } from '../react/use-tasks.ts'
import { createTaskViews } from './chat-panel/task-views.ts'
import type { TaskView } from './chat-panel/types.ts'

export interface Connection {
  readonly status: ConnectionStatus
  readonly reconnect: () => void
}

export function Connected({ children }: { readonly children: (connection: Connection) => ReactNode }): ReactElement {
  const status = useConnectionState()
  const socket = useResilientSocket()
  return <>{children({ status, reconnect: () => socket.reconnect() })}</>
}

export interface ConnectedChat {
  readonly conversation: Conversation
  readonly status: ConnectionStatus
  readonly tasks: readonly TaskView[]
  /** Whose it is; null while that is not known. */
  readonly user: string | null
}

interface ConnectedChatProps {
  readonly id: string
  readonly options: ConversationOptions | undefined
  readonly children: (chat: ConnectedChat) => ReactNode
}

export function ConnectedChat({ id, options, children }: ConnectedChatProps): ReactElement {
  const conversation = useConversation(id, options)
  const status = useConnectionState()
  const [viewsOf] = useState(createTaskViews)
  const tasks = useTasks(all => viewsOf(all.filter(task => task.conversation === id)))
  const user = useStore(useSocket('ChatPanel').store, store => store.user())
  return <>{children({ conversation, status, tasks, user })}</>
}

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

interface ConnectedNotificationsProps {
  readonly options: TaskNotificationsOptions
  readonly children: (held: TaskNotifications) => ReactNode
}

export function ConnectedNotifications({ options, children }: ConnectedNotificationsProps): ReactElement {
  return <>{children(useTaskNotifications(options))}</>
}
