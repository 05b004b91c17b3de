// Waves one notification away.
'use client'
import type { MouseEvent, ReactElement } from 'react'
import { closeIcon, Icon } from '../shared/icons.tsx'
import { Part, type PartProps } from '../shared/part.tsx'
import { titleOf } from './bell-words.ts'
import { type BellItemState, useBellItem } from './context.ts'

export function BellDismissButton(given: PartProps<'button', BellItemState>): ReactElement | null {
  const { notification, isNew, language, onDismiss, buttonRef } = useBellItem('DismissButton')
  if (onDismiss === undefined) return null
  const onClick = (event: MouseEvent<HTMLElement>): void => {
    // The item goes and takes the focus with it, unless it is handed on.
    const item = event.currentTarget.closest('[data-rs~="bell-item"]')
    const next = item?.nextElementSibling ?? item?.previousElementSibling
    const target = next?.querySelector<HTMLElement>('[data-rs~="bell-dismiss"]') ?? buttonRef.current
    target?.focus()
    onDismiss(notification.id)
  }
  const label = `${language.text.bellDismiss}: ${titleOf(notification, language.text)}`
  const own = { type: 'button', onClick, 'aria-label': label } as const
  return (
    <Part as="button" name="bell-dismiss" state={{ notification, isNew }} own={own} given={given}>
      <Icon shape={closeIcon} />
    </Part>
  )
}
