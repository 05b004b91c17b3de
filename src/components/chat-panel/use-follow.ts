// Keeps the end of the list in view while the reader is there.
'use client'
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef } from 'react'
import type { ChatMessage } from '../../core/model.ts'
import { useMachine } from '../shared/machine.ts'
import type { ChatFollow } from './context.ts'
import { followMachine } from './follow.ts'
import type { Virtualize } from './list-mode.ts'
import { handoverOf } from './place.ts'
import { useListMode } from './use-list-mode.ts'

export function useFollow(messages: readonly ChatMessage[], virtualize: Virtualize): ChatFollow {
  const [follow, tell] = useMachine(followMachine)
  const viewportRef = useRef<HTMLDivElement>(null)
  const listRef = useRef<HTMLDivElement>(null)
  const mode = useListMode(messages.length, virtualize)
  const { isFollowing, unread, firstUnreadId } = follow
  const isScrolling = follow.restsAt !== null

  useLayoutEffect(() => tell({ type: 'messages', messages }), [messages, tell])
  useLayoutEffect(() => {
    const [viewport, list] = [viewportRef.current, listRef.current]
    if (mode.stage !== 'waiting' || mode.virtual !== null || viewport === null || list === null) return
    const ids = messages.map(({ id }) => id)
    const handover = handoverOf(viewport, list, ids)
    const place = { viewportRef, listRef, handover: isFollowing ? { ...handover, place: null } : handover }
    mode.enter(create => create({ messages, ids }, place))
  }, [mode, messages, isFollowing])
  useLayoutEffect(() => {
    if (isFollowing && viewportRef.current !== null) pin(viewportRef.current)
  }, [isFollowing])
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
    () => ({ isFollowing, isScrolling, unread, firstUnreadId, jump, onScroll, mode, viewportRef, listRef }),
    [isFollowing, isScrolling, unread, firstUnreadId, jump, onScroll, mode],
  )
}

function pin(viewport: HTMLElement): void {
  viewport.scrollTop = viewport.scrollHeight
}
