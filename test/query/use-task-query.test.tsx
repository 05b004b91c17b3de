// One task as a query: from the socket while it is live, over HTTP while it is not, and never an older view over a newer.
import { onlineManager } from '@tanstack/react-query'
import { act, render, renderHook, waitFor } from '@testing-library/react'
import { StrictMode } from 'react'
import { afterEach, describe, expect, test, vi } from 'vitest'
import type { Task } from '../../src/core/model.ts'
import { useTaskQuery } from '../../src/query/use-task-query.ts'
import { wireTask } from '../support/agent-stand.ts'
import { fakeSocket, saying, statusWith, taskWith } from '../support/fake-resilient-socket.ts'
import { queryPage } from '../support/query-page.tsx'

const whole = (changes: Readonly<Record<string, unknown>> = {}) => ({
  task: wireTask({ id: 'task-1', key: 'key-1', status: 'running', rev: 2, ...changes }),
  pieces: [],
})
const down = statusWith({ state: 'reconnecting', freshness: 'stale', reason: 'unknown' })
const ended = { status: 'succeeded', rev: 4, result: 'yes', finishedAt: 9 } as Partial<Task>

afterEach(() => {
  vi.useRealTimers()
  onlineManager.setOnline(true)
})

describe('without a live socket', () => {
  test('it is read over HTTP, polled while it runs, and left alone when it has ended', async () => {
    vi.useFakeTimers()
    const { wrapper, requests, latest } = queryPage()
    const { result } = renderHook(() => useTaskQuery('task-1', { pollMs: 1_000 }), { wrapper })
    const answer = (changes: Readonly<Record<string, unknown>>) =>
      act(async () => {
        latest().answer(whole(changes))
        await vi.advanceTimersByTimeAsync(0)
      })
    const pass = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms))
    await pass(0)
    expect([requests.length, latest().path, result.current.data]).toEqual([1, '/tasks/task-1', undefined])
    await answer({})
    expect(result.current.data?.status).toBe('running')
    // Up to half as much again: this page's roll is 0.5.
    await pass(1_249)
    expect(requests).toHaveLength(1)
    await pass(1)
    expect(requests).toHaveLength(2)
    await answer({ status: 'succeeded', rev: 3, result: 'yes', finishedAt: 9 })
    expect(result.current.data).toMatchObject({ status: 'succeeded', result: 'yes' })
    await pass(600_000)
    expect(requests).toHaveLength(2)
  })

  test('an error does not end the polling', async () => {
    vi.useFakeTimers()
    const { wrapper, requests, latest } = queryPage()
    const { result } = renderHook(() => useTaskQuery('task-1', { pollMs: 1_000 }), { wrapper })
    await act(() => vi.advanceTimersByTimeAsync(0))
    latest().fail()
    await act(() => vi.advanceTimersByTimeAsync(1_250))
    expect([result.current.error?.code, requests.length]).toEqual(['network', 2])
    await act(async () => {
      latest().answer(whole())
      await vi.advanceTimersByTimeAsync(1)
    })
    expect([result.current.error, result.current.data?.status]).toEqual([null, 'running'])
  })

  test('null is a task that the server does not know, and is not asked for again', async () => {
    const { wrapper, latest, requests, request } = queryPage()
    const { result } = renderHook(() => useTaskQuery('nobody', { pollMs: 1 }), { wrapper })
    await request(0)
    latest().answer({ code: 'not-found' }, 404)
    await waitFor(() => expect(result.current.data).toBe(null))
    expect(requests).toHaveLength(1)
  })

  test('a browser that says offline pauses nothing', async () => {
    onlineManager.setOnline(false)
    const { wrapper, request } = queryPage()
    const { result } = renderHook(() => useTaskQuery('task-1'), { wrapper })
    const { answer } = await request(0)
    answer(whole())
    await waitFor(() => expect(result.current.data?.status).toBe('running'))
  })

  test('with null for a name nothing is asked', () => {
    const { wrapper, requests } = queryPage()
    const { result } = renderHook(() => useTaskQuery(null), { wrapper })
    expect([result.current.data, result.current.fetchStatus, requests.length]).toEqual([undefined, 'idle', 0])
  })
})

