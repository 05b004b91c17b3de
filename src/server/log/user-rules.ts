// What its user does to a task: cancel it, or answer what it asks. Terminal is final (TASK2).
import { isSettled } from '../../protocol/notice.ts'
import type { Json } from '../../protocol/values.ts'
import { headOf, revised, updated, withoutPrompt } from './heads.ts'
import { copyOf, isSame } from './json.ts'
import type { TaskChange, TaskRow } from './rows.ts'

/** Queued ends at once; running is asked to end, since only its worker can. */
export function cancelled(row: TaskRow, now: number): TaskChange | 'unchanged' {
  if (isSettled(row.head.status) || row.head.cancelRequested) return 'unchanged'
  if (row.head.status === 'queued') return settledAsCancelled(row, now)
  const asked = revised(row, now, { cancelRequested: true })
  return { row: asked, events: [updated(asked)] }
}

export function settledAsCancelled(row: TaskRow, now: number): TaskChange {
  const bare = withoutPrompt(row)
  const end = { ...revised(bare, now, { status: 'cancelled', cancelRequested: true, finishedAt: now }), lease: released(row) }
  return { row: end, events: [{ type: 'task.settled', task: headOf(end) }] }
}

export function released(row: TaskRow): TaskRow['lease'] {
  return row.lease && { id: row.lease.id, until: 0 }
}

/** The rev names the question. The answer that already stands is `unchanged`, so that a resend is harmless (SEND5). */
export function answered(
  row: TaskRow,
  answer: { readonly rev: number; readonly data: Json },
  now: number,
): TaskChange | 'unchanged' | 'conflict' {
  if (row.answer?.rev === answer.rev && isSame(row.answer.data, answer.data)) return 'unchanged'
  if (row.head.status !== 'input-required' || row.head.rev !== answer.rev) return 'conflict'
  const running = { ...revised(withoutPrompt(row), now, { status: 'running' }), answer: { rev: answer.rev, data: copyOf(answer.data) } }
  return { row: running, events: [updated(running)] }
}
