// Submit and cancel as mutations: through the socket if it is up in time, else over HTTP, once either way; and what the page shows of it.
import { onlineManager } from '@tanstack/react-query'
import { act, renderHook, waitFor } from '@testing-library/react'
import { afterEach, describe, expect, test } from 'vitest'
import type { Outcome } from '../../src/core/model.ts'
import type { Submitted } from '../../src/query/submit-task.ts'
import { useCancelTask } from '../../src/query/use-cancel-task.ts'
import { useSubmitTask } from '../../src/query/use-submit-task.ts'
import { useTaskHistory } from '../../src/query/use-task-history.ts'
import { useTaskQuery } from '../../src/query/use-task-query.ts'
import { wireHead, wireTask } from '../support/agent-stand.ts'
import { fakeSocket, statusWith, type FakeSocket } from '../support/fake-resilient-socket.ts'
import { queryPage } from '../support/query-page.tsx'

const INPUT = { text: 'hi' }
const accepted = (changes: Readonly<Record<string, unknown>> = {}) => ({
  task: wireHead({ key: 'id-1', ...changes }),
  cursor: { epoch: 'e1', offset: 7, mark: 'm7' },
})

afterEach(() => onlineManager.setOnline(true))

/** A socket whose sends end as the test says. */
function socketWith(state: Parameters<typeof statusWith>[0], ready: () => Promise<void> = () => new Promise(() => {})) {
  const socket = fakeSocket({ status: statusWith(state) })
  const settle: ((outcome: Outcome<never>) => void)[] = []
  const sent =
    (name: string) =>
    (...args: readonly unknown[]) => {
      calls.push([name, ...args])
      return { id: 'sent', settled: new Promise<Outcome<never>>(resolve => void settle.push(resolve)), cancel: () => false }
    }
  const calls: unknown[][] = []
  const own: FakeSocket = { ...socket, ready, submit: sent('submit'), cancelTask: sent('cancelTask') }
  return { socket: own, calls, settle: (outcome: Outcome<{ taskId: string }>) => settle[0]?.(outcome as Outcome<never>) }
}

/** A page that submits, and shows the task and the list. */
function submitting(page: ReturnType<typeof queryPage>) {
  return renderHook(
    () => {
      const submit = useSubmitTask('chat')
      return { submit, task: useTaskQuery(submit.taskKey, { pollMs: 100_000 }), list: useTaskHistory({ enabled: false }) }
    },
    { wrapper: page.wrapper },
  )
}
type View = ReturnType<typeof submitting>['result']

const submit = (result: View, variables: { input: unknown; key?: string; signal?: AbortSignal } = { input: INPUT }) => {
  act(() => result.current.submit.mutate(variables))
  return variables
}
const outcomeOf = (result: View) => waitFor(() => result.current.submit.data ?? nothing())
const errorOf = (result: View) => waitFor(() => result.current.submit.error ?? nothing())
function nothing(): never {
  throw new Error('It is not settled.')
}

