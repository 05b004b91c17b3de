// When a message was written: the hour in the row, the whole date on hover.
'use client'
import type { ReactElement } from 'react'
import type { ChatMessage } from '../../core/model.ts'
import { Part, type PartProps } from '../shared/part.tsx'
import { useHydrated } from '../shared/ticker-context.ts'
import { useFrame, useRow } from './context.ts'

export function MessageTime(given: PartProps<'time', { readonly message: ChatMessage }>): ReactElement | null {
  const { message } = useRow().row
  const { words } = useFrame().language
  const isHydrated = useHydrated()
  // The server does not know the reader's time zone.
  if (!isHydrated) return null
  const own = { title: words.moment(message.createdAt), dateTime: words.machineTime(message.createdAt) }
  return (
    <Part as="time" name="chat-time" state={{ message }} own={own} given={given}>
      {words.time(message.createdAt)}
    </Part>
  )
}
