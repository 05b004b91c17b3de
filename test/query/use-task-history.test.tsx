// The list of tasks: page by page over HTTP, kept by the socket, and the mapping that a provider is given.
import { renderHook, waitFor, act } from '@testing-library/react'
import { expect, test, vi } from 'vitest'
import type { Task } from '../../src/core/model.ts'
import { useTaskHistory } from '../../src/query/use-task-history.ts'
import { wireTask } from '../support/agent-stand.ts'
import { fakeSocket, noticeWith, statusWith, taskWith } from '../support/fake-resilient-socket.ts'
import { queryPage } from '../support/query-page.tsx'

const row = (at: number) => wireTask({ id: `t${at}`, key: `k${at}`, createdAt: at, status: 'running', rev: 2 })
const told = (at: number, changes: Partial<Task> = {}) => taskWith({ id: `t${at}`, key: `k${at}`, createdAt: at, rev: 2, ...changes })

test('is read page by page, by its filter', async () => {
  const { wrapper, request } = queryPage()
  const { result } = renderHook(() => useTaskHistory({ conversation: 'support', limit: 2 }), { wrapper })
  const first = await request(0)
  expect(first.path).toBe('/tasks?limit=2&conversation=support')
  first.answer({ tasks: [row(9), row(8)], next: 'n8' })
  await waitFor(() => expect(result.current.hasNextPage).toBe(true))
  act(() => void result.current.fetchNextPage())
  const second = await request(1)
  expect(second.path).toBe('/tasks?limit=2&before=n8&conversation=support')
  second.answer({ tasks: [row(7)], next: null })
  await waitFor(() => expect(result.current.data?.map(({ key }) => key)).toEqual(['k9', 'k8', 'k7']))
  expect(result.current.hasNextPage).toBe(false)
})

test('a task that began while the first page was under way is in it, though the answer lacks it', async () => {
  const socket = fakeSocket()
  const { wrapper, request } = queryPage({ socket })
  const { result } = renderHook(() => useTaskHistory(), { wrapper })
  const late = await request(0)
  socket.set({ tasks: [told(9)] })
  late.answer({ tasks: [row(3)], next: null })
  await waitFor(() => expect(result.current.data?.map(({ key }) => key)).toEqual(['k9', 'k3']))
})

test('while the socket is live, rows follow it and nothing is read again', async () => {
  const socket = fakeSocket()
  const { wrapper, request, requests } = queryPage({ socket })
  const { result, rerender } = renderHook(() => useTaskHistory(), { wrapper })
  ;(await request(0)).answer({ tasks: [row(3)], next: null })
  await waitFor(() => expect(result.current.data).toHaveLength(1))
  act(() => socket.set({ tasks: [told(3, { rev: 5, cancelRequested: true }), told(4)] }))
  await waitFor(() => expect(result.current.data).toMatchObject([{ key: 'k4' }, { key: 'k3', rev: 5, cancelRequested: true }]))
  rerender()
  expect([requests.length, result.current.isStale]).toEqual([1, false])
})

test('the latest mapping of the provider counts, and a new one listens no second time', async () => {
  const socket = fakeSocket({ status: statusWith({ freshness: 'stale' }) })
  const [first, second] = [vi.fn<() => void>(), vi.fn<() => void>()]
  const mapping = { notification: first }
  const { wrapper } = queryPage({ socket, mapping })
  const { rerender } = renderHook(() => null, { wrapper })
  const listening = socket.listening()
  mapping.notification = second
  rerender()
  socket.tell('notification', noticeWith({}))
  expect([first.mock.calls.length, second.mock.calls.length, socket.listening()]).toEqual([0, 1, listening])
})
