// The two rows of one turn, whole: what each field says.
import { expect, test } from 'vitest'
import { messageIdOf, rowsOf } from '../../src/core/rows.ts'
import { turnsOf } from '../../src/core/turns.ts'
import { entryWith, saying, taskWith } from '../support/fake-resilient-socket.ts'

const rowsIn = (...tasks: readonly ReturnType<typeof taskWith>[]) =>
  turnsOf({ id: 'support', tasks, outbox: [] }).flatMap(turn => rowsOf(turn))

const asked = {
  id: 'key-1:user',
  taskKey: 'key-1',
  role: 'user',
  createdAt: 1_000,
  status: 'sent',
  error: null,
  parts: [{ type: 'text', text: 'Hello?' }],
}
const answer = { id: 'key-1:answer', taskKey: 'key-1', role: 'assistant', createdAt: 1_000, error: null }

test('a turn is the user’s row at the time it was asked, and the assistant’s at the time the work began', () => {
  expect(rowsIn(taskWith({ startedAt: 1_500, streams: saying('Hel') }))).toEqual([
    asked,
    { ...answer, createdAt: 1_500, status: 'streaming', parts: [{ type: 'text', text: 'Hel' }] },
  ])
})

test('an answer whose work has not begun has the time of its task', () => {
  expect(rowsIn(taskWith({ status: 'queued' }))).toEqual([asked, { ...answer, status: 'streaming', parts: [] }])
})

test('[TASK2] a task that asks something is under way: its words stand, then its question', () => {
  const task = taskWith({ status: 'input-required', prompt: { ask: 'Which?' }, streams: saying('Well:') })
  const parts = [
    { type: 'text', text: 'Well:' },
    { type: 'task', taskKey: 'key-1' },
  ]
  expect(rowsIn(task)[1]).toEqual({ ...answer, status: 'streaming', parts })
  expect(rowsIn({ ...task, sync: 'stale' })[1]).toEqual({ ...answer, status: 'interrupted', parts })
})

test.each([null, 7, {}, { text: 7 }, ['Hello.'], ''])('an answer that returned %j said no words, and is complete', result => {
  expect(rowsIn(taskWith({ status: 'succeeded', result, finishedAt: 2 }))[1]).toEqual({ ...answer, status: 'complete', parts: [] })
})

test('an answer is the words it returned, plain or as a text, unless it streamed others', () => {
  const said = (changes: Parameters<typeof taskWith>[0]) => rowsIn(taskWith({ status: 'succeeded', finishedAt: 2, ...changes }))[1]?.parts
  expect(said({ result: { text: 'Hello.' } })).toEqual([{ type: 'text', text: 'Hello.' }])
  expect(said({ result: 'Hello.', streams: saying('Hi!') })).toEqual([{ type: 'text', text: 'Hi!' }])
  expect(said({ result: 'Hello.', streams: { text: { kind: 'list', value: ['Hi!'], done: true } } })).toEqual([
    { type: 'text', text: 'Hello.' },
  ])
})

test('[SEND1] a task that the server has not named, and whose send is not shown, is being sent', () => {
  expect(rowsIn(taskWith({ id: null, status: 'queued', sync: 'submitting' }))).toEqual([{ ...asked, status: 'sending' }])
})

test('[SEND1] a send that ended keeps the reason it was given, and one that expired has one of its own', () => {
  const errorOf = (changes: Parameters<typeof entryWith>[0]) =>
    turnsOf({ id: 'support', tasks: [], outbox: [entryWith(changes)] }).flatMap(turn => rowsOf(turn))[0]?.error
  const reason = { code: 'slow', message: 'It took too long.', retryable: true }
  const own = { code: 'expired', message: 'It could not be sent in time. Send it again.', retryable: true }
  expect(errorOf({ state: 'expired', error: reason })).toBe(reason)
  expect(errorOf({ state: 'expired' })).toEqual(own)
  expect(errorOf({ state: 'unconfirmed' })).toBeNull()
})

test('rows are named by their task and who speaks, as an application stores them', () => {
  expect([messageIdOf('k', 'user'), messageIdOf('k', 'assistant')]).toEqual(['k:user', 'k:answer'])
})
