// The line below a message that says what became of it.
'use client'
import type { ReactElement } from 'react'
import type { ChatMessage } from '../../core/model.ts'
import { Icon } from '../shared/icons.tsx'
import { Part, type PartProps } from '../shared/part.tsx'
import { useFrame, useRow } from './context.ts'
import type { MessageStatusData } from './data-attributes.ts'
import { ChatDiscardButton } from './discard-button.tsx'
import { noticeOf } from './notice.ts'
import { ChatRetryButton } from './retry-button.tsx'

export interface StatusLineState {
  readonly message: ChatMessage
}

export function MessageStatusLine(given: PartProps<'div', StatusLineState>): ReactElement | null {
  const { message } = useRow().row
  const { language, isLive } = useFrame()
  const notice = noticeOf(message, language.text, isLive)
  if (notice === null) return null
  const data: MessageStatusData = { 'data-status': message.status }
  return (
    <Part as="div" name="chat-message-status" state={{ message }} data={{ ...data }} given={given}>
      {notice.icon && <Icon shape={notice.icon} />}
      <span data-rs="chat-message-words">
        {notice.words}
        {notice.detail !== null && <span dir="auto"> {notice.detail}</span>}
      </span>
      {notice.retry !== null && <ChatRetryButton>{notice.retry}</ChatRetryButton>}
      {notice.discard !== null && <ChatDiscardButton>{notice.discard}</ChatDiscardButton>}
    </Part>
  )
}
