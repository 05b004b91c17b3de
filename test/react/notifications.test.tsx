// What useTaskNotifications lists and counts, and what its actions ask of the socket.
import { renderHook } from '@testing-library/react'
import { expect, test } from 'vitest'
import { useTaskNotifications, type TaskNotificationsOptions } from '../../src/react/use-task-notifications.ts'
import { fakeSocket, noticeWith, taskWith } from '../support/fake-resilient-socket.ts'
import { within } from '../support/within.tsx'

const notifications = [
  noticeWith({ id: 'c', offset: 3, kind: 'task.failed' }),
  noticeWith({ id: 'b', offset: 2, kind: 'news' }),
  noticeWith({ id: 'a', offset: 1, kind: 'task.failed', seen: true }),
]

function showing(options?: TaskNotificationsOptions) {
  const socket = fakeSocket({ notifications, unread: 7, tasks: [taskWith({}), taskWith({ key: 'k', status: 'cancelled', finishedAt: 1 })] })
  const { result } = renderHook(() => useTaskNotifications(options), { wrapper: within(socket) })
  return { socket, result }
}

test('without options the list is the store’s own, newest first', () => {
  expect(showing().result.current.notifications).toBe(notifications)
})

test('kinds, filter and limit narrow the list', () => {
  const { result } = showing({ kinds: ['task.failed', 'news'], filter: ({ id }) => id !== 'b', limit: 1 })
  expect(result.current.notifications.map(({ id }) => id)).toEqual(['c'])
})

test('unread is the socket’s count, which knows of more than the list keeps', () => {
  expect(showing().result.current.unread).toBe(7)
})

test('a narrower reader counts its own unread, beyond its limit too', () => {
  expect(showing({ kinds: ['task.failed'], limit: 0 }).result.current.unread).toBe(1)
})

test('activeCount counts the tasks that are not settled', () => {
  expect(showing().result.current.activeCount).toBe(1)
})

test('markSeen tells up to which offset, or all', () => {
  const { socket, result } = showing()
  result.current.markSeen(notifications[1])
  result.current.markSeen()
  expect(socket.calls.slice(-2)).toEqual([
    ['markSeen', 2],
    ['markSeen', undefined],
  ])
})

test('dismiss names the notification', () => {
  const { socket, result } = showing()
  result.current.dismiss('b')
  expect(socket.calls.at(-1)).toEqual(['dismiss', 'b'])
})
