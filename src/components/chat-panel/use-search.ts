// The browser's own search finds only what stands in the page, so its key brings all rows there, and the next ordinary key lets them go.
'use client'
import type { KeyboardEvent } from 'react'
import type { ChatMessage } from '../../core/model.ts'
import type { ElementProps } from '../shared/merge-props.ts'
import type { ChatFollow } from './context.ts'
import { searchMoveOf } from './list-mode.ts'
import { handoverOf } from './place.ts'

export function useSearch(messages: readonly ChatMessage[], { mode, isFollowing, viewportRef, listRef }: ChatFollow): ElementProps {
  const onKeyDown = (event: KeyboardEvent): void => {
    const move = searchMoveOf(event, mode)
    const [viewport, list] = [viewportRef.current, listRef.current]
    if (move === 'end') mode.endSearch()
    if (move !== 'begin' || viewport === null || list === null) return
    const ids = messages.map(({ id }) => id)
    mode.search(isFollowing ? null : handoverOf(viewport, list, ids).place)
  }
  return { onKeyDown }
}
