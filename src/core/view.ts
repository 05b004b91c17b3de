// The public view of tasks and sends. Each value keeps its identity while what it shows is unchanged.
import type { ReasonedError } from '../protocol/values.ts'
import { type Payloads, TRUSTING } from './inspector.ts'
import type { OutboxEntry, Task, TaskBase } from './model.ts'
import type { Entry } from './outbox.ts'
import type { MachineState } from './state.ts'
import { submissionOf } from './submission.ts'
import { isActive, isIncomplete, keysOf, type TaskRecord } from './tasks.ts'

const LOST: ReasonedError = {
  code: 'lost',
  message: 'The server no longer knows this task, which had not ended. Start it again.',
  retryable: true,
}

/** True while shown tasks may be behind: the link is down, or has not caught up since it came back. */
export const isBehind = ({ phase }: MachineState): boolean => phase.name !== 'live' || phase.link.caughtUpAt === null

const views = new WeakMap<TaskRecord, { readonly synced: Task; readonly stale: Task }>()

/** A record as the user sees it. An active task is `stale` while the link is behind or its history is in doubt; what has settled is final. */
export function taskOf(record: TaskRecord, behind: boolean, payloadsOf: PayloadsOf = TRUSTING.payloads): Task {
  const known = views.get(record) ?? bothOf(record, payloadsOf(record))
  views.set(record, known)
  return behind || record.standing === 'unproven' ? known.stale : known.synced
}

type PayloadsOf = (record: TaskRecord) => Payloads

const bothOf = (record: TaskRecord, payloads: Payloads) => {
  const synced = viewOf(record, payloads)
  return { synced, stale: isActive(record) ? { ...synced, sync: 'stale' as const } : synced }
}

function viewOf(record: TaskRecord, payloads: Payloads): Task {
  const { head } = record
  const base: TaskBase<string> = {
    id: head.id,
    key: head.key,
    kind: head.kind,
    conversation: head.conversation ?? null,
    retryOf: head.retryOf ?? null,
    rev: head.rev,
    attempt: head.attempt,
    input: payloads.input,
    streams: streamsOf(record),
    progress: head.progress ?? null,
    prompt: head.prompt ?? null,
    cancelRequested: head.cancelRequested,
    createdAt: head.createdAt,
    startedAt: head.startedAt ?? null,
    updatedAt: head.updatedAt,
    sync: 'synced',
  }
  return withStatus(base, record, payloads)
}

/** What has ended says no more, whether or not its writer said so: once whole, its streams are done, as a snapshot has them. */
function streamsOf(record: TaskRecord): TaskRecord['streams'] {
  if (isActive(record) || isIncomplete(record)) return record.streams
  return Object.fromEntries(Object.entries(record.streams).map(([name, value]) => [name, value.done ? value : { ...value, done: true }]))
}

function withStatus(base: TaskBase<string>, { head, ending, standing }: TaskRecord, { result, error }: Payloads): Task {
  const finishedAt = head.finishedAt ?? head.updatedAt
  if (standing === 'lost') return { ...base, status: 'failed', error: LOST, finishedAt }
  switch (head.status) {
    case 'queued':
    case 'running':
    case 'input-required':
      return { ...base, status: head.status }
    case 'succeeded':
      // It did succeed, with a result that nobody here can read.
      return error === null ? { ...base, status: head.status, result, finishedAt } : { ...base, status: 'failed', error, finishedAt }
    case 'failed':
      return { ...base, status: head.status, error: ending.error ?? LOST, finishedAt }
    case 'cancelled':
      return { ...base, status: head.status, finishedAt }
  }
}

/** All tasks by `createdAt`, newest last, with those still on their way out. */
export function tasksOf(state: MachineState, payloadsOf?: PayloadsOf): readonly Task[] {
  const behind = isBehind(state)
  const held = [...state.tasks.values()].map(record => taskOf(record, behind, payloadsOf))
  const keys = keysOf(state.tasks)
  const drafts = state.outbox.entries.filter(entry => isDraft(entry) && !keys.has(entry.id)).map(draftOf)
  return [...held, ...drafts].toSorted(byBirth)
}

// Equal times are told apart by key, so that a change of one never moves another.
const byBirth = (a: Task, b: Task): number => a.createdAt - b.createdAt || (a.key < b.key ? -1 : 1)

/** A submit that may become a task: unsettled, or nobody knows. */
function isDraft({ op, passage }: Entry): boolean {
  return op === 'task.submit' && (passage.at !== 'ended' || passage.outcome.outcome === 'unconfirmed')
}

const drafts = new WeakMap<Entry, Task>()

function draftOf(entry: Entry): Task {
  const draft = drafts.get(entry) ?? draftView(entry)
  drafts.set(entry, draft)
  return draft
}

function draftView({ id, data, sentAt, passage }: Entry): Task {
  return {
    id: null,
    key: id,
    ...submissionOf(data),
    rev: 0,
    attempt: 1,
    streams: {},
    progress: null,
    prompt: null,
    cancelRequested: false,
    createdAt: sentAt,
    startedAt: null,
    updatedAt: sentAt,
    sync: passage.at === 'ended' ? 'unconfirmed' : 'submitting',
    status: 'queued',
  }
}

/** Sends that wait, and those that ended without success. */
export function outboxOf({ outbox, tasks }: MachineState): readonly OutboxEntry[] {
  const keys = keysOf(tasks)
  return outbox.entries.filter(entry => !(isUnconfirmed(entry) && keys.has(entry.id))).map(entryView)
}

/** Nobody could say whether it ran; a task with its key says that it did (SEND1). */
const isUnconfirmed = ({ op, passage }: Entry): boolean =>
  op === 'task.submit' && passage.at === 'ended' && passage.outcome.outcome === 'unconfirmed'

const entries = new WeakMap<Entry, OutboxEntry>()

function entryView(entry: Entry): OutboxEntry {
  const known = entries.get(entry)
  if (known !== undefined) return known
  const { id, op, data, sentAt, passage } = entry
  const outcome = passage.at === 'ended' ? passage.outcome : null
  const state = outcome === null ? (passage.at === 'queued' ? 'queued' : 'written') : outcome.outcome
  const view: OutboxEntry = { id, op, data, sentAt, state, error: outcome?.outcome === 'rejected' ? outcome.error : null }
  entries.set(entry, view)
  return view
}
