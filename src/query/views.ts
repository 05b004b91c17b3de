// Tasks that came over HTTP, as the hooks and the socket show them.
import type { Inspector } from '../core/inspector.ts'
import type { Task } from '../core/model.ts'
import { type TaskRecord, withHead, withWhole } from '../core/tasks.ts'
import { taskOf } from '../core/view.ts'
import { isSettled } from '../protocol/notice.ts'
import type { Head, Json } from '../protocol/values.ts'
import type { Whole } from './answers.ts'

type PayloadsOf = Inspector['payloads']

export function wholeTask({ task, pieces = [] }: Whole, payloadsOf: PayloadsOf): Task {
  return taskOf(withWhole(undefined, task, pieces), false, payloadsOf)
}

/** A head alone. One that has ended brings no result, so until somebody reads the whole it is shown as waiting, `stale` (GAP4). */
export function headTask(head: Head, input: { readonly input?: Json }, payloadsOf: PayloadsOf): Task {
  if (!isSettled(head.status) || head.status === 'cancelled') return taskOf(withHead(undefined, head, input), false, payloadsOf)
  const asWaiting: TaskRecord = { ...withHead(undefined, { ...head, status: 'queued' }, input), standing: 'unproven' }
  return taskOf(asWaiting, true, payloadsOf)
}

export interface Drafted {
  readonly key: string
  readonly kind: string
  readonly input: Json
  readonly conversation?: string | undefined
  readonly retryOf?: string | undefined
  readonly now: number
}

/** What is shown of a submit before anybody answered it. */
export const draftTask = ({ key, kind, input, conversation, retryOf, now }: Drafted): Task => ({
  id: null,
  key,
  kind,
  conversation: conversation ?? null,
  retryOf: retryOf ?? null,
  rev: 0,
  attempt: 1,
  input,
  streams: {},
  progress: null,
  prompt: null,
  cancelRequested: false,
  createdAt: now,
  startedAt: null,
  updatedAt: now,
  sync: 'submitting',
  status: 'queued',
})
