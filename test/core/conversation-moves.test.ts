// What retry, stop and delete mean for a turn in each of its states.
import { expect, test } from 'vitest'
import { cancelMoveOf, discardKeyOf, retryMoveOf } from '../../src/core/conversation-moves.ts'
import { conversationOf, type ConversationView } from '../../src/core/conversation.ts'
import type { ChatMessage, OutboxState } from '../../src/core/model.ts'
import { entryWith, taskWith } from '../support/fake-resilient-socket.ts'

const rows = (changes: Partial<ConversationView>) => conversationOf({ id: 'support', tasks: [], outbox: [], history: [], ...changes })
const sent = (state: OutboxState) => rows({ outbox: [entryWith({ state })] })
const failed = taskWith({ status: 'failed', error: { code: 'boom', message: '', retryable: true }, finishedAt: 2 })
const succeeded = taskWith({ status: 'succeeded', result: null, finishedAt: 2 })

test.each(['rejected', 'expired', 'cancelled', 'unconfirmed'] as const)('a send that ended %s is sent again under its key', state => {
  expect(retryMoveOf(sent(state), 'key-1:user')).toEqual({ move: 'resend', key: 'key-1' })
})

test.each(['queued', 'written'] as const)('a send that is %s is not sent twice', state => {
  expect(retryMoveOf(sent(state), 'key-1:user')).toMatchObject({ move: 'none', error: { code: 'not-retryable' } })
})

test.each([
  ['failed', failed],
  ['succeeded', succeeded],
])('[TASK2] a task that %s is asked again as a new task', (_, task) => {
  const again = { move: 'ask-again', kind: 'chat', input: { text: 'Hello?' }, retryOf: 'key-1' }
  expect(retryMoveOf(rows({ tasks: [task] }), 'key-1:answer')).toEqual(again)
})

test('a retry of a retry names the newest attempt', () => {
  const second = { ...failed, id: 'task-2', key: 'key-2', retryOf: 'key-1', createdAt: 2_000 }
  expect(retryMoveOf(rows({ tasks: [failed, second] }), 'key-1:answer')).toMatchObject({ retryOf: 'key-2' })
})

test('a retry that was not sent is itself sent again, not retried anew', () => {
  const data = { kind: 'chat', input: { text: 'Hello?' }, conversation: 'support', retryOf: 'key-1' }
  const view = rows({ tasks: [failed], outbox: [entryWith({ id: 'key-2', data, state: 'expired' })] })
  expect(retryMoveOf(view, 'key-1:answer')).toEqual({ move: 'resend', key: 'key-2' })
  expect(discardKeyOf(view, 'key-1:answer')).toBe('key-2')
})

test('a running task is not retried', () => {
  expect(retryMoveOf(rows({ tasks: [taskWith({})] }), 'key-1:answer').move).toBe('none')
})

const past: ChatMessage = {
  id: 'db-1',
  taskKey: 'old',
  role: 'assistant',
  parts: [],
  createdAt: 1,
  error: null,
  status: 'failed',
}

test('a past answer without its question cannot be asked again', () => {
  expect(retryMoveOf(rows({ history: [past] }), 'db-1').move).toBe('none')
})

test('a row nobody knows cannot be asked again', () => {
  expect(retryMoveOf(rows({}), 'nowhere').move).toBe('none')
})

test('[SEND4] stop takes back what has not left, and stops by key what has', () => {
  expect(cancelMoveOf(sent('queued'), 'key-1:user')).toEqual({ move: 'unsend', key: 'key-1' })
  expect(cancelMoveOf(rows({ tasks: [taskWith({})] }), 'key-1:answer')).toEqual({ move: 'stop', key: 'key-1' })
})

test('stop leaves alone what has ended', () => {
  expect(cancelMoveOf(rows({ tasks: [failed] }), 'key-1:answer')).toEqual({ move: 'none' })
  expect(cancelMoveOf(sent('expired'), 'key-1:user')).toEqual({ move: 'none' })
})

test('only a send that ended without success can be discarded', () => {
  expect(discardKeyOf(sent('expired'), 'key-1:user')).toBe('key-1')
  expect(discardKeyOf(sent('queued'), 'key-1:user')).toBeNull()
  expect(discardKeyOf(rows({ tasks: [failed] }), 'key-1:answer')).toBeNull()
})
