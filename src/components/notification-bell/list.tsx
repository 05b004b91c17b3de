// The notifications, newest first.
'use client'
import type { ReactElement } from 'react'
import { Part, type PartProps } from '../shared/part.tsx'
import { type BellState, useBell } from './context.ts'
import { BellItem } from './item.tsx'

export function BellList(given: PartProps<'ul', BellState>): ReactElement | null {
  const { state, language, notifications, renderNotification } = useBell('List')
  if (notifications.length === 0) return null
  return (
    // Reached by Tab, so that a long list can be scrolled with the keyboard.
    <Part as="ul" name="bell-list" state={state} own={{ role: 'list', tabIndex: 0, 'aria-label': language.text.bellPanel }} given={given}>
      {given.children ??
        notifications.map(
          notification => renderNotification?.(notification) ?? <BellItem key={notification.id} notification={notification} />,
        )}
    </Part>
  )
}
