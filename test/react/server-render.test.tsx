// On a server every hook shows one constant, and hydration agrees with it before it shows what the page knows.
import { act } from '@testing-library/react'
import { hydrateRoot } from 'react-dom/client'
import { renderToString } from 'react-dom/server'
import { afterEach, expect, test, vi } from 'vitest'
import { ResilientSocketProvider } from '../../src/react/provider.tsx'
import { useConnectionState } from '../../src/react/use-connection-state.ts'
import { useConversation } from '../../src/react/use-conversation.ts'
import { useOutbox } from '../../src/react/use-outbox.ts'
import { useTaskNotifications } from '../../src/react/use-task-notifications.ts'
import { useTask, useTaskStream } from '../../src/react/use-task.ts'
import { useTasks } from '../../src/react/use-tasks.ts'
import { entryWith, fakeSocket, noticeWith, saying, taskWith, type FakeSocket } from '../support/fake-resilient-socket.ts'

afterEach(() => {
  document.body.innerHTML = ''
})

function Everything() {
  const { state, reason } = useConnectionState()
  const counts = [useTasks().length, useOutbox().entries.length, useTaskNotifications().notifications.length]
  const { messages } = useConversation('support')
  return [state, reason, ...counts, messages.length, String(useTask('key-1')?.key), useTaskStream('key-1')?.value].join(' ')
}

const tree = (socket: FakeSocket) => (
  <ResilientSocketProvider socket={socket}>
    <Everything />
  </ResilientSocketProvider>
)

const full = () =>
  fakeSocket({ tasks: [taskWith({ streams: saying('Hi') })], outbox: [entryWith({ id: 'k' })], notifications: [noticeWith({})] })

test('a server render shows idle and empty, whatever the socket holds', () => {
  expect(renderToString(tree(full()))).toBe('idle  0 0 0 0 undefined ')
})

test('a server render wants no connection and listens to nothing', () => {
  const socket = full()
  renderToString(tree(socket))
  expect([socket.calls, socket.listening(), socket.subscribed()]).toEqual([[], 0, 0])
})

test('hydration finds no mismatch, then shows what the page knows', async () => {
  const complaints = vi.spyOn(console, 'error')
  const onRecoverableError = vi.fn<(error: unknown) => void>()
  const container = document.body.appendChild(document.createElement('div'))
  container.innerHTML = renderToString(tree(full()))
  const root = await act(async () => hydrateRoot(container, tree(full()), { onRecoverableError }))
  expect(container.textContent).toBe('connected  1 1 1 3 key-1 Hi')
  expect([onRecoverableError.mock.calls, complaints.mock.calls]).toEqual([[], []])
  await act(async () => root.unmount())
})
