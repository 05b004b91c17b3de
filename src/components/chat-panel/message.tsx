// One message as an article: named by its author, numbered in the list, reached by the arrow keys.
'use client'
import type { ReactElement, ReactNode } from 'react'
import type { ChatMessage } from '../../core/model.ts'
import { Part, type PartProps } from '../shared/part.tsx'
import { useHydrated } from '../shared/ticker-context.ts'
import { useFrame, useRow } from './context.ts'
import type { ChatMessageData } from './data-attributes.ts'
import type { ChatRow } from './rows.ts'
import { authorOf } from './words.ts'

export interface MessageState {
  readonly message: ChatMessage
  readonly isFirstInGroup: boolean
  readonly isActive: boolean
}

export function ChatMessageRow(given: PartProps<'article', MessageState> & { readonly children?: ReactNode }): ReactElement {
  const { row, count, isActive } = useRow()
  const { language, times } = useFrame()
  const { text } = language
  const { message, isFirstInGroup } = row
  const isHydrated = useHydrated()
  const own = {
    'aria-label': text.chatMessageLabel(authorOf(message, text), isHydrated ? times.time(message.createdAt) : null),
    'aria-posinset': row.index + 1,
    'aria-setsize': count,
    tabIndex: isActive ? 0 : -1,
  } as const
  return (
    <Part
      as="article"
      name="chat-message"
      state={{ message, isFirstInGroup, isActive }}
      data={{ ...dataOf(row) }}
      own={own}
      given={given}
    />
  )
}

function dataOf({ message, index, isFirstInGroup }: ChatRow): ChatMessageData {
  return {
    'data-role': message.role,
    'data-status': message.status,
    'data-own': message.role === 'user',
    'data-streaming': message.status === 'streaming',
    'data-failed': message.status === 'failed',
    'data-index': index,
    'data-first-in-group': isFirstInGroup,
  }
}
