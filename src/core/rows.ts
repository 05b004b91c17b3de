// How one turn reads as rows of a chat: what the user said and whether it arrived, then the answer and whether it is whole.
import { isSettled } from '../protocol/notice.ts'
import type { ChatMessage, MessageStatus, Part, ReasonedError, Task } from './model.ts'
import { isRecord } from './submission.ts'
import type { Attempt, Turn } from './turns.ts'

/** The id of a row, the same for its whole life. Store rows under it, and the live ones take their places. */
export function messageIdOf(taskKey: string, role: 'user' | 'assistant'): string {
  return `${taskKey}:${role === 'user' ? 'user' : 'answer'}`
}

/** The user's row if the task was asked in words, and the answer's once the server has the task. */
export function rowsOf(turn: Turn): readonly ChatMessage[] {
  return [...userRow(turn), ...answerRow(turn)]
}

interface Standing {
  readonly status: MessageStatus
  readonly error: ReasonedError | null
}

/** What a task the server named had to say arrived, whatever its send says (SEND1: a late receipt improves the view). */
function userRow({ key, first, current, answered }: Turn): readonly ChatMessage[] {
  const text = textOf(first.input)
  if (text === null) return []
  const parts: readonly Part[] = [{ type: 'text', text }]
  const standing = answered === null ? sendStanding(current) : SENT
  return [{ id: messageIdOf(key, 'user'), taskKey: key, role: 'user', parts, createdAt: first.createdAt, ...standing }]
}

function answerRow({ key, first, current, answered }: Turn): readonly ChatMessage[] {
  if (answered === null && textOf(first.input) !== null) return []
  const standing = current.task === null ? sendStanding(current) : taskStanding(current.task)
  const parts: readonly Part[] = answered === null ? [{ type: 'task', taskKey: key }] : partsOf(answered)
  const createdAt = answered?.startedAt ?? current.createdAt
  return [{ id: messageIdOf(key, 'assistant'), taskKey: current.key, role: 'assistant', parts, createdAt, ...standing }]
}

const SENT: Standing = { status: 'sent', error: null }

/** What became of a send that is no task yet. */
function sendStanding({ entry }: Attempt): Standing {
  switch (entry?.state) {
    case undefined:
    case 'written':
      return { status: 'sending', error: null }
    case 'queued':
    case 'cancelled':
    case 'unconfirmed':
      return { status: entry.state, error: entry.error }
    case 'rejected':
      return { status: 'failed', error: entry.error }
    case 'expired':
      return { status: 'failed', error: entry.error ?? EXPIRED }
  }
}

const EXPIRED: ReasonedError = { code: 'expired', message: 'It could not be sent in time. Send it again.', retryable: true }

function taskStanding(task: Task): Standing {
  switch (task.status) {
    case 'queued':
    case 'running':
    case 'input-required':
      return { status: task.sync === 'stale' ? 'interrupted' : 'streaming', error: null }
    case 'succeeded':
      return { status: 'complete', error: null }
    case 'failed':
      return { status: 'failed', error: task.error }
    case 'cancelled':
      return { status: 'cancelled', error: null }
  }
}

function partsOf(task: Task): readonly Part[] {
  const text = answerTextOf(task)
  const words: readonly Part[] = text === '' ? [] : [{ type: 'text', text }]
  return showsTask(task) ? [...words, { type: 'task', taskKey: task.key }] : words
}

// A handler that returns its answer instead of streaming it has answered all the same.
function answerTextOf(task: Task): string {
  const stream = task.streams['text']
  if (stream?.kind === 'text') return stream.value
  return task.status === 'succeeded' ? (textOf(task.result) ?? '') : ''
}

// More than words: it counts, it asks, or it was never a question in words.
function showsTask(task: Task): boolean {
  return task.status === 'input-required' || (task.progress !== null && !isSettled(task.status)) || textOf(task.input) === null
}

function textOf(value: unknown): string | null {
  if (typeof value === 'string') return value
  return isRecord(value) && typeof value['text'] === 'string' ? value['text'] : null
}
