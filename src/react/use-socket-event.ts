// Every event of one type, in order, to the latest listener. For lists use the other hooks: they are complete, events are only what happens now.
'use client'
import { useEffectEvent, useLayoutEffect } from 'react'
import type { AnyEvents, ResilientSocket } from '../client/types.ts'
import { useSocket } from './context.ts'

/** Silent while hidden by <Activity>. A new listener function is simply the one called next: nothing resubscribes. */
export function useSocketEvent<E extends keyof AnyEvents>(type: E, listener: (payload: AnyEvents[E]) => void): void {
  useListener(useSocket('useSocketEvent'), type, listener)
}

/** The same for a hook that has its socket at hand. */
export function useListener<E extends keyof AnyEvents>(socket: ResilientSocket, type: E, listener: (payload: AnyEvents[E]) => void): void {
  const tell = useEffectEvent(listener)
  // A layout effect: what arrives between this commit and its passive effects is heard too.
  useLayoutEffect(() => socket.on(type, payload => tell(payload)), [socket, type])
}
