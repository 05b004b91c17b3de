// What readers are shown of a task, beside what is held of it.
import { expect, test } from 'vitest'
import { outboxOf, tasksOf } from '../../src/core/view.ts'
import type { Command } from '../../src/protocol/frames.ts'
import { command, createBench, created, events, head, refused, settled, stream, updated } from '../support/builders.ts'

const streamsAfter = (...list: Parameters<typeof events>[1]) => {
  const bench = createBench()
  bench.live()
  bench.hear(events(0, list))
  return tasksOf(bench.state())[0]?.streams['text']
}

test('[STR2] the streams of a task that ended are done, though its writer never said so', () => {
  expect(streamsAfter(created('t1'), stream('t1', 0, 'all of it'), settled('t1', { lengths: { text: 9 } }))).toMatchObject({ done: true })
})

test('[STR2] a stream with a hole is not done, though its task ended', () => {
  expect(streamsAfter(created('t1'), stream('t1', 0, 'all'), settled('t1', { lengths: { text: 9 } }))).toMatchObject({ done: false })
})

test('[STR2] a stream of a running task is not done before its writer says so', () => {
  expect(streamsAfter(created('t1'), stream('t1', 0, 'all'))).toMatchObject({ done: false })
})

const taskAfter = (...list: Parameters<typeof events>[1]) => {
  const bench = createBench()
  bench.live()
  bench.hear(events(0, list))
  return tasksOf(bench.state())[0]
}

test('[TASK1] a task shows all that its head says, and null for what it does not say', () => {
  const nothing = { conversation: null, retryOf: null, progress: null, prompt: null, startedAt: null }
  expect(taskAfter(created('t1'))).toEqual({
    id: 't1',
    key: 'key-t1',
    kind: 'chat',
    rev: 1,
    attempt: 1,
    status: 'running',
    sync: 'synced',
    ...nothing,
    input: null,
    streams: {},
    cancelRequested: false,
    createdAt: 1,
    updatedAt: 1,
  })
  const said = {
    conversation: 'c1',
    retryOf: 't0',
    progress: { value: 1, total: 4, message: 'Reading' },
    prompt: { ask: 'Which?' },
    startedAt: 5,
    status: 'input-required' as const,
    cancelRequested: true,
    rev: 2,
    attempt: 2,
    updatedAt: 6,
  }
  expect(taskAfter(created('t1'), updated('t1', said))).toMatchObject(said)
})

test('[TASK2] what has ended shows when and how, and ended at its last change where nobody says when', () => {
  const refusal = { code: 'no-paper', message: 'There is no paper.', retryable: true }
  const end = (extra: Parameters<typeof settled>[1]) => taskAfter(created('t1'), settled('t1', extra))
  expect(end({ result: 'done', finishedAt: 7 })).toMatchObject({ status: 'succeeded', result: 'done', finishedAt: 7 })
  expect(end({ status: 'cancelled' })).toMatchObject({ status: 'cancelled', finishedAt: 2 })
  expect(
    taskAfter(created('t1'), {
      type: 'task.settled',
      task: { ...head('t1', { rev: 9, status: 'failed', finishedAt: 2 }), error: refusal },
    }),
  ).toMatchObject({ status: 'failed', error: refusal, finishedAt: 2 })
  const untimed = { type: 'task.settled', task: head('t1', { rev: 9, status: 'cancelled', updatedAt: 8 }) } as const
  expect(taskAfter(created('t1'), untimed)).toMatchObject({ finishedAt: 8 })
})

test('[TASK2] only what is under way is stale while the link is down', () => {
  const bench = createBench()
  bench.live()
  bench.hear(events(0, [created('t1'), created('t2'), settled('t2')]))
  bench.lose(1006)
  expect(tasksOf(bench.state()).map(({ id, sync }) => [id, sync])).toEqual([
    ['t1', 'stale'],
    ['t2', 'synced'],
  ])
})

test('tasks stand by their birth, and those of one instant by their keys, whichever came first', () => {
  const bench = createBench()
  bench.live()
  bench.hear(events(0, [created('b'), created('young', { createdAt: 2 }), created('a'), created('old', { createdAt: 0 })]))
  expect(tasksOf(bench.state()).map(({ id }) => id)).toEqual(['old', 'a', 'b', 'young'])
})

