// What a socket tells goes into the query cache as it is told; only where something may have been missed is anything read anew.
import { onlineManager, QueryClient, QueryObserver } from '@tanstack/react-query'
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import type { Task } from '../../src/core/model.ts'
import { bridge, bridgeToQueryClient } from '../../src/query/bridge.ts'
import { createAgent } from '../../src/query/create-agent.ts'
import type { Pages } from '../../src/query/history-pages.ts'
import { taskQueryOptions } from '../../src/query/query-options.ts'
import { fakeSocket, noticeWith, saying, statusWith, taskWith } from '../support/fake-resilient-socket.ts'

const agent = createAgent({ baseUrl: 'http://agent.test/rs', fetch: () => new Promise(() => {}) })
const down = statusWith({ state: 'connecting', freshness: 'stale' })

let client: QueryClient
beforeEach(() => {
  client = new QueryClient()
})
afterEach(() => {
  client.clear()
  onlineManager.setOnline(true)
})

/** A query that is on the page, and how often it was read. */
function shown(queryKey: readonly unknown[], data?: unknown) {
  const read = vi.fn<() => Promise<string>>().mockResolvedValue('read')
  if (data !== undefined) client.setQueryData(queryKey, data)
  const observer = new QueryObserver(client, { queryKey, queryFn: read, staleTime: Infinity })
  onTestFinished(observer.subscribe(() => {}))
  return read
}

const listOf = (...tasks: readonly Task[]): Pages => ({ pages: [{ tasks, next: null }], pageParams: [null] })

describe('tasks', () => {
  test('go where somebody asked for them, by id and by key, and nowhere else', () => {
    const socket = fakeSocket({ tasks: [taskWith({ rev: 1 })] })
    client.setQueryData(agent.keys.task('task-1'), null)
    bridgeToQueryClient(socket, client, { agent })
    expect(client.getQueryData(agent.keys.task('task-1'))).toMatchObject({ rev: 1 })
    client.setQueryData(agent.keys.task('key-1'), taskWith({ rev: 1 }))
    socket.set({ tasks: [taskWith({ rev: 2 }), taskWith({ id: 'task-2', key: 'key-2' })] })
    expect([client.getQueryData(agent.keys.task('task-1')), client.getQueryData(agent.keys.task('key-1'))]).toMatchObject([
      { rev: 2 },
      { rev: 2 },
    ])
    expect(client.getQueryCache().getAll()).toHaveLength(2)
  })

  test('[TASK1] never put an older view over a newer', () => {
    const socket = fakeSocket()
    bridgeToQueryClient(socket, client, { agent })
    client.setQueryData(agent.keys.task('key-1'), taskWith({ rev: 5 }))
    client.setQueryData(agent.keys.history({}), listOf(taskWith({ rev: 5 })))
    socket.set({ tasks: [taskWith({ rev: 4 })] })
    expect(client.getQueryData<Task>(agent.keys.task('key-1'))?.rev).toBe(5)
    expect(client.getQueryData<Pages>(agent.keys.history({}))?.pages[0]?.tasks[0]?.rev).toBe(5)
  })

  test('take their place in every list whose filter wants them', () => {
    const socket = fakeSocket()
    bridgeToQueryClient(socket, client, { agent })
    const [all, other] = [agent.keys.history({}), agent.keys.history({ conversation: 'other' })]
    client.setQueryData(all, listOf())
    client.setQueryData(other, listOf())
    socket.set({ tasks: [taskWith({})] })
    const keysIn = (queryKey: readonly unknown[]) => client.getQueryData<Pages>(queryKey)?.pages[0]?.tasks.map(({ key }) => key)
    expect([keysIn(all), keysIn(other)]).toEqual([['key-1'], []])
  })

  test('that did not change are not written again', () => {
    const task = taskWith({ streams: saying('Hel') })
    const socket = fakeSocket({ tasks: [task] })
    client.setQueryData(agent.keys.task('key-1'), task)
    bridgeToQueryClient(socket, client, { agent })
    const write = vi.spyOn(client, 'setQueryData')
    socket.set({ tasks: [task, taskWith({ id: 'task-2', key: 'key-2' })] })
    expect(write).not.toHaveBeenCalled()
  })

  test('a draft that is gone without a task leaves the cache, and who looks at it asks the server', async () => {
    const draft = taskWith({ id: null, rev: 0, sync: 'submitting', status: 'queued' })
    const socket = fakeSocket({ tasks: [draft] })
    const read = shown(agent.keys.task('key-1'), draft)
    client.setQueryData(agent.keys.history({}), listOf(draft))
    bridgeToQueryClient(socket, client, { agent })
    socket.set({ tasks: [] })
    await expect.poll(() => read).toHaveBeenCalledTimes(1)
    expect(client.getQueryData<Pages>(agent.keys.history({}))?.pages[0]?.tasks).toEqual([])
  })

  test('without an agent are nobody’s affair', () => {
    const socket = fakeSocket({ tasks: [taskWith({})] })
    client.setQueryData(agent.keys.task('key-1'), null)
    bridgeToQueryClient(socket, client, {})
    expect(client.getQueryData(agent.keys.task('key-1'))).toBe(null)
  })
})

test('notifications and the application’s events reach their handlers with the query client, until it is stopped', () => {
  const socket = fakeSocket()
  const stop = bridgeToQueryClient(socket, client, {
    notification: ({ id }, queryClient) => void queryClient.setQueryData<string[]>(['inbox'], (held = []) => [...held, id]),
    events: { price: (payload, queryClient) => void queryClient.setQueryData(['price'], payload) },
  })
  const tell = (id: string) => {
    socket.tell('notification', noticeWith({ id }))
    socket.tell('message', { type: 'app.price', data: { amount: id } })
    socket.tell('message', { type: 'app.nobody-hears', data: 1 })
  }
  tell('n1')
  tell('n2')
  stop()
  tell('n3')
  expect([client.getQueryData(['inbox']), client.getQueryData(['price'])]).toEqual([['n1', 'n2'], { amount: 'n2' }])
  expect([socket.listening(), socket.subscribed()]).toEqual([0, 0])
})

