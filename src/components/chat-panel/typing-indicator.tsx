// The reply is on its way and has no word yet. Decoration: the announcer says it.
'use client'
import type { ReactElement } from 'react'
import { Part, type PartProps } from '../shared/part.tsx'
import { useFrame } from './context.ts'
import { TypingDots } from './typing-dots.tsx'

export function TypingIndicator(given: PartProps<'div', null>): ReactElement {
  const { text } = useFrame().language
  return (
    <Part as="div" name="chat-typing" state={null} own={{ title: text.chatTyping, 'aria-hidden': true }} given={given}>
      <TypingDots />
    </Part>
  )
}
