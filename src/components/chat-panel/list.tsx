// The rows of the conversation, all of them in the page. A virtual list takes the place of this one file.
'use client'
import { memo, type ReactElement, type ReactNode, useContext, useMemo } from 'react'
import { Part, type PartProps } from '../shared/part.tsx'
import { useHydrated } from '../shared/ticker-context.ts'
import { ActiveRowContext } from './active-row.ts'
import { RowContext, useFollowing, useFrame, useView } from './context.ts'
import { DefaultMessage } from './default-message.tsx'
import { MessageBoundary } from './message-boundary.tsx'
import { awaitsFirstWord, type ChatRow, rowsOf } from './rows.ts'
import { DaySeparator, UnreadSeparator } from './separators.tsx'
import { TypingIndicator } from './typing-indicator.tsx'

export function ChatList(given: PartProps<'div', { readonly count: number }> & { readonly children?: ReactNode }): ReactElement {
  const { messages, isBusy } = useView()
  const { language, isLive } = useFrame()
  const { firstUnreadId, listRef } = useFollowing()
  const { index: activeIndex } = useContext(ActiveRowContext)
  const isHydrated = useHydrated()
  const dayKey = isHydrated ? language.words.dayKey : null
  const rows = useMemo(() => rowsOf({ messages, firstUnreadId, dayKey }), [messages, firstUnreadId, dayKey])
  const last = messages.at(-1)
  return (
    <Part as="div" name="chat-list" state={{ count: rows.length }} own={{ ref: listRef }} given={given}>
      {rows.map(row => (
        <Row key={row.message.id} {...row} count={rows.length} isActive={row.index === activeIndex} />
      ))}
      {isLive && last?.role === 'user' && awaitsFirstWord(messages, isBusy) && <TypingIndicator />}
    </Part>
  )
}

interface RowProps extends ChatRow {
  readonly count: number
  readonly isActive: boolean
}

const Row = memo(function Row({ count, isActive, ...row }: RowProps): ReactElement {
  const { components, language } = useFrame()
  const { message, index, isFirstInGroup, startsDay, startsUnread } = row
  const value = useMemo(
    () => ({ row: { message, index, isFirstInGroup, startsDay, startsUnread }, count, isActive }),
    [message, index, isFirstInGroup, startsDay, startsUnread, count, isActive],
  )
  const Message = components.Message ?? DefaultMessage
  return (
    <RowContext value={value}>
      {startsDay && <DaySeparator at={message.createdAt} />}
      {startsUnread && <UnreadSeparator />}
      <MessageBoundary message={message} fallback={language.text.chatBroken}>
        <Message message={message} />
      </MessageBoundary>
    </RowContext>
  )
})