const APP = { op: 'app.x' }
const submitting = (id: string, data: Command['data']) => ({ type: 'send', command: command(id, { op: 'task.submit', data }) }) as const

test('[SEND1] a submit is a task from the first: of its kind, input and conversation, until the server has it', () => {
  const bench = createBench()
  bench.tell(submitting('k1', { kind: 'report', input: { from: 3 }, conversation: 'c1', retryOf: 'k0' }))
  bench.tell({ type: 'send', command: command('other', APP) })
  expect(tasksOf(bench.state())).toEqual([
    {
      id: null,
      key: 'k1',
      kind: 'report',
      conversation: 'c1',
      retryOf: 'k0',
      input: { from: 3 },
      status: 'queued',
      sync: 'submitting',
      rev: 0,
      attempt: 1,
      streams: {},
      progress: null,
      prompt: null,
      cancelRequested: false,
      startedAt: null,
      createdAt: bench.now(),
      updatedAt: bench.now(),
    },
  ])
})

test('[SEND1] a submit that says little is shown with what it says', () => {
  const shown = (data: Command['data']) => {
    const bench = createBench()
    bench.tell(submitting('k1', data))
    return tasksOf(bench.state())[0]
  }
  const little = { kind: '', conversation: null, retryOf: null, input: null }
  for (const data of [null, 7, 'text', [], {}, { kind: 3, conversation: null, input: null }]) expect(shown(data)).toMatchObject(little)
  expect(shown({ kind: 'chat', input: false })).toMatchObject({ kind: 'chat', input: false })
})

test('[SEND1] a submit that may have run stays a task; one that was refused is none, nor is one whose task came', () => {
  const bench = createBench()
  bench.live()
  for (const key of ['unsure', 'refused', 'key-t1']) bench.tell(submitting(key, { kind: 'chat', input: null }))
  bench.hear(refused('refused', 'forbidden'), refused('unsure', 'interrupted'), events(0, [created('t1')]))
  expect(tasksOf(bench.state()).map(({ id, key, sync }) => [id, key, sync])).toEqual([
    ['t1', 'key-t1', 'synced'],
    [null, 'unsure', 'unconfirmed'],
  ])
})

test('[SEND1] the outbox shows what waits, what was written and what ended badly, each with what was sent', () => {
  const bench = createBench()
  bench.tell({ type: 'send', command: command('a', { ...APP, data: { n: 1 } }) })
  const first = { id: 'a', op: 'app.x', data: { n: 1 }, sentAt: bench.now(), state: 'queued', error: null }
  expect(outboxOf(bench.state())).toEqual([first])
  bench.live()
  expect(outboxOf(bench.state())).toEqual([{ ...first, state: 'written' }])
  bench.hear(refused('a', 'forbidden'))
  expect(outboxOf(bench.state())).toMatchObject([{ id: 'a', state: 'rejected', error: { code: 'forbidden' } }])
})

test('[SEND1] a submit that may have run leaves the outbox once a task with its key is there, and no other send does', () => {
  const bench = createBench()
  bench.live()
  bench.tell(submitting('key-t1', { kind: 'chat', input: null }))
  bench.tell({ type: 'send', command: command('key-t2', APP) })
  bench.hear(refused('key-t1', 'interrupted'), refused('key-t2', 'interrupted'))
  expect(outboxOf(bench.state()).map(({ id, state }) => [id, state])).toEqual([
    ['key-t1', 'unconfirmed'],
    ['key-t2', 'unconfirmed'],
  ])
  bench.hear(events(0, [created('t1'), created('t2')]))
  expect(outboxOf(bench.state()).map(({ id }) => id)).toEqual(['key-t2'])
})

test('a task and a send are the same objects while they show the same', () => {
  const bench = createBench()
  bench.live()
  bench.tell(submitting('k1', { kind: 'chat', input: null }))
  bench.hear(events(0, [created('t1')]))
  const tasks = tasksOf(bench.state())
  const sends = outboxOf(bench.state())
  bench.hear(events(1, [created('t2', { createdAt: 9 })]))
  for (const task of tasks) expect(tasksOf(bench.state())).toContain(task)
  expect(outboxOf(bench.state())[0]).toBe(sends[0])
})
