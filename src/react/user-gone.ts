// Tells who keeps something of a user in the page that this user is gone: signed out, or followed by another.
'use client'
import { useEffect, useRef } from 'react'

const listeners = new Set<(user: string) => void>()

/** For good: what was kept outlives the component that kept it. The same function is told once. */
export function onUserGone(listener: (user: string) => void): void {
  listeners.add(listener)
}

/** For a provider too: an application that shows a chat to those who are signed in takes it away with them. */
export function useTellUserGone(user: string | null | undefined): void {
  const last = useRef(user)
  useEffect(() => {
    const former = last.current
    last.current = user
    if (typeof former === 'string' && former !== user) for (const tell of listeners) tell(former)
  }, [user])
}
