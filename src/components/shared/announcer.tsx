// Speaks to screen readers through regions that are always mounted and empty at first: a region born with its text is not read.
'use client'
import { type ReactElement, useEffect } from 'react'
import { type Announcement, offerToOutlet } from './announcer-outlets.ts'
import { type Machine, useMachine } from './machine.ts'
import { visuallyHidden } from './visually-hidden.ts'

export interface Speech {
  readonly spoken: Announcement | null
  readonly next: Announcement | null
  readonly speakAt: number | null
}

/** The region must stand in the accessibility tree for a moment before words enter it. */
const SETTLE_MS = 100
/** A read announcement is removed, so that a reader walking the page does not find it. */
const KEEP_MS = 8_000

export const speech: Machine<Speech, Announcement> = {
  initial: { spoken: null, next: null, speakAt: null },
  deadlineOf: state => state.speakAt,
  step(state, event, now) {
    if ('text' in event) return { spoken: null, next: event, speakAt: now + SETTLE_MS }
    if (state.speakAt === null || state.speakAt > now) return state
    if (state.next === null) return { spoken: null, next: null, speakAt: null }
    return { spoken: state.next, next: null, speakAt: now + KEEP_MS }
  },
}

export interface AnnouncerProps {
  /** Said once each time the object changes; null says nothing. */
  readonly announcement: Announcement | null
}

export function Announcer({ announcement }: AnnouncerProps): ReactElement {
  const [{ spoken }, say] = useMachine(speech)
  useEffect(() => {
    if (announcement !== null && !offerToOutlet(announcement)) say(announcement)
  }, [announcement, say])
  return <Regions spoken={spoken} />
}

export function Regions({ spoken }: { readonly spoken: Announcement | null }): ReactElement {
  return (
    <>
      <span data-rs="announcer" role="status" style={visuallyHidden}>
        {spoken?.isUrgent === false ? spoken.text : ''}
      </span>
      <span data-rs="announcer" role="alert" style={visuallyHidden}>
        {spoken?.isUrgent === true ? spoken.text : ''}
      </span>
    </>
  )
}
