// A row as it is without `components.Message`.
'use client'
import type { ReactElement } from 'react'
import type { ChatMessage } from '../../core/model.ts'
import { useFrame } from './context.ts'
import { CopyButton } from './copy-button.tsx'
import { MessageContent } from './message-content.tsx'
import { MessageStatusLine } from './message-status.tsx'
import { MessageTime } from './message-time.tsx'
import { ChatMessageRow } from './message.tsx'
import { RegenerateButton } from './regenerate-button.tsx'

export function DefaultMessage({ message }: { readonly message: ChatMessage }): ReactElement {
  const { components } = useFrame()
  const Avatar = components.Avatar
  return (
    <ChatMessageRow>
      {Avatar && <Avatar message={message} />}
      <MessageContent />
      <MessageStatusLine />
      <span data-rs="chat-message-meta">
        <MessageTime />
        <CopyButton />
        <RegenerateButton />
      </span>
    </ChatMessageRow>
  )
}
