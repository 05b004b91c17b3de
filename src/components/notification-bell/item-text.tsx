// What a notification says; a button where it leads somewhere.
'use client'
import type { ReactElement } from 'react'
import type { ElementProps } from '../shared/merge-props.ts'
import { Part, type PartProps } from '../shared/part.tsx'
import { useHydrated, useSecondOfRender } from '../shared/ticker-context.ts'
import { visuallyHidden } from '../shared/visually-hidden.ts'
import { type Times, timesOf } from '../strings/times.ts'
import { titleOf } from './bell-words.ts'
import { type BellItemState, useBellItem } from './context.ts'

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
  const select = (): void => {
    setOpen(false)
    onSelect?.(notification)
  }
  const isButton = onSelect !== undefined
  const own: ElementProps = isButton ? { type: 'button', onClick: select } : {}
  return (
    <Part as={isButton ? 'button' : 'span'} name="bell-text" state={state} own={own} given={given}>
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
