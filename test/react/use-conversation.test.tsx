// A conversation from the first word to the last, and what a user does with its rows.
import { act, renderHook } from '@testing-library/react'
import { expect, test, vi } from 'vitest'
import type { ChatMessage } from '../../src/core/model.ts'
import { useConversation, type ConversationOptions } from '../../src/react/use-conversation.ts'
import { entryWith, fakeSocket, saying, taskWith, type FakeState } from '../support/fake-resilient-socket.ts'
import { within } from '../support/within.tsx'

function talking(initial: Partial<FakeState> = {}, options?: ConversationOptions) {
  const socket = fakeSocket(initial)
  const { result, rerender } = renderHook(({ id, chosen }) => useConversation(id, chosen), {
    wrapper: within(socket),
    initialProps: { id: 'support', chosen: options },
  })
  const rows = () => result.current.messages.map(({ id, status }) => `${id} ${status}`)
  const set = (change: Partial<FakeState>) => act(() => socket.set(change))
  return { socket, result, rerender, rows, set }
}

const failed = taskWith({ status: 'failed', error: { code: 'boom', message: 'It broke.', retryable: true }, finishedAt: 2 })
const row = (id: string, changes: Partial<ChatMessage> = {}): ChatMessage => ({
  id,
  taskKey: null,
  role: 'user',
  parts: [{ type: 'text', text: id }],
  createdAt: 10,
  error: null,
  status: 'sent',
  ...changes,
})

test('a turn lives from queued to complete, through a drop, in the same two rows', () => {
  const { rows, set } = talking({ outbox: [entryWith({})] })
  expect(rows()).toEqual(['key-1:user queued'])
  set({ outbox: [entryWith({ state: 'written' })] })
  expect(rows()).toEqual(['key-1:user sending'])
  set({ outbox: [], tasks: [taskWith({ streams: saying('Hel') })] })
  expect(rows()).toEqual(['key-1:user sent', 'key-1:answer streaming'])
  set({ tasks: [taskWith({ sync: 'stale', streams: saying('Hel') })] })
  expect(rows()).toEqual(['key-1:user sent', 'key-1:answer interrupted'])
  set({ tasks: [taskWith({ status: 'succeeded', result: null, finishedAt: 9, streams: saying('Hello', true) })] })
  expect(rows()).toEqual(['key-1:user sent', 'key-1:answer complete'])
})

test('a token renders one row anew and leaves the others as they are', () => {
  const { result, set } = talking({ tasks: [taskWith({ streams: saying('He') })] })
  const [asked, answer] = result.current.messages
  set({ tasks: [taskWith({ streams: saying('Hel') })] })
  expect(result.current.messages[0]).toBe(asked)
  expect(result.current.messages[1]).not.toBe(answer)
})

test('what acts stays the same while tokens arrive, so that rows can be memoised', () => {
  const { result, set } = talking({ tasks: [taskWith({ streams: saying('He') })] })
  const { send, retry, cancel, discard } = result.current
  set({ tasks: [taskWith({ streams: saying('Hel') })] })
  expect({ ...result.current }).toMatchObject({ send, retry, cancel, discard })
  expect([result.current.send === send, result.current.retry === retry]).toEqual([true, true])
})

test('send submits a chat task of this conversation', () => {
  const { socket, result } = talking()
  result.current.send({ text: 'Hello?' })
  expect(socket.calls.at(-1)).toEqual(['submit', 'chat', { text: 'Hello?' }, { conversation: 'support' }])
})

test('kind and toInput say how a draft becomes a task', () => {
  const { socket, result } = talking({}, { kind: 'ask', toInput: ({ text }) => ({ text, model: 'm' }) })
  result.current.send({ text: 'Hello?' })
  expect(socket.calls.at(-1)).toEqual(['submit', 'ask', { text: 'Hello?', model: 'm' }, { conversation: 'support' }])
})

test.each(['rejected', 'expired', 'unconfirmed', 'cancelled'] as const)(
  'retry of a send that ended %s sends it again under its own key',
  state => {
    const { socket, result } = talking({ outbox: [entryWith({ state })] })
    result.current.retry('key-1:user')
    expect(socket.calls.at(-1)).toEqual(['retrySend', 'key-1'])
  },
)

test('[TASK2] retry of a failed answer is a new task that names the old one', () => {
  const { socket, result } = talking({ tasks: [failed] })
  result.current.retry('key-1:answer')
  expect(socket.calls.at(-1)).toEqual(['submit', 'chat', { text: 'Hello?' }, { conversation: 'support', retryOf: 'key-1' }])
})

