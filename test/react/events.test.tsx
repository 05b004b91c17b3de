// Events reach the latest listener, every one, in order, and only while the listener is shown.
import { act, render, renderHook } from '@testing-library/react'
import { Activity, StrictMode } from 'react'
import { expect, test, vi } from 'vitest'
import type { TaskNotification } from '../../src/core/model.ts'
import { ResilientSocketProvider } from '../../src/react/provider.tsx'
import { useSocketEvent } from '../../src/react/use-socket-event.ts'
import { useTaskNotifications, type TaskNotificationsOptions } from '../../src/react/use-task-notifications.ts'
import { fakeSocket, noticeWith } from '../support/fake-resilient-socket.ts'
import { within } from '../support/within.tsx'

const numbered = Array.from({ length: 1_000 }, (_, index) => noticeWith({ id: `notice-${index}`, offset: index }))

test('every message of a burst arrives, once and in order', () => {
  const socket = fakeSocket()
  const heard: unknown[] = []
  renderHook(() => useSocketEvent('message', ({ data }) => void heard.push(data)), { wrapper: within(socket) })
  act(() => numbered.forEach(({ offset }) => socket.tell('message', { type: 'note', data: offset })))
  expect(heard).toEqual(numbered.map(({ offset }) => offset))
})

test('a new listener function is the next one called, and nothing resubscribes', () => {
  const socket = fakeSocket()
  const subscribing = vi.spyOn(socket, 'on')
  const [early, late] = [vi.fn<() => void>(), vi.fn<() => void>()]
  const { rerender } = renderHook(({ listener }) => useSocketEvent('reset', listener), {
    wrapper: within(socket),
    initialProps: { listener: early },
  })
  const before = subscribing.mock.calls.length
  rerender({ listener: late })
  act(() => socket.tell('reset', { reason: 'trimmed' }))
  expect(subscribing.mock.calls.length).toBe(before)
  expect([early.mock.calls.length, late.mock.calls.length]).toEqual([0, 1])
})

test('events of the application are heard under app.<name>', () => {
  const socket = fakeSocket()
  const listener = vi.fn<(payload: unknown) => void>()
  renderHook(() => useSocketEvent('app.price', listener), { wrapper: within(socket) })
  act(() => socket.tell('app.price', { amount: 3 }))
  expect(listener).toHaveBeenCalledExactlyOnceWith({ amount: 3 })
})

function Listener(options: TaskNotificationsOptions) {
  const { notifications } = useTaskNotifications(options)
  return <output>{notifications.length}</output>
}

test('[TASK4] StrictMode tells each notification once', () => {
  const socket = fakeSocket()
  const onNotification = vi.fn<() => void>()
  render(
    <StrictMode>
      <ResilientSocketProvider socket={socket}>
        <Listener onNotification={onNotification} />
      </ResilientSocketProvider>
    </StrictMode>,
  )
  act(() => socket.tell('notification', noticeWith({})))
  expect(onNotification).toHaveBeenCalledTimes(1)
})

test('onNotification hears what kinds and filter let through', () => {
  const socket = fakeSocket()
  const heard: string[] = []
  const options = {
    kinds: ['task.failed'],
    filter: (notification: TaskNotification) => notification.offset > 1,
    onNotification: (notification: TaskNotification) => void heard.push(notification.id),
  }
  renderHook(() => useTaskNotifications(options), { wrapper: within(socket) })
  act(() => {
    socket.tell('notification', noticeWith({ id: 'wrong-kind', offset: 5 }))
    socket.tell('notification', noticeWith({ id: 'too-old', kind: 'task.failed', offset: 1 }))
    socket.tell('notification', noticeWith({ id: 'right', kind: 'task.failed', offset: 5 }))
  })
  expect(heard).toEqual(['right'])
})

test('while hidden by Activity listeners are silent, and the list is complete when shown again', () => {
  const socket = fakeSocket()
  const onNotification = vi.fn<() => void>()
  const tree = (mode: 'visible' | 'hidden') => (
    <ResilientSocketProvider socket={socket}>
      <Activity mode={mode}>
        <Listener onNotification={onNotification} />
      </Activity>
    </ResilientSocketProvider>
  )
  const { rerender, container } = render(tree('visible'))
  rerender(tree('hidden'))
  act(() => {
    socket.tell('notification', noticeWith({}))
    socket.set({ notifications: [noticeWith({})] })
  })
  rerender(tree('visible'))
  expect(onNotification).not.toHaveBeenCalled()
  expect(container.textContent).toBe('1')
})