describe('a submit', () => {
  test('[TASK5] goes through a socket that is up, under the key that the page shows from the first moment', async () => {
    const { socket, calls, settle } = socketWith({})
    const page = queryPage({ socket })
    const { result } = submitting(page)
    submit(result)
    await waitFor(() => expect(result.current.submit.taskKey).toBe('id-1'))
    await waitFor(() => expect(result.current.task.data).toMatchObject({ id: null, sync: 'submitting', input: INPUT }))
    expect(calls).toEqual([['submit', 'chat', INPUT, { key: 'id-1' }]])
    settle({ outcome: 'accepted', data: { taskId: 't1' } })
    expect(await outcomeOf(result)).toEqual({ key: 'id-1', taskId: 't1', via: 'socket', cursor: null } satisfies Submitted)
    expect(page.requests.filter(({ method }) => method === 'POST')).toEqual([])
  })

  test('[TASK5] goes over HTTP when the socket is not ready in time, and brings the head and its cursor', async () => {
    const { socket, calls } = socketWith({ state: 'reconnecting', freshness: 'stale' }, () => Promise.reject(new Error('not in time')))
    const page = queryPage({ socket })
    const { result } = submitting(page)
    submit(result, { input: INPUT, key: 'mine' })
    const asked = await waitFor(() => page.requests.find(({ method }) => method === 'POST') ?? nothing())
    expect([asked.path, asked.key, asked.body, calls]).toEqual(['/tasks', 'mine', { kind: 'chat', input: INPUT }, []])
    asked.answer(accepted({ key: 'mine' }), 202)
    expect(await outcomeOf(result)).toMatchObject({ key: 'mine', taskId: 't1', via: 'http', cursor: { offset: 7 } })
    // What the page says of being live counts this write in (GAP4).
    expect(socket.calls).toContainEqual(['awaitCursor', { epoch: 'e1', offset: 7, mark: 'm7' }])
    await waitFor(() => expect(result.current.task.data).toMatchObject({ id: 't1', rev: 1, input: INPUT, sync: 'synced' }))
  })

  test('waits for a socket that is on its way', async () => {
    let resolve = (): void => {}
    const ready = () =>
      new Promise<void>(isUp => {
        resolve = isUp
      })
    const { socket, calls } = socketWith({ state: 'connecting', freshness: 'stale' }, ready)
    const page = queryPage({ socket })
    const { result } = submitting(page)
    submit(result)
    await waitFor(() => expect(result.current.submit.isPending).toBe(true))
    expect(calls).toEqual([])
    resolve()
    await waitFor(() => expect(calls).toHaveLength(1))
    expect(page.requests.filter(({ method }) => method === 'POST')).toEqual([])
  })

  test.each(['idle', 'disconnected'] as const)('does not wait for one that is %s', async state => {
    const { socket } = socketWith({ state, freshness: 'stale' })
    const page = queryPage({ socket })
    submit(submitting(page).result)
    await waitFor(() => expect(page.requests.filter(({ method }) => method === 'POST')).toHaveLength(1))
  })

  test.each([
    ['does not answer in time', null],
    ['cannot say whether it ran', { outcome: 'unconfirmed' }],
    ['let it expire', { outcome: 'expired' }],
    ['finds it too large', { outcome: 'rejected', error: { code: 'too-large', message: 'Too large.', retryable: false } }],
  ] as const)('[TASK5] goes over HTTP too, under the same key, when the socket %s', async (_, outcome) => {
    const { socket, calls, settle } = socketWith({})
    const page = queryPage({ socket })
    const { result } = submitting(page)
    submit(result)
    await waitFor(() => expect(calls).toHaveLength(1))
    if (outcome === null) page.expire()
    else settle(outcome)
    const asked = await waitFor(() => page.requests.find(({ method }) => method === 'POST') ?? nothing())
    expect(asked.key).toBe('id-1')
    asked.answer(accepted(), 202)
    expect(await outcomeOf(result)).toMatchObject({ via: 'http', key: 'id-1' })
    expect(socket.calls).toContainEqual(['discardSend', 'id-1'])
  })

  test('[HTTP1] that HTTP refuses, after a socket that cannot say whether it ran, may have run', async () => {
    const { socket, calls, settle } = socketWith({})
    const page = queryPage({ socket })
    const { result } = submitting(page)
    submit(result)
    await waitFor(() => expect(calls).toHaveLength(1))
    settle({ outcome: 'unconfirmed' })
    const asked = await waitFor(() => page.requests.find(({ method }) => method === 'POST') ?? nothing())
    asked.answer({ code: 'forbidden', detail: 'Not you.' }, 403)
    expect(await errorOf(result)).toMatchObject({
      status: 403,
      code: 'forbidden',
      message: expect.stringContaining('Not you.'),
      mayHaveRun: true,
    })
    await waitFor(() => expect(result.current.task.data?.sync).toBe('unconfirmed'))
  })

  test('that the socket’s server refuses is refused, and its draft leaves the page', async () => {
    const { socket, settle, calls } = socketWith({})
    const page = queryPage({ socket })
    const { result } = submitting(page)
    submit(result)
    await waitFor(() => expect(calls).toHaveLength(1))
    settle({ outcome: 'rejected', error: { code: 'busy', message: 'Too many chats.', retryable: true, retryAfterMs: 7_000 } })
    const told = { name: 'AgentError', code: 'busy', status: null, retryable: true, retryAfterMs: 7_000, mayHaveRun: false }
    expect(await errorOf(result)).toMatchObject(told)
    // Whoever looks at it asks the server.
    await waitFor(() => expect(page.latest()).toMatchObject({ method: 'GET', path: '/tasks/id-1' }))
    expect(result.current.task.data).toBe(undefined)
  })

  test('[SEND1] whose end nobody knows is shown so, and the same object sent again is the same task', async () => {
    const page = queryPage()
    const { result } = submitting(page)
    const variables = submit(result)
    const posts = () => page.requests.filter(({ method }) => method === 'POST')
    await waitFor(() => expect(posts()).toHaveLength(1))
    posts()[0]?.fail()
    expect(await errorOf(result)).toMatchObject({ code: 'network', mayHaveRun: true })
    await waitFor(() => expect(result.current.task.data?.sync).toBe('unconfirmed'))
    submit(result, variables)
    await waitFor(() => expect(posts().map(({ key }) => key)).toEqual(['id-1', 'id-1']))
    posts()[1]?.answer(accepted({ rev: 2, status: 'running' }), 202)
    await waitFor(() => expect(result.current.task.data).toMatchObject({ id: 't1', status: 'running' }))
  })

  test('of another object is another task', async () => {
    const page = queryPage()
    const { result } = submitting(page)
    submit(result)
    submit(result, { input: INPUT })
    await waitFor(() => expect(page.requests.filter(({ method }) => method === 'POST').map(({ key }) => key)).toEqual(['id-1', 'id-2']))
  })

  test('goes on when its component is gone, for the user asked for it; its own signal ends it', async () => {
    const page = queryPage()
    const { result, unmount } = submitting(page)
    const stop = new AbortController()
    submit(result, { input: INPUT, signal: stop.signal })
    const asked = await waitFor(() => page.requests.find(({ method }) => method === 'POST') ?? nothing())
    unmount()
    expect(asked.signal.aborted).toBe(false)
    stop.abort()
    expect(asked.signal.aborted).toBe(true)
  })

  test('is paused by no browser that says offline', async () => {
    onlineManager.setOnline(false)
    const page = queryPage()
    submit(submitting(page).result)
    await waitFor(() => expect(page.requests.filter(({ method }) => method === 'POST')).toHaveLength(1))
  })

  test('shows in the list at once, and leaves it when it came to nothing', async () => {
    const page = queryPage()
    const { result } = submitting(page)
    act(() => void result.current.list.refetch())
    ;(await page.request(0)).answer({ tasks: [wireTask()], next: null })
    const keys = () => result.current.list.data?.map(({ key }) => key)
    await waitFor(() => expect(keys()).toEqual(['k1']))
    submit(result)
    await waitFor(() => expect(keys()).toEqual(['id-1', 'k1']))
    page.requests.find(({ method }) => method === 'POST')?.answer({ code: 'unknown-kind' }, 422)
    await waitFor(() => expect(keys()).toEqual(['k1']))
  })
})

