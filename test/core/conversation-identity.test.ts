// Rows keep their identity, and live rows take the places of those the application stored.
import { describe, expect, test } from 'vitest'
import { conversationOf, type ConversationView } from '../../src/core/conversation.ts'
import type { ChatMessage } from '../../src/core/model.ts'
import { entryWith, saying, taskWith } from '../support/fake-resilient-socket.ts'

const viewOf = (changes: Partial<ConversationView>): ConversationView => ({
  id: 'support',
  tasks: [],
  outbox: [],
  history: [],
  ...changes,
})

const rowsOf = (changes: Partial<ConversationView>) => conversationOf(viewOf(changes)).messages
const brief = ({ id, status, parts }: ChatMessage) =>
  `${id} ${status}: ${parts.map(part => (part.type === 'text' ? part.text : part.type)).join(' + ')}`

const failed = { code: 'boom', message: 'It broke.', retryable: true }
const failedTask = taskWith({ status: 'failed', error: failed, finishedAt: 2_000, streams: saying('Hal') })
const unnamed = taskWith({ id: null, sync: 'submitting', status: 'queued' })

describe('the application’s own rows', () => {
  const row = (id: string, changes: Partial<ChatMessage> = {}): ChatMessage => ({
    id,
    taskKey: null,
    role: 'user',
    parts: [{ type: 'text', text: id }],
    createdAt: 10,
    error: null,
    status: 'sent',
    ...changes,
  })
  const stored = [
    row('old'),
    row('key-1:user', { taskKey: 'key-1' }),
    row('key-1:answer', { taskKey: 'key-1' }),
    row('new', { createdAt: 9_000 }),
  ]

  test('give way to the live rows of the same task, in place', () => {
    expect(rowsOf({ history: stored, tasks: [taskWith({})] }).map(({ id, status }) => `${id} ${status}`)).toEqual([
      'old sent',
      'key-1:user sent',
      'key-1:answer streaming',
      'new sent',
    ])
  })

  test('that hold an answer and its retry apart give way to the one turn they are', () => {
    const second = taskWith({ id: 'task-2', key: 'key-2', retryOf: 'key-1', createdAt: 3_000 })
    const history = [...stored, row('key-2:answer', { taskKey: 'key-2', createdAt: 9_500 })]
    expect(rowsOf({ history, tasks: [failedTask, second] }).map(({ id }) => id)).toEqual(['old', 'key-1:user', 'key-1:answer', 'new'])
  })

  test('take a live turn they do not know in by its time', () => {
    const ids = rowsOf({ history: [row('old'), row('new', { createdAt: 9_000 })], tasks: [taskWith({})] }).map(({ id }) => id)
    expect(ids).toEqual(['old', 'key-1:user', 'key-1:answer', 'new'])
  })

  test('come before what still waits', () => {
    const ids = rowsOf({ history: [row('new', { createdAt: 9_000 })], outbox: [entryWith({})] }).map(({ id }) => id)
    expect(ids).toEqual(['new', 'key-1:user'])
  })

  test('give way to the retry of a turn that only they remember', () => {
    const data = { kind: 'chat', input: { text: 'again' }, conversation: 'support', retryOf: 'key-1' }
    const ids = rowsOf({ history: stored, outbox: [entryWith({ id: 'key-2', data })] }).map(({ id }) => id)
    expect(ids).toEqual(['old', 'key-2:user', 'new'])
  })
})

describe('identity', () => {
  test('a stored row that says the same is the same object, though the application made it anew', () => {
    const history = (): readonly ChatMessage[] => [
      { id: 'old', taskKey: null, role: 'system', parts: [{ type: 'text', text: 'Hi' }], createdAt: 1, error: null, status: 'complete' },
    ]
    const before = conversationOf(viewOf({ history: history() }))
    expect(conversationOf(viewOf({ history: history() }), before).messages).toBe(before.messages)
  })

  test('a row whose error changed is another object', () => {
    const rejected = (code: string) => viewOf({ outbox: [entryWith({ state: 'rejected', error: { ...failed, code } })] })
    expect(conversationOf(rejected('b'), conversationOf(rejected('a'))).messages[0]?.error?.code).toBe('b')
  })

  test('the kept words of an answer follow their task while its retry waits', () => {
    const data = { kind: 'chat', input: { text: 'Hello?' }, conversation: 'support', retryOf: 'key-2' }
    const second = taskWith({ ...failedTask, id: 'task-2', key: 'key-2', retryOf: 'key-1', createdAt: 3_000 })
    const outbox = [entryWith({ id: 'key-3', data })]
    const view = (words: string) => viewOf({ tasks: [failedTask, { ...second, streams: saying(words) }], outbox })
    expect(conversationOf(view('More'), conversationOf(view('Some'))).messages.map(brief)[1]).toBe('key-1:answer queued: More')
  })

  test('a row that says the same is the same object', () => {
    const before = conversationOf(viewOf({ tasks: [taskWith({ streams: saying('He') })] }))
    const after = conversationOf(viewOf({ tasks: [taskWith({ streams: saying('Hel') })] }), before)
    expect(after.messages[0]).toBe(before.messages[0])
    expect(after.messages[1]).not.toBe(before.messages[1])
  })

  test('a row that gains or loses a part beside its words is another object, and shows it', () => {
    const counting = viewOf({ tasks: [taskWith({ streams: saying('He'), progress: { value: 1, total: 4, message: null } })] })
    const quiet = viewOf({ tasks: [taskWith({ streams: saying('He') })] })
    const shown = (view: ConversationView, before: ConversationView) =>
      conversationOf(view, conversationOf(before)).messages[1]?.parts.map(({ type }) => type)
    expect([shown(counting, quiet), shown(quiet, counting)]).toEqual([['text', 'task'], ['text']])
  })

  test('when no row changed the list is the same object', () => {
    const before = conversationOf(viewOf({ tasks: [taskWith({})] }))
    expect(conversationOf(viewOf({ tasks: [taskWith({ rev: 2 })] }), before).messages).toBe(before.messages)
  })

  test('[TASK5] the ids of a turn are the same from the first send to the last word', () => {
    const life: readonly Partial<ConversationView>[] = [
      { outbox: [entryWith({})] },
      { outbox: [entryWith({ state: 'written' })], tasks: [unnamed] },
      { outbox: [entryWith({ state: 'unconfirmed' })] },
      { tasks: [taskWith({})] },
      { tasks: [taskWith({ sync: 'stale', streams: saying('H') })] },
      { tasks: [taskWith({ status: 'succeeded', result: null, finishedAt: 3, streams: saying('Hi') })] },
    ]
    const ids = new Set(life.flatMap(moment => rowsOf(moment).map(({ id }) => id)))
    expect([...ids]).toEqual(['key-1:user', 'key-1:answer'])
  })
})