describe('what may have been missed is read anew', () => {
  test('once when the socket is first live: what happened before was not told', async () => {
    const socket = fakeSocket({ status: down })
    const [price, other] = [shown(['price'], 1), shown(['other'], 1)]
    client.setQueryData(['price', 'aside'], 1)
    bridgeToQueryClient(socket, client, { queryKeys: [['price']] })
    expect(price).not.toHaveBeenCalled()
    const live = statusWith({})
    for (const status of [statusWith({ freshness: 'catching-up' }), live, statusWith({ freshness: 'stale' }), live])
      socket.tell('status', status)
    await expect.poll(() => price).toHaveBeenCalledTimes(1)
    expect([other.mock.calls.length, client.getQueryData(['price', 'aside'])]).toEqual([0, undefined])
  })

  test('at once when it is live already', async () => {
    const price = shown(['price'], 1)
    bridgeToQueryClient(fakeSocket(), client, { queryKeys: [['price']] })
    await expect.poll(() => price).toHaveBeenCalledTimes(1)
  })

  test('after a reset, tasks and lists too; after a replay nothing is', async () => {
    const socket = fakeSocket()
    const [price, task] = [shown(['price']), shown(agent.keys.task('key-1'), taskWith({ rev: 8 }))]
    bridgeToQueryClient(socket, client, { agent, queryKeys: [['price']] })
    await expect.poll(() => price).toHaveBeenCalledTimes(1)
    price.mockClear()
    socket.tell('status', statusWith({ freshness: 'stale' }))
    socket.tell('status', statusWith({ recovery: 'replayed' }))
    await Promise.resolve()
    expect([price.mock.calls.length, task.mock.calls.length]).toEqual([0, 0])
    socket.tell('reset', { reason: 'epoch' })
    await expect.poll(() => [price.mock.calls.length, task.mock.calls.length]).toEqual([1, 1])
  })

  test('[LOG2] after a reset an older rev is believed: the history may be another', () => {
    const socket = fakeSocket()
    client.setQueryData(agent.keys.task('key-1'), taskWith({ rev: 8 }))
    const observer = new QueryObserver(client, { ...taskQueryOptions(agent, 'key-1'), staleTime: Infinity })
    onTestFinished(observer.subscribe(() => {}))
    bridgeToQueryClient(socket, client, { agent })
    socket.tell('reset', { reason: 'diverged' })
    expect(client.getQueryData<Task>(agent.keys.task('key-1'))?.rev).toBe(8)
    socket.set({ tasks: [taskWith({ rev: 3 })] })
    expect(client.getQueryData<Task>(agent.keys.task('key-1'))?.rev).toBe(3)
  })

  test('[AUTH1] of another user nothing is left to be shown', () => {
    const socket = fakeSocket()
    const kept = [agent.keys.task('key-1'), agent.keys.task('key-2'), ['price']]
    shown(agent.keys.task('key-1'), taskWith({}))
    client.setQueryData(agent.keys.task('key-2'), taskWith({ key: 'key-2' }))
    bridgeToQueryClient(socket, client, { agent, queryKeys: [['price']] })
    shown(['price'], 'theirs')
    socket.tell('reset', { reason: 'user' })
    expect(kept.map(queryKey => client.getQueryData(queryKey))).toEqual([undefined, undefined, undefined])
  })
})

describe('TanStack Query’s own idea of being online', () => {
  const reasons = ['offline', 'server-down', 'blocked', 'signed-out', 'unknown', null] as const

  test('is left alone', () => {
    const socket = fakeSocket()
    bridgeToQueryClient(socket, client, { agent })
    for (const reason of reasons) {
      socket.tell('status', statusWith({ state: 'reconnecting', freshness: 'stale', reason }))
      expect(onlineManager.isOnline()).toBe(true)
    }
  })

  test('follows the connection where asked to: offline where HTTP cannot work either, and online when it stops', () => {
    const socket = fakeSocket()
    const stop = bridgeToQueryClient(socket, client, { followConnection: true })
    const told = reasons.map(reason => {
      socket.tell('status', statusWith({ state: 'reconnecting', freshness: 'stale', reason }))
      return onlineManager.isOnline()
    })
    expect(told).toEqual([false, false, true, true, true, true])
    socket.tell('status', statusWith({ state: 'reconnecting', freshness: 'stale', reason: 'offline' }))
    stop()
    expect(onlineManager.isOnline()).toBe(true)
  })

  test.each([
    ['tells of its next status', (socket: ReturnType<typeof fakeSocket>) => socket.tell('status', statusWith({}))],
    ['is left', (_: unknown, stop: () => void) => stop()],
  ])('is given back where the page no longer asks for it, once the socket %s', (_, then) => {
    const socket = fakeSocket()
    let followConnection = true
    const stop = bridge(socket, client, () => ({ followConnection }))
    socket.tell('status', statusWith({ state: 'reconnecting', freshness: 'stale', reason: 'offline' }))
    expect(onlineManager.isOnline()).toBe(false)
    followConnection = false
    then(socket, stop)
    expect(onlineManager.isOnline()).toBe(true)
  })

  test('that the browser found is not touched by a page that never asked', () => {
    onlineManager.setOnline(false)
    bridgeToQueryClient(fakeSocket(), client, {})()
    expect(onlineManager.isOnline()).toBe(false)
  })
})
