// Is a cursor proved? Only then may a log be replayed from it (LOG2, LOG3).
import type { Cursor } from '../../protocol/values.ts'
import type { LogRow } from './rows.ts'

export type Verdict = 'proved' | 'epoch' | 'trimmed' | 'diverged'

/** A log that nothing was written to: its mark is its epoch. */
export function emptyLog(epoch: string): LogRow {
  return { epoch, offset: 0, mark: epoch, trimmed: 0, seen: 0 }
}

export function cursorOf({ epoch, offset, mark }: LogRow): Cursor {
  return { epoch, offset, mark }
}

/** `diverged`: beyond or beside the log, so its history was lost and offsets no longer compare. */
export function prove(log: LogRow, after: Cursor, markAt: (offset: number) => string | null): Verdict {
  if (after.epoch !== log.epoch) return 'epoch'
  if (after.offset > log.offset) return 'diverged'
  const mark = after.offset === log.offset ? log.mark : after.offset === 0 ? log.epoch : markAt(after.offset)
  if (mark === null) return 'trimmed'
  if (mark !== after.mark) return 'diverged'
  return log.trimmed > after.offset ? 'trimmed' : 'proved'
}

/** The same log under a new epoch: offsets go on, and no older cursor is believed any more. */
export function reborn(log: LogRow, epoch: string): LogRow {
  return { ...log, epoch, mark: log.offset === 0 ? epoch : log.mark }
}
