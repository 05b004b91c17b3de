// Is a cursor proved? Only then may a log be replayed from it (LOG2, LOG3).
import type { Cursor } from '../../protocol/values.ts'
import type { LogRow } from './rows.ts'

export type Verdict = 'proved' | 'epoch' | 'trimmed' | 'diverged'

/** A log as its readers know it. */
export interface Log extends LogRow {
  readonly epoch: string
}

const UNWRITTEN: LogRow = { branch: '', offset: 0, mark: '', trimmed: 0, seen: 0 }

/**
 * The epoch names the store's incarnation, so that a restore begins a new one for every log and rewrites none.
 * While nothing is written to a log, its mark is its epoch.
 */
export function logIn(row: LogRow | null, incarnation: string): Log {
  const known = row ?? UNWRITTEN
  const epoch = known.branch === '' ? incarnation : `${known.branch}-${incarnation}`
  return { ...known, epoch, mark: known.offset === 0 ? epoch : known.mark }
}

export function cursorOf({ epoch, offset, mark }: Log): Cursor {
  return { epoch, offset, mark }
}

/** `diverged`: beyond or beside the log, so its history was lost and offsets no longer compare. */
export function prove(log: Log, after: Cursor, markAt: (offset: number) => string | null): Verdict {
  if (after.epoch !== log.epoch) return 'epoch'
  if (after.offset > log.offset) return 'diverged'
  const mark = after.offset === log.offset ? log.mark : after.offset === 0 ? log.epoch : markAt(after.offset)
  if (mark === null) return 'trimmed'
  if (mark !== after.mark) return 'diverged'
  return log.trimmed > after.offset ? 'trimmed' : 'proved'
}
