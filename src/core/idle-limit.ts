// How long the way to the server may be silent before something on it closes the link: learned from closes at a regular age of silence (LIFE4).
import type { Pulse } from './state.ts'
import * as TIMES from './times.ts'

export interface IdleLimit {
  /** The silence before the last close that nobody announced. */
  readonly lastMs: number | null
  /** What the way is known to bear; null while nothing is. */
  readonly limitMs: number | null
}

export const NO_IDLE_LIMIT: IdleLimit = { lastMs: null, limitMs: null }

/** A proxy that has waited long enough closes the TCP connection, and says nothing in WebSocket's words. */
const UNANNOUNCED = 1006

/** After a close by the far side. Twice after the same silence is no accident. */
export function afterSilence(
  before: IdleLimit,
  { heardAt, boreMs, suspectAt }: Pulse,
  close: { readonly code: number; readonly now: number },
): IdleLimit {
  const silentMs = close.now - heardAt
  // A link that was suspect had died before, and its close came late. What is shorter no heartbeat could bridge.
  if (close.code !== UNANNOUNCED || suspectAt !== null || silentMs < TIMES.idleLimitFloorMs) return before
  // A link that bore as long a silence before was cut for another reason, as for its age: pings would not save it, however many.
  if (silentMs <= boreMs + toleranceMs(boreMs)) return before
  const isRegular = before.lastMs !== null && Math.abs(before.lastMs - silentMs) <= toleranceMs(silentMs)
  return { lastMs: silentMs, limitMs: isRegular ? Math.min(before.lastMs, silentMs, before.limitMs ?? Infinity) : before.limitMs }
}

/** Proxies are exact; what varies is the way that their close and the last frame took. */
const toleranceMs = (silentMs: number): number => Math.max(TIMES.idleToleranceMs, silentMs * 0.02)

/** A frame came after a longer silence than the way was thought to bear: it is another way, or it never was the reason. */
export const afterFrame = (before: IdleLimit, silentMs: number): IdleLimit =>
  before.limitMs !== null && silentMs > before.limitMs + toleranceMs(before.limitMs) ? NO_IDLE_LIMIT : before

/** How often to ping so that such a way is never silent for long enough: the answer must be back in time, and a proxy may count from our own last frame. */
export const withinLimit = ({ limitMs }: IdleLimit, intervalMs: number): number =>
  limitMs === null ? intervalMs : Math.min(intervalMs, limitMs * 0.6)
