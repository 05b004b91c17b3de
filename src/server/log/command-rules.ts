// An `app.*` command runs at most once: begin claims it, finish keeps its receipt, a claim that ran out is interrupted (SEND5).
//   (none) → running → finished | interrupted
import type { Begun, StoredReceipt } from '../store.ts'
import type { CommandRow } from './rows.ts'

/** The row to save, if any, and the answer. */
export interface Beginning {
  readonly row: CommandRow | null
  readonly begun: Begun
}

export function begin(row: CommandRow | null, id: string, { now, claimMs }: { readonly now: number; readonly claimMs: number }): Beginning {
  if (row === null) return { row: { id, state: 'running', until: now + claimMs, receipt: null, at: now }, begun: { outcome: 'begun' } }
  switch (row.state) {
    case 'finished':
      return { row: null, begun: { outcome: 'finished', receipt: receiptOf(row) } }
    case 'running':
      if (now < row.until) return { row: null, begun: { outcome: 'running' } }
      return { row: { ...row, state: 'interrupted' }, begun: { outcome: 'interrupted' } }
    case 'interrupted':
    case 'cancelled':
      return { row: null, begun: { outcome: 'interrupted' } }
  }
}

/** `interrupted` was already told to someone, so it stands. */
export function finish(
  row: CommandRow | null,
  id: string,
  { now, receipt }: { readonly now: number; readonly receipt: StoredReceipt },
): CommandRow | null {
  if (row !== null && row.state !== 'running') return null
  return { id, state: 'finished', until: 0, receipt: JSON.stringify(receipt), at: now }
}

export function tombstone(key: string, now: number): CommandRow {
  return { id: key, state: 'cancelled', until: 0, receipt: null, at: now }
}

function receiptOf(row: CommandRow): StoredReceipt {
  return JSON.parse(row.receipt ?? 'null')
}
