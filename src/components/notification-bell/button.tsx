// The bell itself, with the number of what is new.
'use client'
import type { ReactElement, ReactNode } from 'react'
import { bellIcon, Icon } from '../shared/icons.tsx'
import { Part, type PartProps } from '../shared/part.tsx'
import { type BellState, useBell } from './context.ts'
import { BELL } from './limits.ts'

export function BellButton({ children, ...given }: PartProps<'button', BellState> & { readonly children?: ReactNode }): ReactElement {
  const { state, language, panelId, buttonRef, setOpen } = useBell('Button')
  const own = {
    type: 'button',
    ref: buttonRef,
    'aria-label': language.text.bellLabel(state.unread, language.words),
    'aria-expanded': state.isOpen,
    'aria-controls': state.isOpen ? panelId : undefined,
    onClick: () => setOpen(!state.isOpen),
  } as const
  return (
    <Part as="button" name="bell-button" state={state} own={own} given={given}>
      {children ?? (
        <>
          <Icon shape={bellIcon} />
          <BellBadge />
        </>
      )}
    </Part>
  )
}

/** For the eye only: the button's name says the number too. */
export function BellBadge(given: PartProps<'span', BellState>): ReactElement | null {
  const { state, language } = useBell('Badge')
  if (state.unread === 0) return null
  const { words } = language
  return (
    <Part as="span" name="bell-badge" state={state} own={{ 'aria-hidden': true }} given={given}>
      {state.unread > BELL.badgeMost ? `${words.number(BELL.badgeMost)}+` : words.number(state.unread)}
    </Part>
  )
}
