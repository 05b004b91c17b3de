// The bell itself, with the number of what is new.
'use client'
import type { MouseEvent, ReactElement, ReactNode } from 'react'
import { bellIcon, Icon } from '../shared/icons.tsx'
import { Part, type PartProps } from '../shared/part.tsx'
import { BellBadge } from './badge.tsx'
import { countOf } from './bell-words.ts'
import { type BellState, useBell } from './context.ts'

export function BellTrigger({ children, ...given }: PartProps<'button', BellState> & { readonly children?: ReactNode }): ReactElement {
  const { state, language, popupId, buttonRef, setOpen, max } = useBell('Trigger')
  const { text, words } = language
  // What is seen is what is said: who speaks to their computer names the button by what they see.
  const asSeen = { ...words, number: () => countOf(state.unread, max, words) }
  const own = {
    type: 'button',
    ref: buttonRef,
    'aria-label': text.bellLabel(state.unread, asSeen),
    'aria-expanded': state.isOpen,
    'aria-controls': state.isOpen ? popupId : undefined,
    // The panel is the button's: a press on it is no press elsewhere, and Tab goes from the one to the other.
    popoverTarget: popupId,
    onClick: (event: MouseEvent<HTMLElement>) => {
      // The browser would open and close by itself, whatever the page says with `open`.
      event.preventDefault()
      // Safari gives a pressed button no focus, and so would not give it back.
      event.currentTarget.focus()
      setOpen(!state.isOpen)
    },
  } as const
  return (
    <Part as="button" name="bell-trigger" state={state} own={own} given={given}>
      {children ?? (
        <>
          <Icon shape={bellIcon} />
          <BellBadge />
        </>
      )}
    </Part>
  )
}
