// Keeps the end of the list in view while the reader is there, and the reader's place while not.
'use client'
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef } from 'react'
import type { ChatMessage } from '../../core/model.ts'
import { useMachine } from '../shared/machine.ts'
import type { ChatFollow } from './context.ts'
import { followMachine } from './follow.ts'

export function useFollow(messages: readonly ChatMessage[]): ChatFollow {
  const [follow, tell] = useMachine(followMachine)
  const viewportRef = useRef<HTMLDivElement>(null)
  const listRef = useRef<HTMLDivElement>(null)
  const place = useRef<Place>({ firstId: null, height: 0 })
  const { isFollowing, unread, firstUnreadId } = follow

  useLayoutEffect(() => tell({ type: 'messages', messages }), [messages, tell])
  useLayoutEffect(() => {
    const viewport = viewportRef.current
    if (viewport === null) return
    if (isFollowing) pin(viewport)
    else keepPlace(viewport, place.current, messages)
    place.current = { firstId: messages[0]?.id ?? null, height: viewport.scrollHeight }
  }, [messages, isFollowing])
  useEffect(() => {
    if (!isFollowing || typeof ResizeObserver === 'undefined') return undefined
    const observer = new ResizeObserver(() => viewportRef.current && pin(viewportRef.current))
    for (const element of [viewportRef.current, listRef.current]) if (element) observer.observe(element)
    return () => observer.disconnect()
  }, [isFollowing])

  const onScroll = useCallback(() => {
    const viewport = viewportRef.current
    if (viewport) tell({ type: 'scrolled', metrics: viewport })
  }, [tell])
  const jump = useCallback(() => {
    tell({ type: 'jumped' })
    if (viewportRef.current) pin(viewportRef.current)
  }, [tell])
  return useMemo(
    () => ({ isFollowing, unread, firstUnreadId, jump, onScroll, viewportRef, listRef }),
    [isFollowing, unread, firstUnreadId, jump, onScroll],
  )
}

interface Place {
  readonly firstId: string | null
  readonly height: number
}

function pin(viewport: HTMLElement): void {
  viewport.scrollTop = viewport.scrollHeight
}

/** Earlier messages were put on top: what the reader reads must not move. */
function keepPlace(viewport: HTMLElement, before: Place, messages: readonly ChatMessage[]): void {
  const firstId = messages[0]?.id ?? null
  const isPrepended = before.firstId !== null && firstId !== before.firstId && messages.some(message => message.id === before.firstId)
  if (isPrepended) viewport.scrollTop += viewport.scrollHeight - before.height
}
