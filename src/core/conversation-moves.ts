// What a user's retry, stop or delete on a row means for the turn behind it.
import { isSettled } from '../protocol/notice.ts'
import { isUnderWay, type ConversationRows } from './conversation.ts'
import type { ChatMessage, ReasonedError } from './model.ts'
import { messageIdOf } from './rows.ts'
import type { Turn } from './turns.ts'

export type RetryMove =
  /** It did not arrive, or nobody can say: the same send once more, under the same key. */
  | { readonly move: 'resend'; readonly key: string }
  /** It ran and ended: a new task, which takes the place of the old answer. */
  | { readonly move: 'ask-again'; readonly kind: string; readonly input: unknown; readonly retryOf: string }
  /** Only the application's own store knows the turn: its words are asked again. */
  | { readonly move: 'say-again'; readonly text: string; readonly retryOf: string }
  | { readonly move: 'none'; readonly error: ReasonedError }

export type CancelMove =
  | { readonly move: 'unsend'; readonly key: string }
  | { readonly move: 'stop'; readonly key: string }
  | { readonly move: 'none' }

export function retryMoveOf({ shown, messages }: ConversationRows, messageId: string): RetryMove {
  const turn = turnOf(shown, messageId)
  if (turn === undefined) return retryOfPast(messages, messageId)
  const { key, kind, input, task, entry } = turn.current
  if (task === null) return hasEnded(entry?.state) ? { move: 'resend', key } : notRetryable('is still on its way')
  return isSettled(task.status) ? { move: 'ask-again', kind, input, retryOf: key } : notRetryable('is still being worked on')
}

function retryOfPast(messages: readonly ChatMessage[], messageId: string): RetryMove {
  const taskKey = messages.find(({ id }) => id === messageId)?.taskKey ?? null
  if (taskKey === null) return notRetryable('belongs to no task')
  const asked = messages.find(message => message.taskKey === taskKey && message.role === 'user')
  const text = asked?.parts.map(part => (part.type === 'text' ? part.text : '')).join('') ?? ''
  return text === '' ? notRetryable('has lost its question') : { move: 'say-again', text, retryOf: taskKey }
}

/** Without an id, the newest turn that is under way. */
export function cancelMoveOf({ shown, messages }: ConversationRows, messageId: string | null): CancelMove {
  const turn = turnOf(shown, messageId ?? messages.findLast(isUnderWay)?.id ?? '')
  if (turn === undefined) return { move: 'none' }
  const { key, task, entry } = turn.current
  if (task === null) return hasEnded(entry?.state) ? { move: 'none' } : { move: 'unsend', key }
  return isSettled(task.status) ? { move: 'none' } : { move: 'stop', key }
}

/** The key of the failed send to forget, or null when there is none. */
export function discardKeyOf({ shown }: ConversationRows, messageId: string): string | null {
  const current = turnOf(shown, messageId)?.current
  return current !== undefined && current.task === null && hasEnded(current.entry?.state) ? current.key : null
}

function turnOf(shown: ConversationRows['shown'], messageId: string): Turn | undefined {
  const isOf = (key: string) => messageId === messageIdOf(key, 'user') || messageId === messageIdOf(key, 'assistant')
  return [...shown.values()].find(({ turn }) => isOf(turn.key))?.turn
}

const hasEnded = (state: string | undefined): boolean => state !== undefined && state !== 'queued' && state !== 'written'

const notRetryable = (why: string): RetryMove => ({
  move: 'none',
  error: { code: 'not-retryable', message: `The message ${why}, so nothing was sent. Retry what failed or has ended.`, retryable: false },
})
