// A bell for a header: how many things happened, and what they were.
'use client'
import type { FunctionComponent, ReactElement } from 'react'
import { BellBadge } from './badge.tsx'
import { BellDismissButton } from './dismiss-button.tsx'
import { BellEmpty } from './empty.tsx'
import { BellItemText } from './item-text.tsx'
import { BellItem } from './item.tsx'
import { BellList } from './list.tsx'
import { BellMarkSeenButton } from './mark-seen-button.tsx'
import { BellPopup } from './popup.tsx'
import { BellRoot, type NotificationBellProps } from './root.tsx'
import { BellTrigger } from './trigger.tsx'

export interface NotificationBellParts {
  readonly Root: typeof BellRoot
  readonly Trigger: typeof BellTrigger
  readonly Badge: typeof BellBadge
  readonly Popup: typeof BellPopup
  readonly List: typeof BellList
  readonly Item: typeof BellItem
  readonly ItemText: typeof BellItemText
  readonly DismissButton: typeof BellDismissButton
  readonly MarkSeenButton: typeof BellMarkSeenButton
  readonly Empty: typeof BellEmpty
}

/** Complete by itself; with children, or through its parts, composed at will. */
export const NotificationBell: FunctionComponent<NotificationBellProps> & NotificationBellParts = /* @__PURE__ */ Object.assign(Bell, {
  Root: BellRoot,
  Trigger: BellTrigger,
  Badge: BellBadge,
  Popup: BellPopup,
  List: BellList,
  Item: BellItem,
  ItemText: BellItemText,
  DismissButton: BellDismissButton,
  MarkSeenButton: BellMarkSeenButton,
  Empty: BellEmpty,
})

function Bell({ children, ...props }: NotificationBellProps): ReactElement {
  return (
    <BellRoot {...props}>
      {children ?? (
        <>
          <BellTrigger />
          <BellPopup />
        </>
      )}
    </BellRoot>
  )
}
