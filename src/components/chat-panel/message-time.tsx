// When a message was written: the hour in the row, the whole date on hover.
'use client'
import type { PointerEvent, ReactElement } from 'react'
import type { ChatMessage } from '../../core/model.ts'
import { Part, type PartProps } from '../shared/part.tsx'
import { useHydrated } from '../shared/ticker-context.ts'
import { useFrame, useRow } from './context.ts'

export function MessageTime(given: PartProps<'time', { readonly message: ChatMessage }>): ReactElement | null {
  const { message } = useRow().row
  const { times } = useFrame()
  const isHydrated = useHydrated()
  // The server does not know the reader's time zone.
  if (!isHydrated) return null
  const own = {
    dateTime: times.machineTime(message.createdAt),
    // Only a pointer that rests on it reads it, and a long date is costly to write for every row.
    onPointerEnter: ({ currentTarget }: PointerEvent<HTMLElement>) => {
      currentTarget.title ||= times.moment(message.createdAt)
    },
  }
  return (
    <Part as="time" name="chat-time" state={{ message }} own={own} given={given}>
      {times.time(message.createdAt)}
    </Part>
  )
}
