// The rows of a conversation: one turn a task, one name a row, whatever happens on the way.
import { describe, expect, test } from 'vitest'
import { conversationOf, type ConversationView } from '../../src/core/conversation.ts'
import type { ChatMessage, Task } from '../../src/core/model.ts'
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
const briefs = (changes: Partial<ConversationView>) => rowsOf(changes).map(brief)

const failed = { code: 'boom', message: 'It broke.', retryable: true }
const failedTask = taskWith({ status: 'failed', error: failed, finishedAt: 2_000, streams: saying('Hal') })
const unnamed = taskWith({ id: null, sync: 'submitting', status: 'queued' })

describe('the user’s row', () => {
  test('stands alone while its send waits', () => {
    expect(briefs({ outbox: [entryWith({ state: 'queued' })] })).toEqual(['key-1:user queued: Hello?'])
  })

  test('is the same row whether or not the client shows the task before the server named it', () => {
    const outbox = [entryWith({ state: 'written' })]
    expect(briefs({ outbox, tasks: [unnamed] })).toEqual(briefs({ outbox }))
  })

  test.each([
    ['queued', 'queued'],
    ['written', 'sending'],
    ['unconfirmed', 'unconfirmed'],
    ['cancelled', 'cancelled'],
    ['expired', 'failed'],
    ['rejected', 'failed'],
  ] as const)('[SEND1] a send that is %s reads %s', (state, status) => {
    expect(rowsOf({ outbox: [entryWith({ state })] })[0]?.status).toBe(status)
  })

  test('says why it was rejected', () => {
    expect(rowsOf({ outbox: [entryWith({ state: 'rejected', error: failed })] })[0]?.error).toBe(failed)
  })

  test('says that it expired and may be sent again', () => {
    expect(rowsOf({ outbox: [entryWith({ state: 'expired' })] })[0]?.error).toMatchObject({ code: 'expired', retryable: true })
  })

  test('[TASK5] is sent as soon as the server names the task, though the receipt is still to come', () => {
    expect(briefs({ outbox: [entryWith({ state: 'written' })], tasks: [taskWith({})] })[0]).toBe('key-1:user sent: Hello?')
  })

  test('[SEND1] an unconfirmed send improves when its task turns up', () => {
    expect(briefs({ outbox: [entryWith({ state: 'unconfirmed' })], tasks: [taskWith({})] })[0]).toBe('key-1:user sent: Hello?')
  })
})

describe('the answer', () => {
  test('streams while the link is live', () => {
    expect(briefs({ tasks: [taskWith({ streams: saying('Hel') })] })[1]).toBe('key-1:answer streaming: Hel')
  })

  test('is interrupted with its text kept while the task is stale', () => {
    expect(briefs({ tasks: [taskWith({ sync: 'stale', streams: saying('Hel') })] })[1]).toBe('key-1:answer interrupted: Hel')
  })

  test('is there, empty, before its first word', () => {
    expect(briefs({ tasks: [taskWith({ status: 'queued' })] })[1]).toBe('key-1:answer streaming: ')
  })

  const ended: readonly (readonly [string, Task, string])[] = [
    ['succeeded', taskWith({ status: 'succeeded', result: null, finishedAt: 2, streams: saying('Hello.', true) }), 'complete: Hello.'],
    ['failed', failedTask, 'failed: Hal'],
    ['cancelled', taskWith({ status: 'cancelled', finishedAt: 2, streams: saying('Hel') }), 'cancelled: Hel'],
  ]
  test.each(ended)('[TASK2] of a task that %s is final', (_, task, reads) => {
    expect(briefs({ tasks: [task] })[1]).toBe(`key-1:answer ${reads}`)
  })

  test('carries the error of its task', () => {
    expect(rowsOf({ tasks: [failedTask] })[1]?.error).toBe(failed)
  })

  test('is the result of a handler that returned words instead of streaming them', () => {
    expect(briefs({ tasks: [taskWith({ status: 'succeeded', result: 'Hello.', finishedAt: 2 })] })[1]).toBe('key-1:answer complete: Hello.')
  })

  test('shows its task while it counts progress', () => {
    const progress = { value: 1, total: 4, message: null }
    expect(rowsOf({ tasks: [taskWith({ progress })] })[1]?.parts).toEqual([{ type: 'task', taskKey: 'key-1' }])
  })

  test('shows its progress no longer once it ended', () => {
    const progress = { value: 4, total: 4, message: null }
    expect(rowsOf({ tasks: [taskWith({ ...failedTask, progress })] })[1]?.parts).toEqual([{ type: 'text', text: 'Hal' }])
  })

  test('shows its task while it asks something', () => {
    expect(rowsOf({ tasks: [taskWith({ status: 'input-required' })] })[1]?.parts).toEqual([{ type: 'task', taskKey: 'key-1' }])
  })

  test('is the only row of a task that was not asked in words', () => {
    expect(briefs({ tasks: [taskWith({ kind: 'export', input: { format: 'csv' } })] })).toEqual(['key-1:answer streaming: task'])
  })

  test('stands for the send of a task that was not asked in words', () => {
    const data = { kind: 'export', input: {}, conversation: 'support' }
    expect(briefs({ outbox: [entryWith({ data })] })).toEqual(['key-1:answer queued: task'])
  })
})

