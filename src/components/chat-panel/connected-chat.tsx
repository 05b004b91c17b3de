// Hands the chat what the provider holds of its conversation, where props are missing.
'use client'
import { type ReactElement, type ReactNode, useState } from 'react'
import type { ConnectionStatus } from '../../core/model.ts'
import { useSocket } from '../../react/context.ts'
import { useConnectionState } from '../../react/use-connection-state.ts'
import { type Conversation, type ConversationOptions, useConversation } from '../../react/use-conversation.ts'
import { useStore } from '../../react/use-store.ts'
import { useTasks } from '../../react/use-tasks.ts'
import { createTaskViews } from './task-views.ts'
import type { TaskView } from './types.ts'

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
