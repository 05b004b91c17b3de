// Which tries make one turn, which of them is shown, and where the turn stands.
import { describe, expect, test } from 'vitest'
import type { OutboxEntry, Task } from '../../src/core/model.ts'
import { turnsOf } from '../../src/core/turns.ts'
import { entryWith, taskWith } from '../support/fake-resilient-socket.ts'

const turns = (tasks: readonly Task[], outbox: readonly OutboxEntry[] = [], order?: readonly string[]) =>
  turnsOf({ id: 'support', tasks, outbox }, order)
const keys = (...given: Parameters<typeof turns>) => turns(...given).map(({ key }) => key)

const submit = (id: string, changes: Partial<OutboxEntry> = {}, extra: object = {}) =>
  entryWith({ id, data: { kind: 'chat', input: { text: 'Hello?' }, conversation: 'support', ...extra }, ...changes })
const named = (key: string, changes: Partial<Task> = {}) => taskWith({ id: `id-${key}`, key, ...changes })
const unnamed = (key: string, changes: Partial<Task> = {}) => taskWith({ id: null, key, status: 'queued', sync: 'submitting', ...changes })

describe('a turn', () => {
  test('of a task holds all that was asked, and the task as its answer', () => {
    const task = named('a')
    const attempt = { key: 'a', kind: 'chat', input: { text: 'Hello?' }, retryOf: null, createdAt: 1_000, task, entry: null }
    expect(turns([task])).toEqual([{ key: 'a', first: attempt, current: attempt, answered: task, keys: ['a'] }])
  })

  test('[SEND1] of a send holds what it asks for and how it stands, and has no answer', () => {
    const entry = submit('a', { sentAt: 900 })
    const attempt = { key: 'a', kind: 'chat', input: { text: 'Hello?' }, retryOf: null, createdAt: 900, task: null, entry }
    expect(turns([], [entry])).toEqual([{ key: 'a', first: attempt, current: attempt, answered: null, keys: ['a'] }])
  })

  test('[TASK5] of a submit that is shown as a task and as a send is one, and says how the send stands', () => {
    const entry = submit('a')
    expect(turns([unnamed('a')], [entry])).toMatchObject([{ key: 'a', current: { task: null, entry }, keys: ['a'] }])
  })

  test('answers to the task it retries, though nobody here holds that', () => {
    expect(turns([named('b', { retryOf: 'gone' })])[0]?.keys).toEqual(['b', 'gone'])
  })

  test('takes in a retry of a send that never became a task', () => {
    const outbox = [submit('a', { state: 'expired', sentAt: 1 }), submit('b', { sentAt: 2 }, { retryOf: 'a' })]
    expect(turns([], outbox)).toMatchObject([{ key: 'a', current: { key: 'b' }, keys: ['a', 'b'] }])
  })

  test('shows the try before one that was taken back, and the taken back one where it is the only one', () => {
    const back = submit('b', { state: 'cancelled' }, { retryOf: 'a' })
    expect(turns([named('a')], [back])).toMatchObject([{ current: { key: 'a' } }])
    expect(turns([], [submit('a', { state: 'cancelled' })])).toMatchObject([{ current: { key: 'a' } }])
  })
})

test('only submits are turns: whatever else waits to be sent is none, nor is what has nothing to submit', () => {
  const { data } = submit('a')
  const others = [entryWith({ op: 'app.vote', data }), entryWith({ op: 'task.cancel', data: { key: 'a' } }), entryWith({ data: null })]
  expect(turns([], others)).toEqual([])
})

describe('the order', () => {
  test('of what the server has not named is after all it has, and by the time it was asked', () => {
    const waiting = [unnamed('third', { createdAt: 3 }), unnamed('first', { createdAt: 1 })]
    expect(keys([...waiting, named('z', { createdAt: 9 })], [submit('second', { sentAt: 2 })])).toEqual(['z', 'first', 'second', 'third'])
  })

  test('of what the server named is by its time, and by its order where that is equal', () => {
    expect(keys([named('c', { createdAt: 3 }), named('a', { createdAt: 1 }), named('b', { createdAt: 3 })])).toEqual(['a', 'c', 'b'])
  })

  test('of what was shown stays, and what is new takes its place among it', () => {
    const tasks = [named('old', { createdAt: 1 }), named('middle', { createdAt: 2 }), named('new', { createdAt: 3 })]
    expect(keys(tasks, [], ['old', 'new'])).toEqual(['old', 'middle', 'new'])
    expect(keys(tasks, [], ['new', 'old'])).toEqual(['middle', 'new', 'old'])
  })

  test('closes up where a turn is gone', () => {
    expect(keys([named('a'), named('b')], [], ['b', 'gone', 'a'])).toEqual(['b', 'a'])
  })
})
