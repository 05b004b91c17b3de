// One task by id or key: asking, absent, or known.
import { act, renderHook } from '@testing-library/react'
import { expect, test } from 'vitest'
import { useOutbox } from '../../src/react/use-outbox.ts'
import { useTask, useTaskStream } from '../../src/react/use-task.ts'
import { entryWith, fakeSocket, taskWith, type FakeState } from '../support/fake-resilient-socket.ts'
import { within } from '../support/within.tsx'

function showing(idOrKey: string | null, initial: Partial<FakeState> = {}) {
  const socket = fakeSocket(initial)
  const { result, rerender } = renderHook(({ name }) => useTask(name), { wrapper: within(socket), initialProps: { name: idOrKey } })
  const asks = () => socket.calls.filter(([name]) => name === 'askTask').map(([, asked]) => asked)
  return { socket, result, rerender, asks }
}

test('a task this page holds is there at once, and nobody asks', () => {
  const task = taskWith({})
  const { result, asks } = showing('key-1', { tasks: [task] })
  expect(result.current).toBe(task)
  expect(asks()).toEqual([])
})

test('a task is found by its id as well', () => {
  expect(showing('task-1', { tasks: [taskWith({})] }).result.current?.key).toBe('key-1')
})

test('an unknown task is undefined and asked for once', () => {
  const { result, asks, socket } = showing('far')
  act(() => socket.set({ unread: 1 }))
  expect(result.current).toBeUndefined()
  expect(asks()).toEqual(['far'])
})

test('a task the server does not know is null', () => {
  const { result, socket } = showing('far')
  act(() => socket.set({ absent: ['far'] }))
  expect(result.current).toBeNull()
})

test('a task that leaves the store is asked for again', () => {
  const { socket, asks } = showing('key-1', { tasks: [taskWith({})] })
  act(() => socket.set({ tasks: [] }))
  expect(asks()).toEqual(['key-1'])
})

test('another name asks for another task', () => {
  const { rerender, asks } = showing('far')
  rerender({ name: 'farther' })
  expect(asks()).toEqual(['far', 'farther'])
})

test('no name asks for nothing and shows null', () => {
  const { result, asks } = showing(null)
  expect(result.current).toBeNull()
  expect(asks()).toEqual([])
})

test('a stream is named text unless told otherwise', () => {
  const [text, log] = [
    { kind: 'text', value: 'Hi', done: false },
    { kind: 'list', value: [1], done: true },
  ] as const
  const socket = fakeSocket({ tasks: [taskWith({ streams: { text, log } })] })
  const { result } = renderHook(() => [useTaskStream('key-1'), useTaskStream('key-1', 'log'), useTaskStream('key-1', 'none')], {
    wrapper: within(socket),
  })
  expect(result.current).toEqual([text, log, undefined])
})

test('the outbox lists its entries and acts on them', () => {
  const entries = [entryWith({ state: 'queued' })]
  const socket = fakeSocket({ outbox: entries })
  const { result } = renderHook(() => useOutbox(), { wrapper: within(socket) })
  expect(result.current.entries).toBe(entries)
  expect(result.current.cancel('key-1')).toBe(true)
  result.current.retry('key-1')
  result.current.discard('key-1')
  expect(socket.calls.slice(-3)).toEqual([
    ['cancelSend', 'key-1'],
    ['retrySend', 'key-1'],
    ['discardSend', 'key-1'],
  ])
})
