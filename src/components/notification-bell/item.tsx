// One notification: what happened, when, and how to go to it or wave it away.
'use client'
import { type MouseEvent, type ReactElement, type ReactNode, useMemo } from 'react'
import type { TaskNotification } from '../../core/model.ts'
import { closeIcon, Icon } from '../shared/icons.tsx'
import { Part, type PartProps } from '../shared/part.tsx'
import { useHydrated, useSecondOfRender } from '../shared/ticker-context.ts'
import { visuallyHidden } from '../shared/visually-hidden.ts'
import { type Times, timesOf } from '../strings/times.ts'
import { titleOf } from './bell-words.ts'
import { BellItemContext, type BellItemState, useBell, useBellItem } from './context.ts'
import type { BellItemData } from './data-attributes.ts'

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

export function BellItemText(given: PartProps<'button', BellItemState>): ReactElement {
  const { notification, isNew, language, onSelect, setOpen } = useBellItem('ItemText')
  const state = { notification, isNew }
  const inside = (
    <>
      {isNew && <span style={visuallyHidden}>{language.text.bellNew}: </span>}
      <span data-rs="bell-title">
        <bdi>{titleOf(notification, language.text)}</bdi>
      </span>
      {notification.body !== null && (
        <span data-rs="bell-body">
          <bdi>{notification.body}</bdi>
        </span>
      )}
      <BellTime />
    </>
  )
  if (onSelect === undefined) return <span data-rs="bell-text">{inside}</span>
  const select = (): void => {
    setOpen(false)
    onSelect(notification)
  }
  return (
    <Part as="button" name="bell-text" state={state} own={{ type: 'button', onClick: select }} given={given}>
      {inside}
    </Part>
  )
}

/** The server does not know the reader's time zone, so it is left to the browser. */
function BellTime(): ReactElement | null {
  const { notification, language } = useBellItem('Time')
  const isHydrated = useHydrated()
  const now = useSecondOfRender()
  if (!isHydrated || now === null) return null
  const times = timesOf(language.locale)
  return (
    <time data-rs="bell-time" dateTime={times.machineTime(notification.time)} title={times.moment(notification.time)}>
      {whenOf(notification.time, now, times)}
    </time>
  )
}

function whenOf(at: number, now: number, times: Times): string {
  const time = times.time(at)
  return times.dayKey(at) === times.dayKey(now) ? time : `${times.day(at, now)}, ${time}`
}

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
