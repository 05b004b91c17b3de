// One conversation as rows to show and things to do: each turn is a task, each answer its stream.
'use client'
import { useCallback, useMemo, useState } from 'react'
import type { Kind } from '../core/app.ts'
import type { ChatMessage, Draft } from '../core/model.ts'
import { useSocket } from './context.ts'
import { conversationActions, type ConversationActions } from './conversation-actions.ts'
import { createConversationReader } from './conversation-reader.ts'
import { usePast, type PastOptions } from './use-past.ts'
import { useStore } from './use-store.ts'

export interface ConversationOptions extends PastOptions {
  /** Of the task that `send` submits. `chat` by default. */
  readonly kind?: Kind | undefined
  /** The task's input for a draft. `{ text, attachments }` by default; its `text` is what the user's row shows. Keep it stable. */
  readonly toInput?: ((draft: Draft) => unknown) | undefined
}

export interface Conversation extends ConversationActions {
  /** Oldest first. A row that did not change is the same object, under the same id for its whole life. */
  readonly messages: readonly ChatMessage[]
  readonly hasOlder: boolean
  /** Something was asked and is not settled. */
  readonly busy: boolean
  /** Rejects as the application's `loadOlder` does. */
  readonly loadOlder: () => Promise<void>
}

export function useConversation(id: string, options: ConversationOptions = {}): Conversation {
  const { kind = 'chat', toInput = inputOf } = options
  const socket = useSocket('useConversation')
  const { rows: history, isOpen, load } = usePast(id, options)
  const [reader] = useState(createConversationReader)
  const { messages, busy } = useStore(socket.store, store => {
    const rows = reader.read({ id, tasks: store.tasks(), outbox: store.outbox(), history })
    return { messages: rows.messages, busy: rows.busy }
  })
  const actions = useMemo(
    () => conversationActions({ socket, id, kind, toInput, rows: reader.latest }),
    [socket, id, kind, toInput, reader],
  )
  const first = messages[0] ?? null
  const loadOlder = useCallback(() => (first === null ? Promise.resolve() : load(first)), [first, load])
  const hasOlder = isOpen && first !== null
  return useMemo(() => ({ messages, busy, hasOlder, loadOlder, ...actions }), [messages, busy, hasOlder, loadOlder, actions])
}

const inputOf = ({ text, attachments }: Draft): unknown => (attachments === undefined ? { text } : { text, attachments })
