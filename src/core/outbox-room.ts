// How much may wait in the outbox: so many commands of the application, and beside them a few cancels and reading marks (SEND4).
import * as BOUNDS from './limits.ts'
import type { Outcome } from './model.ts'
import type { Entry } from './outbox.ts'
import type { Settings } from './settings.ts'

type Room = Pick<Settings['outbox'], 'maxCount' | 'maxBytes'>

/** Small, made by the client itself, and not worth keeping once they failed. */
export const isBookkeeping = (op: string): boolean => op === 'task.cancel' || op === 'notifications.seen'

// Room of their own: a full outbox must not keep the user from stopping what fills it.
const roomFor = (op: string, policy: Room): Room =>
  isBookkeeping(op) ? { maxCount: BOUNDS.bookkeepingEntries, maxBytes: BOUNDS.bookkeepingBytes } : policy

/** Those that it shares its room with. */
export const rivalsOf = (waiting: readonly Entry[], { op }: Entry): readonly Entry[] =>
  waiting.filter(other => isBookkeeping(other.op) === isBookkeeping(op))

/** Whether there is room for the entry beside what waits, written or not. */
export function fits(waiting: readonly Entry[], entry: Entry, policy: Room): boolean {
  const { maxCount, maxBytes } = roomFor(entry.op, policy)
  const rivals = rivalsOf(waiting, entry)
  const bytes = rivals.reduce((sum, other) => sum + other.bytes, entry.bytes)
  return rivals.length < maxCount && bytes <= maxBytes
}

export function full(op: string, policy: Room): Outcome {
  const { maxCount, maxBytes } = roomFor(op, policy)
  const held = isBookkeeping(op) ? `${maxCount} cancels and reading marks` : `${maxCount} commands`
  const mend = isBookkeeping(op) ? 'Wait for some to settle.' : 'Wait for some to settle, or raise the outbox option.'
  const message = `The outbox holds its ${held} or ${maxBytes} bytes, so ${op} was not taken. ${mend}`
  return { outcome: 'rejected', error: { code: 'outbox-full', message, retryable: false } }
}
