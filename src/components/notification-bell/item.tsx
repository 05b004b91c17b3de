// One notification: what happened, when, and how to go to it or wave it away.
'use client'
import { type ReactElement, type ReactNode, useMemo } from 'react'
import type { TaskNotification } from '../../core/model.ts'
import { Part, type PartProps } from '../shared/part.tsx'
import { BellItemContext, type BellItemState, useBell } from './context.ts'
import type { BellItemData } from './data-attributes.ts'
import { BellDismissButton } from './dismiss-button.tsx'
import { BellItemText } from './item-text.tsx'

export type BellItemProps = PartProps<'li', BellItemState> & { readonly notification: TaskNotification; readonly children?: ReactNode }

export function BellItem({ notification, children, ...given }: BellItemProps): ReactElement {
  const { fresh } = useBell('Item')
  const isNew = fresh.has(notification.id)
  const state = useMemo(() => ({ notification, isNew }), [notification, isNew])
  const data: BellItemData = { 'data-kind': notification.kind, 'data-new': isNew }
  return (
    <BellItemContext value={state}>
      <Part as="li" name="bell-item" state={state} data={{ ...data }} given={given}>
        {children ?? (
          <>
            <BellItemText />
            <BellDismissButton />
          </>
        )}
      </Part>
    </BellItemContext>
  )
}
