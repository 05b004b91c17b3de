// Whether the view follows the end of the list: it does until the reader scrolls up, and again when the reader comes back or sends.
import type { ChatMessage } from '../../core/model.ts'
import type { Due, Machine } from '../shared/machine.ts'
import { CHAT_BOUNDS } from './limits.ts'

export interface Follow {
  readonly isFollowing: boolean
  readonly unread: number
  readonly firstUnreadId: string | null
  readonly top: number
  /** null until the first list was seen, which is history and not news. */
  readonly known: ReadonlySet<string> | null
}

export interface ScrollMetrics {
  readonly scrollTop: number
  readonly scrollHeight: number
  readonly clientHeight: number
}

export type FollowEvent =
  | { readonly type: 'scrolled'; readonly metrics: ScrollMetrics }
  | { readonly type: 'messages'; readonly messages: readonly ChatMessage[] }
  | { readonly type: 'jumped' }

const start: Follow = { isFollowing: true, unread: 0, firstUnreadId: null, top: 0, known: null }

export const followMachine: Machine<Follow, FollowEvent> = { initial: start, step, deadlineOf: () => null }

export function isAtEnd({ scrollTop, scrollHeight, clientHeight }: ScrollMetrics): boolean {
  return scrollHeight - clientHeight - scrollTop <= CHAT_BOUNDS.endSlackPx
}

/** Messages that came after everything known; earlier ones loaded on top are not news. */
export function arrivalsOf(known: ReadonlySet<string>, messages: readonly ChatMessage[]): readonly ChatMessage[] {
  return messages.slice(messages.findLastIndex(message => known.has(message.id)) + 1)
}

function step(follow: Follow, event: FollowEvent | Due): Follow {
  switch (event.type) {
    case 'scrolled':
      return scrolled(follow, event.metrics)
    case 'messages':
      return heard(follow, event.messages)
    case 'jumped':
      return { ...follow, isFollowing: true, unread: 0 }
    case 'due':
      return follow
  }
}

function scrolled(follow: Follow, metrics: ScrollMetrics): Follow {
  const top = metrics.scrollTop
  if (isAtEnd(metrics)) return { ...follow, top, isFollowing: true, unread: 0 }
  // Text that grew below moved nobody: only a move upwards is the reader's wish to stay.
  return top < follow.top ? { ...follow, top, isFollowing: false } : { ...follow, top }
}

function heard(follow: Follow, messages: readonly ChatMessage[]): Follow {
  if (follow.known?.size === messages.length && messages.every(message => follow.known?.has(message.id))) return follow
  const known = new Set(messages.map(message => message.id))
  if (follow.known === null) return { ...follow, known }
  const arrivals = arrivalsOf(follow.known, messages)
  if (arrivals.some(isJustSent)) return { ...follow, known, isFollowing: true, unread: 0, firstUnreadId: null }
  if (follow.isFollowing || arrivals.length === 0) return { ...follow, known }
  const firstUnreadId = follow.unread === 0 ? (arrivals[0]?.id ?? null) : follow.firstUnreadId
  return { ...follow, known, unread: follow.unread + arrivals.length, firstUnreadId }
}

function isJustSent({ role, status }: ChatMessage): boolean {
  return role === 'user' && (status === 'sending' || status === 'queued' || status === 'sent')
}
