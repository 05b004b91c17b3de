// How a task comes to be: submitted by its user, opened by a worker, or born cancelled (TASK5).
import { byteLength } from '../../protocol/codec.ts'
import type { Json, LogEvent } from '../../protocol/values.ts'
import type { Submission } from '../store.ts'
import { headOf, revised, updated } from './heads.ts'
import type { LeaseRow, TaskChange, TaskRow } from './rows.ts'

export interface Birth {
  readonly user: string
  readonly id: string
  readonly now: number
  readonly submission: Submission
}

/** Queued, for a worker to claim. */
export function submitted(birth: Birth): TaskChange {
  const row = newborn(birth)
  return { row, input: textOf(birth), events: [created(row, birth.submission.input)] }
}

/** Running from the start, under the lease of the worker that opened it. */
export function opened(birth: Birth, lease: LeaseRow): TaskChange {
  const queued = newborn(birth)
  const row: TaskRow = { ...queued, lease, head: { ...queued.head, status: 'running', startedAt: birth.now } }
  return { row, input: textOf(birth), events: [created(row, birth.submission.input)] }
}

/** Its cancel came first: it is created and settled in one step, and never runs. */
export function bornCancelled(birth: Birth): TaskChange {
  const row = newborn(birth)
  const end = revised(row, birth.now, { status: 'cancelled', cancelRequested: true, finishedAt: birth.now })
  return { row: end, input: textOf(birth), events: [created(row, birth.submission.input), { type: 'task.settled', task: headOf(end) }] }
}

/** A task that waits under the key is taken by the worker that opens it. */
export function taken(row: TaskRow, lease: LeaseRow, now: number): TaskChange {
  const running = { ...revised(row, now, { status: 'running', startedAt: now }), lease }
  return { row: running, events: [updated(running)] }
}

function newborn({ user, id, now, submission }: Birth): TaskRow {
  const { input, ...named } = submission
  const fixed = { id, ...named, rev: 1, attempt: 1, createdAt: now, updatedAt: now }
  const payloadBytes = byteLength(JSON.stringify(input))
  return {
    user,
    order: 0,
    streams: new Map(),
    payloadBytes,
    lease: null,
    answer: null,
    head: { ...fixed, status: 'queued', cancelRequested: false },
  }
}

function textOf(birth: Birth): string {
  return JSON.stringify(birth.submission.input)
}

function created(row: TaskRow, input: Json): LogEvent {
  return { type: 'task.created', task: { ...headOf(row), input } }
}
