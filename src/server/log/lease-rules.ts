// A worker's time-limited right to one attempt: taken, kept, and what follows when it runs out (TASK2, TASK3).
//   queued → running → queued (attempt + 1) | failed{worker-lost} | cancelled
import { isSettled } from '../../protocol/notice.ts'
import type { Lease, Renewed } from '../store.ts'
import { headOf, revised, updated, withoutPrompt } from './heads.ts'
import { STORE } from './limits.ts'
import type { LeaseRow, TaskChange, TaskRow } from './rows.ts'
import { released, settledAsCancelled } from './user-rules.ts'

/** When a lease is given or looked at, and in which incarnation of the store. */
export interface Instant {
  readonly now: number
  readonly incarnation: string
}

/** Its id names the incarnation: a worker from before a restore wrote and asked what this store never heard of (LOG2). */
export function freshLease({ now, incarnation, id }: Instant & { readonly id: () => string }, leaseMs: number): LeaseRow {
  return { id: `${incarnation}/${id()}`, until: now + leaseMs }
}

/** Past its lease a worker holds nothing, whether or not anyone noticed yet. */
export function holds(row: TaskRow, { leaseId }: Lease, { now, incarnation }: Instant): boolean {
  const isOurs = row.lease?.id === leaseId && leaseId.startsWith(`${incarnation}/`)
  return isOurs && row.lease.until > now && !isSettled(row.head.status)
}

export function leaseOf(row: TaskRow): Lease {
  return { user: row.user, taskId: row.head.id, attempt: row.head.attempt, leaseId: row.lease?.id ?? '' }
}

/** Says nothing to the user: no event, no rev. */
export function renewed(row: TaskRow, until: number): TaskChange {
  return { row: { ...row, lease: row.lease && { id: row.lease.id, until } }, events: [] }
}

export function heldBy(row: TaskRow): Renewed {
  const { cancelRequested } = row.head
  return { outcome: 'held', cancelRequested, ...(row.answer && { answer: row.answer.data, answeredRev: row.answer.rev }) }
}

/** A task past its lease: who cancelled it gets that, rerun goes back to the queue, the rest fails. */
export function lapsed(row: TaskRow, policy: 'fail' | 'rerun', now: number): TaskChange {
  if (row.head.cancelRequested) return settledAsCancelled(row, now)
  return policy === 'rerun' && row.head.attempt < STORE.attempts ? requeued(row, now) : lost(row, now)
}

/** Never `failed` between two attempts; the streams of the old one are gone (TASK2). */
function requeued(row: TaskRow, now: number): TaskChange {
  const { progress: _, startedAt: __, ...head } = withoutPrompt(row).head
  const bare: TaskRow = { ...row, head, streams: new Map(), lease: null, answer: null }
  const queued = revised(bare, now, { status: 'queued', attempt: head.attempt + 1 })
  return { row: queued, events: [updated(queued)], dropsStreams: true }
}

function lost(row: TaskRow, now: number): TaskChange {
  const error = { code: 'worker-lost', message: 'The worker that ran this task stopped answering.', retryable: true }
  const end = { ...revised(withoutPrompt(row), now, { status: 'failed', finishedAt: now }), lease: released(row) }
  return { row: end, ending: JSON.stringify({ error }), events: [{ type: 'task.settled', task: { ...headOf(end), error } }] }
}
