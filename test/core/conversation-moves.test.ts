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

const refused = (why: string) => {
  const message = `The message ${why}, so nothing was sent. Retry what failed or has ended.`
  return { move: 'none', error: { code: 'not-retryable', message, retryable: false } }
}

test.each(['queued', 'written'] as const)('a send that is %s is not sent twice', state => {
  expect(retryMoveOf(sent(state), 'key-1:user')).toEqual(refused('is still on its way'))
})

test('a task without a name, whose send is not shown, is on its way: it can be taken back, not retried nor discarded', () => {
  const view = rows({ tasks: [taskWith({ id: null, sync: 'submitting', status: 'queued' })] })
  expect(retryMoveOf(view, 'key-1:user')).toEqual(refused('is still on its way'))
  expect(cancelMoveOf(view, 'key-1:user')).toEqual({ move: 'unsend', key: 'key-1' })
  expect(discardKeyOf(view, 'key-1:user')).toBeNull()
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
  expect(retryMoveOf(rows({ tasks: [taskWith({})] }), 'key-1:answer')).toEqual(refused('is still being worked on'))
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

const asked = (taskKey: string, ...texts: readonly string[]): ChatMessage => {
  const parts = texts.map(text => ({ type: 'text' as const, text }))
  return { ...past, id: `${taskKey}-asked`, taskKey, role: 'user', parts, status: 'sent' }
}

test('a past answer is asked for again in the very words of its question', () => {
  const photo = { type: 'custom' as const, name: 'photo', data: null }
  const question = asked('old', 'What is ', 'this?')
  const greeting: ChatMessage = { ...asked('old', 'Ask me.'), id: 'greeting', role: 'system' }
  const history = [asked('other', 'No.'), greeting, { ...question, parts: [...question.parts, photo] }, past, asked('later', 'Thanks.')]
  const again = { move: 'say-again', text: 'What is this?', retryOf: 'old' }
  expect(['db-1', 'old-asked'].map(id => retryMoveOf(rows({ history }), id))).toEqual([again, again])
})

test('a past answer whose question is gone, or was not of words, cannot be asked again', () => {
  const histories = [[past], [asked('other', 'No.'), past], [asked('old', ''), past], [asked('old'), past]]
  for (const history of histories) expect(retryMoveOf(rows({ history }), 'db-1')).toEqual(refused('has lost its question'))
})

test('a row of no task, or that nobody knows, cannot be asked again', () => {
  const history = [asked('old', 'What?'), { ...past, taskKey: null }]
  for (const id of ['db-1', 'nowhere', '']) expect(retryMoveOf(rows({ history }), id)).toEqual(refused('belongs to no task'))
})

const second = taskWith({ id: 'task-2', key: 'key-2', createdAt: 2_000 })

test('retry, stop and delete mean the turn of the row, wherever it stands', () => {
  const view = rows({ tasks: [failed, { ...failed, id: 'task-2', key: 'key-2', createdAt: 2_000 }], outbox: [entryWith({ id: 'key-3' })] })
  expect(retryMoveOf(view, 'key-2:answer')).toMatchObject({ retryOf: 'key-2' })
  expect(retryMoveOf(view, 'key-2:user')).toMatchObject({ retryOf: 'key-2' })
  expect(cancelMoveOf(view, 'key-3:user')).toEqual({ move: 'unsend', key: 'key-3' })
})

test('stop without a row means the newest turn under way, and nothing where none is', () => {
  const third = taskWith({ ...failed, id: 'task-3', key: 'key-3', createdAt: 3_000 })
  expect(cancelMoveOf(rows({ tasks: [taskWith({}), second, third] }), null)).toEqual({ move: 'stop', key: 'key-2' })
  expect(cancelMoveOf(rows({ tasks: [failed] }), null)).toEqual({ move: 'none' })
  expect(cancelMoveOf(rows({}), null)).toEqual({ move: 'none' })
})

test('stop of a row means that row, though a newer turn is under way', () => {
  const view = rows({ tasks: [taskWith({}), second] })
  expect(cancelMoveOf(view, 'key-1:answer')).toEqual({ move: 'stop', key: 'key-1' })
  expect(cancelMoveOf(view, 'nowhere')).toEqual({ move: 'none' })
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
  expect(discardKeyOf(sent('expired'), 'nowhere')).toBeNull()
})