describe('a user who changes while another’s submit is under way', () => {
  const posts = ({ requests }: ReturnType<typeof queryPage>) => requests.filter(({ method }) => method === 'POST')
  const inputsIn = ({ client, agent }: ReturnType<typeof queryPage>) =>
    JSON.stringify(client.getQueriesData({ queryKey: agent.keys.all })).includes(JSON.stringify(INPUT))

  test.each([
    ['written to a socket that is another’s now', {}, 1],
    ['waiting for a socket', { state: 'connecting' as const, freshness: 'stale' as const }, 0],
  ])('[AUTH1] gets nothing run that was %s, nor is shown what it was', async (_, state, sent) => {
    let user = 'ana'
    let fail = (): void => {}
    const { socket, calls, settle } = socketWith(state, () => new Promise((_resolve, reject) => void (fail = reject)))
    const page = queryPage({ socket, identity: () => user })
    const { result } = submitting(page)
    submit(result)
    await waitFor(() => expect([result.current.submit.isPending, calls.length]).toEqual([true, sent]))
    user = 'bob'
    settle({ outcome: 'unconfirmed' })
    fail()
    expect(await errorOf(result)).toMatchObject({ code: 'other-user', mayHaveRun: sent === 1 })
    expect([posts(page), inputsIn(page)]).toEqual([[], false])
  })

  test('[AUTH1] is not shown what came of one over HTTP', async () => {
    let user = 'ana'
    const page = queryPage({ identity: () => user })
    const { result } = submitting(page)
    submit(result)
    await waitFor(() => expect(posts(page)).toHaveLength(1))
    user = 'bob'
    posts(page)[0]?.answer(accepted(), 202)
    expect(await errorOf(result)).toMatchObject({ code: 'other-user', mayHaveRun: true })
    expect(inputsIn(page)).toBe(false)
  })
})

