// A token's life: asked for anew at 80 % of it, replaced in place, and the connection ends 30 s after it (AUTH3).
import { BOUNDS, TIMES } from '../limits.ts'
import type { Identity } from '../types.ts'

export interface Token {
  /** `checking`: a fresh one is with `authenticate`. */
  readonly renewal: 'not-due' | 'asked' | 'checking'
  /** When to ask for a fresh one; null for a token without end. */
  readonly askAt: number | null
  readonly endAt: number | null
}

export const lifeOf = ({ expiresInMs }: Identity): number | null =>
  expiresInMs === undefined || !Number.isFinite(expiresInMs) ? null : Math.floor(expiresInMs)

export function tokenOf(identity: Identity, now: number): Token {
  const life = lifeOf(identity)
  if (life === null) return { renewal: 'not-due', askAt: null, endAt: null }
  return { renewal: 'not-due', askAt: now + life * BOUNDS.tokenAskShare, endAt: now + life }
}

export const isAskDue = ({ renewal, askAt }: Token, now: number): boolean => renewal === 'not-due' && askAt !== null && now >= askAt

export const isSpent = ({ endAt }: Token, now: number): boolean => endAt !== null && now >= endAt + TIMES.tokenGraceMs

/** Nobody could judge the fresh token, so the client is asked again soon. */
export const askAgain = (token: Token, now: number): Token => ({
  ...token,
  renewal: 'not-due',
  askAt: token.endAt === null ? null : now + TIMES.tokenRetryMs,
})

export function tokenDeadline({ renewal, askAt, endAt }: Token): number | null {
  const end = endAt === null ? null : endAt + TIMES.tokenGraceMs
  if (renewal !== 'not-due' || askAt === null) return end
  return end === null ? askAt : Math.min(askAt, end)
}
