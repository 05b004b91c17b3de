// Asks for the newest reply once more.
'use client'
import type { MouseEvent, ReactElement } from 'react'
import { againIcon, Icon } from '../shared/icons.tsx'
import { Part, type PartProps } from '../shared/part.tsx'
import { useFrame, useRow } from './context.ts'
import type { StatusLineState } from './message-status.tsx'
import { focusRow } from './place.ts'

export function RegenerateButton(given: PartProps<'button', StatusLineState>): ReactElement | null {
  const { row, count, isActive } = useRow()
  const { language, offers, onRetry } = useFrame()
  const { message } = row
  const canAskAgain = message.role === 'assistant' && (message.status === 'complete' || message.status === 'cancelled')
  if (!offers.retry || !canAskAgain || row.index !== count - 1) return null
  const { chatRegenerate: label } = language.text
  const onClick = (event: MouseEvent<HTMLElement>): void => {
    focusRow(event.currentTarget)
    onRetry(message.id)
  }
  const own = { type: 'button', onClick, 'aria-label': label, title: label, tabIndex: isActive ? 0 : -1 } as const
  return (
    <Part as="button" name="chat-action" state={{ message }} own={own} given={given}>
      <Icon shape={againIcon} />
    </Part>
  )
}
