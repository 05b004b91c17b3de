// Whether the view follows the end of the list: it does until the reader scrolls up, and again when the reader comes back or sends.
import type { ChatMessage } from '../../core/model.ts'
import type { Due, Machine } from '../shared/machine.ts'
import * as CHAT_BOUNDS from './limits.ts'
import { haveSameIds, type Tails, tailsOf } from './rows.ts'
import * as CHAT_TIMES from './times.ts'

export interface Follow {
  readonly isFollowing: boolean
  readonly unread: number
  readonly firstUnreadId: string | null
  readonly top: number
  /** How far below the view the end was. */
  readonly distance: number
  /** The reader scrolls; at this instant the last movement is a while ago. */
  readonly restsAt: number | null
  /** null until the first list was seen, which is history and not news. */
  readonly known: readonly ChatMessage[] | null
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

const start: Follow = { isFollowing: true, unread: 0, firstUnreadId: null, top: 0, distance: 0, restsAt: null, known: null }

export const followMachine: Machine<Follow, FollowEvent> = { initial: start, step, deadlineOf: follow => follow.restsAt }

export function isAtEnd(metrics: ScrollMetrics): boolean {
  return distanceOf(metrics) <= CHAT_BOUNDS.endSlackPx
}

function distanceOf({ scrollTop, scrollHeight, clientHeight }: ScrollMetrics): number {
  return scrollHeight - clientHeight - scrollTop
}

/** Messages that came after everything known; earlier ones loaded on top are not news. */
export function arrivalsOf({ old, fresh }: Tails): readonly ChatMessage[] {
  const ids = new Set(old.map(({ id }) => id))
  return fresh.slice(fresh.findLastIndex(({ id }) => ids.has(id)) + 1)
}

function step(follow: Follow, event: FollowEvent | Due, now: number): Follow {
  switch (event.type) {
    case 'scrolled':
      return scrolled(follow, event.metrics, now)
    case 'messages':
      return heard(follow, event.messages)
    case 'jumped':
      return { ...follow, isFollowing: true, unread: 0 }
    case 'due':
      return follow.restsAt !== null && follow.restsAt <= now ? { ...follow, restsAt: null } : follow
  }
}

function scrolled(follow: Follow, metrics: ScrollMetrics, now: number): Follow {
  // A view that is held to its end moves with every token, and nobody scrolls.
  const restsAt = follow.isFollowing && isAtEnd(metrics) ? follow.restsAt : now + CHAT_TIMES.scrollRestMs
  const seen = { ...follow, top: metrics.scrollTop, distance: distanceOf(metrics), restsAt }
  if (isAtEnd(metrics)) return { ...seen, isFollowing: true, unread: 0 }
  // Text that grew below moved nobody, and neither did rows above that were measured anew: only a move upwards, away from the end, is the
  // reader's wish to stay.
  const isMovedUp = seen.top < follow.top && seen.distance > follow.distance
  return isMovedUp ? { ...seen, isFollowing: false } : seen
}

function heard(follow: Follow, messages: readonly ChatMessage[]): Follow {
  const known = messages
  if (follow.known === null) return { ...follow, known }
  const tails = tailsOf(follow.known, messages)
  if (haveSameIds(tails)) return follow
  const arrivals = arrivalsOf(tails)
  if (arrivals.some(isJustSent)) return { ...follow, known, isFollowing: true, unread: 0, firstUnreadId: null }
  if (follow.isFollowing || arrivals.length === 0) return { ...follow, known }
  const firstUnreadId = follow.unread === 0 ? (arrivals[0]?.id ?? null) : follow.firstUnreadId
  return { ...follow, known, unread: follow.unread + arrivals.length, firstUnreadId }
}

function isJustSent({ role, status }: ChatMessage): boolean {
  return role === 'user' && (status === 'sending' || status === 'queued' || status === 'sent')
}
