// The line above the first message not yet read.
'use client'
import type { ReactElement } from 'react'
import { Part, type PartProps } from '../shared/part.tsx'
import { useFrame } from './context.ts'

export function UnreadSeparator(given: PartProps<'div', null>): ReactElement {
  const { text } = useFrame().language
  return (
    <Part as="div" name="chat-unread" state={null} given={given}>
      <span>{text.chatUnread}</span>
    </Part>
  )
}