describe('with a live socket', () => {
  test('it is there in the first render, follows the socket, and asks nothing over HTTP', async () => {
    const socket = fakeSocket({ tasks: [taskWith({ rev: 2 })] })
    const { wrapper, requests, client, agent } = queryPage({ socket })
    const seen: unknown[] = []
    const useShown = () => {
      const query = useTaskQuery('key-1')
      seen.push(query.data?.rev)
      return query
    }
    const { result } = renderHook(useShown, { wrapper })
    act(() => socket.set({ tasks: [taskWith({ rev: 3, streams: saying('Hello') })] }))
    await waitFor(() => expect(result.current.data?.streams).toEqual(saying('Hello')))
    expect([seen.indexOf(undefined), seen[0], requests.length, result.current.isStale]).toEqual([-1, 2, 0, false])
    expect(client.getQueryData(agent.keys.task('key-1'))).toMatchObject({ rev: 3 })
  })

  test('[GAP4] that has not come as far as an answer over HTTP is not trusted to keep it: it is polled until it is told of', async () => {
    vi.useFakeTimers()
    const socket = fakeSocket()
    const { wrapper, requests, latest } = queryPage({ socket })
    const { result } = renderHook(() => useTaskQuery('key-1', { pollMs: 1_000 }), { wrapper })
    const answer = async () => {
      latest().answer(whole())
      await vi.advanceTimersByTimeAsync(1)
    }
    await act(() => vi.advanceTimersByTimeAsync(0))
    await act(answer)
    expect([result.current.data?.rev, requests.length]).toEqual([2, 1])
    await act(() => vi.advanceTimersByTimeAsync(1_250))
    expect(requests).toHaveLength(2)
    await act(answer)
    act(() => socket.set({ tasks: [taskWith({ rev: 1 })] }))
    await act(() => vi.advanceTimersByTimeAsync(1_250))
    expect(requests).toHaveLength(3)
    await act(answer)
    act(() => socket.set({ tasks: [taskWith({ rev: 2 })] }))
    await act(() => vi.advanceTimersByTimeAsync(600_000))
    expect(requests).toHaveLength(3)
  })

  test('it is polled from when the link is down until it is live again', async () => {
    vi.useFakeTimers()
    const socket = fakeSocket({ tasks: [taskWith({ rev: 2 })] })
    const { wrapper, requests, latest } = queryPage({ socket })
    renderHook(() => useTaskQuery('key-1', { pollMs: 1_000 }), { wrapper })
    const pass = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms))
    await pass(60_000)
    expect(requests).toHaveLength(0)
    act(() => socket.set({ status: down }))
    await pass(1_300)
    expect(requests).toHaveLength(1)
    latest().answer(whole())
    act(() => socket.set({ status: statusWith({}) }))
    await pass(60_000)
    expect(requests).toHaveLength(1)
  })
})

describe('an answer that was long under way', () => {
  test('[TASK1] does not put back what the socket told of since', async () => {
    const socket = fakeSocket({ status: down, tasks: [taskWith({ rev: 2 })] })
    const { wrapper, request } = queryPage({ socket })
    const { result } = renderHook(() => useTaskQuery('key-1'), { wrapper })
    const late = await request(0)
    act(() => socket.set({ status: statusWith({}), tasks: [taskWith(ended)] }))
    await waitFor(() => expect(result.current.data?.status).toBe('succeeded'))
    late.answer(whole({ rev: 3 }))
    await waitFor(() => expect(result.current.fetchStatus).toBe('idle'))
    expect(result.current.data).toMatchObject({ status: 'succeeded', rev: 4, result: 'yes' })
  })

  test('[TASK1] does not take away a task that began since', async () => {
    const socket = fakeSocket()
    const { wrapper, request } = queryPage({ socket })
    const { result } = renderHook(() => useTaskQuery('key-1'), { wrapper })
    const late = await request(0)
    act(() => socket.set({ tasks: [taskWith({ rev: 1 })] }))
    await waitFor(() => expect(result.current.data?.rev).toBe(1))
    late.answer({}, 404)
    await waitFor(() => expect(result.current.fetchStatus).toBe('idle'))
    expect(result.current.data?.rev).toBe(1)
  })
})

describe('a component that goes', () => {
  test('takes its request with it', async () => {
    const { wrapper, request } = queryPage()
    const { unmount } = renderHook(() => useTaskQuery('task-1'), { wrapper })
    const { signal } = await request(0)
    unmount()
    expect(signal.aborted).toBe(true)
  })

  test('takes a request that waits to be tried again with it', async () => {
    const { wrapper, request, underWay } = queryPage({ retry: { tries: 4 }, isHeld: true })
    const { unmount } = renderHook(() => useTaskQuery('task-1'), { wrapper })
    const { fail, signal } = await request(0)
    fail()
    await waitFor(() => expect([signal.aborted, underWay()]).toEqual([false, 1]))
    unmount()
    await waitFor(() => expect(underWay()).toBe(0))
  })
})

test('in StrictMode, which mounts everything twice, the task is shown as ever', async () => {
  const { wrapper, latest, requests } = queryPage()
  const Shown = () => <output>{useTaskQuery('task-1').data?.status ?? 'asking'}</output>
  const { container } = render(<Shown />, { wrapper: ({ children }) => <StrictMode>{wrapper({ children })}</StrictMode> })
  await waitFor(() => expect(latest().signal.aborted).toBe(false))
  latest().answer(whole())
  await waitFor(() => expect(container.textContent).toBe('running'))
  expect(requests.filter(({ signal }) => !signal.aborted)).toHaveLength(1)
})

test('outside its provider it says what is missing', () => {
  expect(() => renderHook(() => useTaskQuery('task-1'))).toThrow(/<AgentProvider>/)
})
