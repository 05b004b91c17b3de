// What opens below the bell: the list, or that there is nothing.
'use client'
import type { ReactElement, ReactNode } from 'react'
import { Part, type PartProps } from '../shared/part.tsx'
import { type BellState, useBell } from './context.ts'
import { BellItem } from './item.tsx'

/** It follows its button in the order of the page and takes no focus by itself. */
export function BellPanel({ children, ...given }: PartProps<'div', BellState> & { readonly children?: ReactNode }): ReactElement | null {
  const { state, language, panelId } = useBell('Panel')
  if (!state.isOpen) return null
  return (
    <Part
      as="div"
      name="bell-panel"
      state={state}
      own={{ id: panelId, role: 'group', 'aria-label': language.text.bellPanel }}
      given={given}
    >
      {children ?? (
        <>
          <div data-rs="bell-head">
            <span data-rs="bell-heading">{language.text.bellPanel}</span>
            <BellMarkSeenButton />
          </div>
          <BellList />
        </>
      )}
    </Part>
  )
}

export function BellList(given: PartProps<'ul', BellState>): ReactElement {
  const { state, language, notifications } = useBell('List')
  if (notifications.length === 0) return <p data-rs="bell-empty">{language.text.bellEmpty}</p>
  return (
    // Reached by Tab, so that a long list can be scrolled with the keyboard.
    <Part as="ul" name="bell-list" state={state} own={{ role: 'list', tabIndex: 0, 'aria-label': language.text.bellPanel }} given={given}>
      {given.children ?? notifications.map(notification => <BellItem key={notification.id} notification={notification} />)}
    </Part>
  )
}

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
