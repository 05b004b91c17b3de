// Marks all as seen, where opening the list does not.
'use client'
import type { ReactElement } from 'react'
import { Part, type PartProps } from '../shared/part.tsx'
import { type BellState, useBell } from './context.ts'

export function BellMarkSeenButton(given: PartProps<'button', BellState>): ReactElement | null {
  const { state, language, markSeen, offersMarkSeen } = useBell('MarkSeenButton')
  if (!offersMarkSeen) return null
  const isDone = state.unread === 0
  const own = { type: 'button', 'aria-disabled': isDone || undefined, onClick: () => (isDone ? undefined : markSeen()) } as const
  return (
    <Part as="button" name="bell-mark-seen" state={state} own={own} given={given}>
      {language.text.bellMarkSeen}
    </Part>
  )
}
