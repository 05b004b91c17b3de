// One row of the list: its separators, its message, and a wall around it.
'use client'
import { memo, type NamedExoticComponent, type ReactElement, type Ref, useMemo } from 'react'
import { RowContext, useFrame } from './context.ts'
import type { ListRowData } from './data-attributes.ts'
import { DaySeparator } from './day-separator.tsx'
import { DefaultMessage } from './default-message.tsx'
import { MessageBoundary } from './message-boundary.tsx'
import type { ChatRow } from './rows.ts'
import { UnreadSeparator } from './unread-separator.tsx'

interface RowProps {
  readonly row: ChatRow
  readonly count: number
  readonly isActive: boolean
  /** Told the element, for its size. Stable. */
  readonly measure: Ref<HTMLDivElement>
}

export const Row: NamedExoticComponent<RowProps> = memo(function Row({ row, count, isActive, measure }: RowProps): ReactElement {
  const { components, language } = useFrame()
  const value = useMemo(() => ({ row, count, isActive }), [row, count, isActive])
  const { message, index } = row
  const Message = components.Message ?? DefaultMessage
  const data: ListRowData = {
    'data-index': index,
    'data-row': message.role,
    'data-first-in-group': row.isFirstInGroup ? '' : undefined,
    'data-last': index === count - 1 ? '' : undefined,
  }
  return (
    <RowContext value={value}>
      <div ref={measure} data-rs="chat-row" {...data}>
        {row.startsDay && <DaySeparator at={message.createdAt} />}
        {row.startsUnread && <UnreadSeparator />}
        <MessageBoundary message={message} fallback={language.text.chatBroken}>
          <Message message={message} />
        </MessageBoundary>
      </div>
    </RowContext>
  )
})
