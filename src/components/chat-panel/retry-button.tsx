// Sends a message again, or asks again for a reply.
'use client'
import type { MouseEvent, ReactElement } from 'react'
import { Part, type PartProps } from '../shared/part.tsx'
import { useFrame, useRow } from './context.ts'
import type { StatusLineState } from './message-status.tsx'
import { focusRow } from './place.ts'

export function ChatRetryButton(given: PartProps<'button', StatusLineState>): ReactElement | null {
  const { message } = useRow().row
  const { offers, onRetry, language } = useFrame()
  if (!offers.retry) return null
  const onClick = (event: MouseEvent<HTMLElement>): void => {
    focusRow(event.currentTarget)
    onRetry(message.id)
  }
  return (
    <Part as="button" name="chat-retry" state={{ message }} own={{ type: 'button', onClick }} given={given}>
      {language.text.chatTryAgain}
    </Part>
  )
}
