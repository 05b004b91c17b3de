// The notifications, newest first.
'use client'
import type { KeyboardEvent, ReactElement } from 'react'
import { Part, type PartProps } from '../shared/part.tsx'
import { type BellState, useBell } from './context.ts'
import { BellItem } from './item.tsx'
import { walk } from './walk.ts'

export function BellList(given: PartProps<'ul', BellState>): ReactElement | null {
  const { state, language, notifications, renderNotification } = useBell('List')
  if (notifications.length === 0) return null
  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    if (walk(event.currentTarget, event.key)) event.preventDefault()
  }
  // Reached by Tab, so that a long list can be scrolled with the keyboard where nothing in it takes the focus.
  const own = { role: 'list', tabIndex: 0, 'aria-label': language.text.bellPanel, onKeyDown } as const
  return (
    <Part as="ul" name="bell-list" state={state} own={own} given={given}>
      {given.children ??
        notifications.map(
          notification => renderNotification?.(notification) ?? <BellItem key={notification.id} notification={notification} />,
        )}
    </Part>
  )
}
