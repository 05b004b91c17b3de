// Every event of one type, in order, to the latest listener. For lists use the other hooks: they are complete, events are only what happens now.
'use client'
import { useEffect, useEffectEvent, useLayoutEffect, useRef } from 'react'
import type { AnyEvents, ResilientSocket } from '../client/types.ts'
import { useSocket } from './context.ts'

/**
 * Silent while hidden by <Activity>; not while a <Suspense> fallback covers it. A new listener function is simply the one called next: nothing
 * resubscribes.
 */
export function useSocketEvent<E extends keyof AnyEvents>(type: E, listener: (payload: AnyEvents[E]) => void): void {
  useListener(useSocket('useSocketEvent'), type, listener)
}

/** The same for a hook that has its socket at hand. */
export function useListener<E extends keyof AnyEvents>(socket: ResilientSocket, type: E, listener: (payload: AnyEvents[E]) => void): void {
  const tell = useEffectEvent(listener)
  const stop = useRef<(() => void) | null>(null)
  // Begins in a layout effect: what arrives between this commit and its passive effects is heard too.
  useLayoutEffect(() => {
    stop.current?.()
    stop.current = socket.on(type, payload => tell(payload))
  }, [socket, type])
  // Ends in a passive one: a fallback undoes layout effects only, and what is covered must miss nothing.
  useEffect(() => {
    if (stop.current === null) stop.current = socket.on(type, payload => tell(payload))
    return () => {
      stop.current?.()
      stop.current = null
    }
  }, [socket, type])
}