test('a submit that was ended before anything was sent did not run, and leaves the page', async () => {
  const { socket } = socketWith({ state: 'connecting', freshness: 'stale' }, () => Promise.reject(new Error('aborted')))
  const page = queryPage({ socket })
  const { result } = submitting(page)
  submit(result, { input: INPUT, signal: AbortSignal.abort(new Error('the user thought better of it')) })
  await waitFor(() => expect(result.current.submit.error).toMatchObject({ message: 'the user thought better of it' }))
  expect(page.client.getQueryData(page.agent.keys.task('id-1'))).toBe(undefined)
})

describe('a cancel', () => {
  const cancelling = (page: ReturnType<typeof queryPage>) => {
    const view = renderHook(() => ({ cancel: useCancelTask(), task: useTaskQuery('t1', { pollMs: 100_000 }) }), { wrapper: page.wrapper })
    act(() => view.result.current.cancel.mutate('t1'))
    return view.result
  }
  const post = (page: ReturnType<typeof queryPage>) => waitFor(() => page.requests.find(({ method }) => method === 'POST') ?? nothing())

  test('goes through a socket that is up', async () => {
    const { socket, calls, settle } = socketWith({})
    const result = cancelling(queryPage({ socket }))
    await waitFor(() => expect(calls).toEqual([['cancelTask', 't1']]))
    settle({ outcome: 'accepted', data: { taskId: 't1' } })
    await waitFor(() => expect(result.current.cancel.data).toEqual({ idOrKey: 't1', via: 'socket' }))
  })

  test('goes over HTTP without one, and the page shows what it answered', async () => {
    const page = queryPage()
    const result = cancelling(page)
    ;(await page.request(0)).answer({ task: wireTask({ status: 'running', rev: 2 }), pieces: [] })
    const asked = await post(page)
    expect(asked.path).toBe('/tasks/t1/cancel')
    asked.answer(accepted({ key: 'k1', rev: 3, status: 'running', cancelRequested: true }), 202)
    await waitFor(() => expect(result.current.task.data).toMatchObject({ rev: 3, cancelRequested: true, input: { text: 'hi' } }))
  })

  test('of a task that has ended asks for its end, which a head does not bring', async () => {
    const page = queryPage()
    const result = cancelling(page)
    ;(await page.request(0)).answer({ task: wireTask({ status: 'running', rev: 2 }), pieces: [] })
    const asked = await post(page)
    asked.answer(accepted({ key: 'k1', rev: 4, status: 'succeeded', finishedAt: 9 }), 202)
    ;(await page.request(2)).answer({ task: wireTask({ status: 'succeeded', rev: 4, result: 'yes', finishedAt: 9 }), pieces: [] })
    await waitFor(() => expect(result.current.task.data).toMatchObject({ status: 'succeeded', result: 'yes' }))
  })

  test('of a task that nobody knows is an error', async () => {
    const page = queryPage()
    const result = cancelling(page)
    ;(await post(page)).answer({ code: 'not-found' }, 404)
    await waitFor(() => expect(result.current.cancel.error).toMatchObject({ status: 404, code: 'not-found' }))
  })
})

test('no mutation is tried again by TanStack Query, whatever the page’s defaults are', async () => {
  const page = queryPage()
  page.client.setDefaultOptions({ mutations: { retry: 5, retryDelay: 0 }, queries: { retry: 5, retryDelay: 0 } })
  const { result } = submitting(page)
  submit(result)
  await waitFor(() => expect(page.requests.filter(({ method }) => method === 'POST')).toHaveLength(1))
  page.requests.forEach(({ fail }) => fail())
  await errorOf(result)
  await expect.poll(() => result.current.task.fetchStatus).toBe('idle')
  expect(page.requests.filter(({ method }) => method === 'POST')).toHaveLength(1)
})
