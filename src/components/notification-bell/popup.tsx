// What opens below the bell: the list, or that there is nothing.
'use client'
import type { ReactElement, ReactNode } from 'react'
import { Part, type PartProps } from '../shared/part.tsx'
import { type BellState, useBell } from './context.ts'
import { BellEmpty } from './empty.tsx'
import { BellList } from './list.tsx'
import { BellMarkSeenButton } from './mark-seen-button.tsx'

/** It follows its button in the order of the page and takes no focus by itself. */
export function BellPopup({ children, ...given }: PartProps<'div', BellState> & { readonly children?: ReactNode }): ReactElement | null {
  const { state, language, popupId } = useBell('Popup')
  if (!state.isOpen) return null
  return (
    <Part
      as="div"
      name="bell-popup"
      state={state}
      own={{ id: popupId, role: 'group', 'aria-label': language.text.bellPanel }}
      given={given}
    >
      {children ?? (
        <>
          <div data-rs="bell-head">
            <span data-rs="bell-heading">{language.text.bellPanel}</span>
            <BellMarkSeenButton />
          </div>
          <BellList />
          <BellEmpty />
        </>
      )}
    </Part>
  )
}
