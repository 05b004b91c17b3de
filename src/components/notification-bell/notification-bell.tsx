// A bell for a header: how many things happened, and what they were.
'use client'
import type { FunctionComponent, ReactElement } from 'react'
import { BellBadge, BellButton } from './button.tsx'
import { BellDismissButton, BellItem, BellItemText } from './item.tsx'
import { BellList, BellMarkSeenButton, BellPanel } from './panel.tsx'
import { BellRoot, type NotificationBellProps } from './root.tsx'

export interface NotificationBellParts {
  readonly Root: typeof BellRoot
  readonly Button: typeof BellButton
  readonly Badge: typeof BellBadge
  readonly Panel: typeof BellPanel
  readonly List: typeof BellList
  readonly Item: typeof BellItem
  readonly ItemText: typeof BellItemText
  readonly DismissButton: typeof BellDismissButton
  readonly MarkSeenButton: typeof BellMarkSeenButton
}

/** Complete by itself; with children, or through its parts, composed at will. */
export const NotificationBell: FunctionComponent<NotificationBellProps> & NotificationBellParts = /* @__PURE__ */ Object.assign(Bell, {
  Root: BellRoot,
  Button: BellButton,
  Badge: BellBadge,
  Panel: BellPanel,
  List: BellList,
  Item: BellItem,
  ItemText: BellItemText,
  DismissButton: BellDismissButton,
  MarkSeenButton: BellMarkSeenButton,
})

function Bell({ children, ...props }: NotificationBellProps): ReactElement {
  return (
    <BellRoot {...props}>
      {children ?? (
        <>
          <BellButton />
          <BellPanel />
        </>
      )}
    </BellRoot>
  )
}
