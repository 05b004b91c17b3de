// Readers render when what they selected changed, and only then.
import { act, renderHook } from '@testing-library/react'
import { expect, test } from 'vitest'
import type { ConnectionStatus } from '../../src/core/model.ts'
import { useConnectionState } from '../../src/react/use-connection-state.ts'
import { useOutbox } from '../../src/react/use-outbox.ts'
import { useTaskNotifications } from '../../src/react/use-task-notifications.ts'
import { useTaskStream } from '../../src/react/use-task.ts'
import { useTasks } from '../../src/react/use-tasks.ts'
import { entryWith, fakeSocket, noticeWith, saying, statusWith, taskWith, type FakeState } from '../support/fake-resilient-socket.ts'
import { within } from '../support/within.tsx'

function reading<T>(hook: () => T, initial: Partial<FakeState> = {}) {
  const socket = fakeSocket(initial)
  const counted = { renders: 0 }
  const { result, rerender } = renderHook(
    () => {
      counted.renders += 1
      return hook()
    },
    { wrapper: within(socket) },
  )
  const rendersOf = (change: Partial<FakeState>) => {
    const before = counted.renders
    act(() => socket.set(change))
    return counted.renders - before
  }
  return { socket, result, rerender, rendersOf }
}

test('a selector renders when its value changed', () => {
  const { rendersOf, result } = reading(() => useConnectionState(status => status.freshness))
  expect(rendersOf({ status: statusWith({ freshness: 'stale' }) })).toBe(1)
  expect(result.current).toBe('stale')
})

test('a selector does not render when another value changed', () => {
  const { rendersOf } = reading(() => useConnectionState(status => status.freshness))
  expect(rendersOf({ status: statusWith({ latencyMs: 900 }) })).toBe(0)
})

test('an inline selector may make a fresh object each time: it is compared shallowly and keeps its identity', () => {
  const { rendersOf, result, rerender } = reading(() => useConnectionState(({ state, attempt }) => ({ state, attempt })))
  const first = result.current
  expect(rendersOf({ status: statusWith({ latencyMs: 900 }) })).toBe(0)
  rerender()
  expect(result.current).toBe(first)
})

test('a selector that closes over a prop reads with the newest prop', () => {
  const socket = fakeSocket()
  const { result, rerender } = renderHook(({ field }: { field: keyof ConnectionStatus }) => useConnectionState(status => status[field]), {
    wrapper: within(socket),
    initialProps: { field: 'state' },
  })
  rerender({ field: 'freshness' })
  expect(result.current).toBe('live')
})

test('without a selector the whole status comes as it is', () => {
  const status = statusWith({})
  expect(reading(() => useConnectionState(), { status }).result.current).toBe(status)
})

test('a change of tasks does not render readers of the status', () => {
  const { rendersOf } = reading(() => useConnectionState())
  expect(rendersOf({ tasks: [taskWith({})] })).toBe(0)
})

test('a selected list of tasks renders when one of its tasks changed, not when another did', () => {
  const [mine, other] = [taskWith({}), taskWith({ id: 'task-2', key: 'key-2', kind: 'export' })]
  const { rendersOf } = reading(() => useTasks(tasks => tasks.filter(({ kind }) => kind === 'chat')), { tasks: [mine, other] })
  expect(rendersOf({ tasks: [mine, { ...other, rev: 2 }] })).toBe(0)
  expect(rendersOf({ tasks: [{ ...mine, rev: 2 }, other] })).toBe(1)
})

test('a bell does not render for progress', () => {
  const { rendersOf } = reading(() => useTaskNotifications({ kinds: ['task.failed'] }), {
    tasks: [taskWith({})],
    notifications: [noticeWith({})],
  })
  const progress = { value: 1, total: 2, message: null }
  expect(rendersOf({ tasks: [taskWith({ rev: 2, progress })], notifications: [noticeWith({})] })).toBe(0)
})

test('a bell renders when the number of active tasks changed', () => {
  const { rendersOf, result } = reading(() => useTaskNotifications(), { tasks: [taskWith({})] })
  expect(rendersOf({ tasks: [taskWith({ status: 'cancelled', finishedAt: 2 })] })).toBe(1)
  expect(result.current.activeCount).toBe(0)
})

test('a chunk renders the reader of its task’s stream and no other', () => {
  const other = taskWith({ id: 'task-2', key: 'key-2', streams: saying('a') })
  const { rendersOf } = reading(() => useTaskStream('key-2'), { tasks: [taskWith({}), other] })
  expect(rendersOf({ tasks: [taskWith({ streams: saying('x') }), other] })).toBe(0)
  expect(rendersOf({ tasks: [taskWith({}), { ...other, streams: saying('ab') }] })).toBe(1)
})

test('the outbox keeps its identity while its entries do', () => {
  const entries = [entryWith({})]
  const { rendersOf, result, rerender } = reading(() => useOutbox(), { outbox: entries })
  const first = result.current
  expect(rendersOf({ tasks: [taskWith({})] })).toBe(0)
  rerender()
  expect(result.current).toBe(first)
})

test('each reading hook subscribes once, and leaves nothing behind', () => {
  const socket = fakeSocket()
  const { unmount } = renderHook(() => useTaskNotifications(), { wrapper: within(socket) })
  // The hook's one, and the provider's, which looks whose state it is.
  expect(socket.subscribed()).toBe(2)
  unmount()
  expect([socket.subscribed(), socket.listening()]).toEqual([0, 0])
})
