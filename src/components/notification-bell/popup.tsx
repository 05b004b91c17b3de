// What opens below the bell: the list, or that there is nothing.
'use client'
import type { ReactElement, ReactNode } from 'react'
import type { ElementProps } from '../shared/merge-props.ts'
import { Part, type PartProps } from '../shared/part.tsx'
import { type BellState, useBell } from './context.ts'
import { BellEmpty } from './empty.tsx'
import { BellList } from './list.tsx'
import { BellMarkSeenButton } from './mark-seen-button.tsx'
import { usePopover } from './use-popover.ts'

type BellPopupProps = PartProps<'div', BellState> & { readonly children?: ReactNode }

export function BellPopup(given: BellPopupProps): ReactElement | null {
  return useBell('Popup').state.isOpen ? <OpenPopup {...given} /> : null
}

/** It follows its button in the order of the page and takes no focus by itself. */
function OpenPopup({ children, ...given }: BellPopupProps): ReactElement {
  const { state, language, popupId, setOpen } = useBell('Popup')
  const popover = usePopover(() => setOpen(false))
  const own: ElementProps = { ...popover, id: popupId, role: 'group', 'aria-label': language.text.bellPanel }
  return (
    <Part as="div" name="bell-popup" state={state} own={own} given={given}>
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