describe('a retry of an ended task', () => {
  const retry = entryWith({ id: 'key-2', data: { kind: 'chat', input: { text: 'Hello?' }, conversation: 'support', retryOf: 'key-1' } })
  const second = taskWith({ id: 'task-2', key: 'key-2', retryOf: 'key-1', createdAt: 3_000, streams: saying('Hello') })

  test('keeps the old words in place until it is accepted, and makes no second bubble', () => {
    expect(briefs({ tasks: [failedTask], outbox: [retry] })).toEqual(['key-1:user sent: Hello?', 'key-1:answer queued: Hal'])
  })

  test('puts the new answer where the failed one stood', () => {
    expect(briefs({ tasks: [failedTask, second] })).toEqual(['key-1:user sent: Hello?', 'key-1:answer streaming: Hello'])
  })

  test('makes the newest task the one that stop and retry speak of', () => {
    expect(rowsOf({ tasks: [failedTask, second] }).map(({ taskKey }) => taskKey)).toEqual(['key-1', 'key-2'])
  })

  test('is recognised by the id of the task it retries as well', () => {
    expect(rowsOf({ tasks: [failedTask, { ...second, retryOf: 'task-1' }] })).toHaveLength(2)
  })

  test('of a retry is still the same turn', () => {
    const third = taskWith({ id: 'task-3', key: 'key-3', retryOf: 'task-2', createdAt: 4_000 })
    expect(rowsOf({ tasks: [failedTask, second, third] }).map(({ id }) => id)).toEqual(['key-1:user', 'key-1:answer'])
  })

  test('that was not sent says so on the answer', () => {
    expect(briefs({ tasks: [failedTask], outbox: [{ ...retry, state: 'expired' }] })[1]).toBe('key-1:answer failed: Hal')
  })

  test('that was taken back shows the former answer again', () => {
    expect(rowsOf({ tasks: [failedTask], outbox: [{ ...retry, state: 'cancelled' }] })).toEqual(rowsOf({ tasks: [failedTask] }))
  })

  test.each(['rejected', 'expired', 'cancelled', 'unconfirmed'] as const)(
    '[TASK2] of a send that ended %s takes its place: while it waits, and once the server names it',
    state => {
      const outbox = [entryWith({ state })]
      expect(briefs({ outbox: [...outbox, { ...retry, sentAt: 950 }] })).toEqual(['key-1:user queued: Hello?'])
      const named = conversationOf(viewOf({ outbox, tasks: [second] }))
      expect(named.messages.map(brief)).toEqual(['key-1:user sent: Hello?', 'key-1:answer streaming: Hello'])
      expect([named.busy, named.messages[1]?.taskKey]).toEqual([true, 'key-2'])
    },
  )

  test('that names itself as its parent does not hang', () => {
    expect(rowsOf({ tasks: [taskWith({ retryOf: 'key-1' })] })).toHaveLength(2)
  })
})

describe('a conversation is busy', () => {
  const isBusy = (changes: Partial<ConversationView>) => conversationOf(viewOf(changes)).busy
  const done = taskWith({ id: 'task-0', key: 'key-0', createdAt: 1, status: 'succeeded', result: 'Hi', finishedAt: 2 })

  test.each([
    ['queued', true],
    ['written', true],
    ['rejected', false],
    ['expired', false],
    ['cancelled', false],
    ['unconfirmed', false],
  ] as const)('[SEND1] while a send is %s: %s', (state, busy) => {
    expect(isBusy({ tasks: [done], outbox: [entryWith({ state })] })).toBe(busy)
  })

  test('[TASK2] while a task is under way, stale or not, and no longer', () => {
    expect([taskWith({}), taskWith({ sync: 'stale' }), failedTask].map(task => isBusy({ tasks: [done, task] }))).toEqual([
      true,
      true,
      false,
    ])
    expect([isBusy({ tasks: [done] }), isBusy({})]).toEqual([false, false])
  })
})

describe('the order', () => {
  const earlier = taskWith({})
  const later = taskWith({ id: 'task-2', key: 'key-2', createdAt: 5_000, input: { text: 'Second?' } })
  const keysOf = (messages: readonly ChatMessage[]) => messages.filter(({ role }) => role === 'user').map(({ taskKey }) => taskKey)

  test('puts what still waits last, although the page’s clock is behind the server’s', () => {
    expect(keysOf(rowsOf({ tasks: [later], outbox: [entryWith({ sentAt: 1 })] }))).toEqual(['key-2', 'key-1'])
  })

  test('keeps a failed send where it stood when a later turn is accepted', () => {
    const stuck = entryWith({ id: 'stuck', state: 'expired', sentAt: 1 })
    const before = conversationOf(viewOf({ outbox: [stuck, entryWith({ id: 'key-2', sentAt: 2 })] }))
    const after = conversationOf(viewOf({ outbox: [stuck], tasks: [later] }), before)
    expect(keysOf(after.messages)).toEqual(['stuck', 'key-2'])
  })

  test('puts a turn of another page after what waits here, although the page’s clock is ahead', () => {
    const outbox = [entryWith({ sentAt: 9_000 })]
    const before = conversationOf(viewOf({ outbox }))
    expect(keysOf(conversationOf(viewOf({ outbox, tasks: [later] }), before).messages)).toEqual(['key-1', 'key-2'])
  })

  test('fits an older turn that arrives late in before a newer one', () => {
    const before = conversationOf(viewOf({ tasks: [later] }))
    expect(keysOf(conversationOf(viewOf({ tasks: [earlier, later] }), before).messages)).toEqual(['key-1', 'key-2'])
  })

  test('leaves out other conversations', () => {
    expect(rowsOf({ tasks: [taskWith({ conversation: 'sales' })], outbox: [entryWith({ data: { conversation: 'sales' } })] })).toEqual([])
  })
})