test('retry of a turn only the application remembers asks its words again', () => {
  const history = [row('u', { taskKey: 'old' }), row('a', { taskKey: 'old', role: 'assistant', status: 'failed' })]
  const { socket, result } = talking({}, { initial: history })
  result.current.retry('a')
  expect(socket.calls.at(-1)).toEqual(['submit', 'chat', { text: 'u' }, { conversation: 'support', retryOf: 'old' }])
})

test('retry of what is still under way sends nothing and says so', async () => {
  const { socket, result } = talking({ tasks: [taskWith({})] })
  const { settled } = result.current.retry('key-1:answer')
  expect(await settled).toMatchObject({ outcome: 'rejected', error: { code: 'not-retryable' } })
  expect(socket.calls.map(([name]) => name)).toEqual(['retain'])
})

test('cancel stops the newest task under way', () => {
  const second = taskWith({ id: 'task-2', key: 'key-2', createdAt: 5_000 })
  const { socket, result } = talking({ tasks: [taskWith({}), second] })
  result.current.cancel()
  expect(socket.calls.at(-1)).toEqual(['cancelTask', 'key-2'])
})

test('[SEND4] cancel takes back a send that has not left', () => {
  const { socket, result } = talking({ outbox: [entryWith({})] })
  result.current.cancel('key-1:user')
  expect(socket.calls.at(-1)).toEqual(['cancelSend', 'key-1'])
})

test('cancel without anything under way does nothing', () => {
  const { socket, result } = talking({ tasks: [failed] })
  result.current.cancel()
  expect(socket.calls.map(([name]) => name)).toEqual(['retain'])
})

test('discard forgets a failed send, and nothing else', () => {
  const { socket, result } = talking({ outbox: [entryWith({ state: 'expired' })], tasks: [taskWith({ key: 'key-2', id: 'task-2' })] })
  result.current.discard('key-2:answer')
  result.current.discard('key-1:user')
  expect(socket.calls.filter(([name]) => name === 'discardSend')).toEqual([['discardSend', 'key-1']])
})

test('busy while something asked is not settled', () => {
  const { result, set } = talking({ outbox: [entryWith({})] })
  expect(result.current.busy).toBe(true)
  set({ outbox: [], tasks: [failed] })
  expect(result.current.busy).toBe(false)
})

test('loadOlder puts the page before what is shown, until a page is empty', async () => {
  const pages = [[row('older')], []]
  const loadOlder = vi.fn<(before: ChatMessage) => Promise<readonly ChatMessage[]>>(async () => pages.shift() ?? [])
  const { result } = talking({}, { initial: [row('old')], loadOlder })
  expect(result.current.hasOlder).toBe(true)
  await act(() => result.current.loadOlder())
  expect(loadOlder).toHaveBeenLastCalledWith(row('old'))
  expect(result.current.messages.map(({ id }) => id)).toEqual(['older', 'old'])
  await act(() => result.current.loadOlder())
  expect(loadOlder).toHaveBeenLastCalledWith(row('older'))
  expect(result.current.hasOlder).toBe(false)
})

test('loadOlder asked twice at once loads once, and rows it repeats are left out', async () => {
  const loadOlder = vi.fn<() => Promise<readonly ChatMessage[]>>(async () => [row('older'), row('old')])
  const { result } = talking({}, { initial: [row('old')], loadOlder })
  await act(() => Promise.all([result.current.loadOlder(), result.current.loadOlder()]))
  expect(loadOlder).toHaveBeenCalledTimes(1)
  expect(result.current.messages.map(({ id }) => id)).toEqual(['older', 'old'])
})

test('a page that comes after the conversation changed is dropped', async () => {
  let arrive: (page: readonly ChatMessage[]) => void = () => {}
  const page = new Promise<readonly ChatMessage[]>(resolve => void (arrive = resolve))
  const chosen = { initial: [row('old')], loadOlder: () => page }
  const { result, rerender } = talking({}, chosen)
  const loading = result.current.loadOlder()
  rerender({ id: 'sales', chosen })
  await act(async () => {
    arrive([row('older')])
    await loading
  })
  expect(result.current.messages.map(({ id }) => id)).toEqual(['old'])
})

test('a failing loadOlder rejects, and may be tried again', async () => {
  const loadOlder = vi.fn<() => Promise<never>>(() => Promise.reject(new Error('database away')))
  const { result } = talking({}, { initial: [row('old')], loadOlder })
  await expect(act(() => result.current.loadOlder())).rejects.toThrow('database away')
  await expect(act(() => result.current.loadOlder())).rejects.toThrow('database away')
  expect(loadOlder).toHaveBeenCalledTimes(2)
})

test('without loadOlder there is nothing older', () => {
  expect(talking({}, { initial: [row('old')] }).result.current.hasOlder).toBe(false)
})
