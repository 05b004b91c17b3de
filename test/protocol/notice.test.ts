// Which log entries tell the user something.
import { expect, test } from 'vitest'
import { isSettled, noticeOf } from '../../src/protocol/notice.ts'
import type { Head, LogEvent, TaskStatus } from '../../src/protocol/values.ts'

const head = (status: TaskStatus, rev = 3): Head => ({
  id: 't1',
  key: 'k1',
  kind: 'chat',
  rev,
  attempt: 1,
  status,
  cancelRequested: false,
  lengths: {},
  createdAt: 1,
  updatedAt: 2,
})
const noticeFor = (event: LogEvent) => noticeOf({ offset: 9, time: 7, event })

test.each(['succeeded', 'failed', 'cancelled'] as const)('a task that %s is told', status => {
  expect(isSettled(status)).toBe(true)
  expect(noticeFor({ type: 'task.settled', task: head(status) })).toEqual({
    offset: 9,
    time: 7,
    id: `t1-${status}`,
    kind: `task.${status}`,
    task: 't1',
  })
})

test('[TASK4] each question of a task is one notice of its own', () => {
  const first = noticeFor({ type: 'task.updated', task: head('input-required', 3) })
  const second = noticeFor({ type: 'task.updated', task: head('input-required', 5) })
  expect(first).toMatchObject({ kind: 'task.input-required', task: 't1' })
  expect(second?.id).not.toBe(first?.id)
})

test('a notification of the server is told in its own words', () => {
  const notice = { id: 'n1', kind: 'news', title: 'Hi', data: { a: 1 } }
  expect(noticeFor({ type: 'notification', ...notice })).toEqual({ offset: 9, time: 7, ...notice })
})

test.each<LogEvent>([
  { type: 'task.created', task: { ...head('queued'), input: 1 } },
  { type: 'task.updated', task: head('running') },
  { type: 'task.stream', id: 't1', attempt: 1, name: 'text', kind: 'text', at: 0, chunk: 'a' },
  { type: 'task.removed', id: 't1' },
  { type: 'notifications.seen', offset: 3 },
  { type: 'app.moved', data: 1 },
  { type: 'unknown', name: 'task.paused' },
])('$type tells the user nothing', event => {
  expect(noticeFor(event)).toBeNull()
})
