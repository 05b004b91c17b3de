// Takes back a message that was not sent.
'use client'
import type { ReactElement } from 'react'
import { Part, type PartProps } from '../shared/part.tsx'
import { useFrame, useRow } from './context.ts'
import type { StatusLineState } from './message-status.tsx'

export function ChatDiscardButton(given: PartProps<'button', StatusLineState>): ReactElement | null {
  const { message } = useRow().row
  const { offers, onDiscard, language, inputRef } = useFrame()
  if (!offers.discard) return null
  const onClick = (): void => {
    // The row goes away, and the focus must not go with it.
    inputRef.current?.focus()
    onDiscard(message.id)
  }
  return (
    <Part as="button" name="chat-discard" state={{ message }} own={{ type: 'button', onClick }} given={given}>
      {language.text.chatDiscard}
    </Part>
  )
}
