// On a server every hook shows one constant, and hydration agrees with it before it shows what the page knows.
import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { act } from '@testing-library/react'
import { type ReactNode, Suspense, use } from 'react'
import { hydrateRoot } from 'react-dom/client'
import { renderToPipeableStream, renderToString } from 'react-dom/server'
import { afterEach, expect, test, vi } from 'vitest'
import type { World } from '../../src/client/world.ts'
import { ChatPanel, ConnectionIndicator, NotificationBell, ReconnectBanner, ReconnectButton, TaskList } from '../../src/components/index.ts'
import { ResilientSocketProvider } from '../../src/react/provider.tsx'
import { useConnectionState } from '../../src/react/use-connection-state.ts'
import { useConversation } from '../../src/react/use-conversation.ts'
import { useOutbox } from '../../src/react/use-outbox.ts'
import { useTaskNotifications } from '../../src/react/use-task-notifications.ts'
import { useTask, useTaskStream } from '../../src/react/use-task.ts'
import { useTasks } from '../../src/react/use-tasks.ts'
import { entryWith, fakeSocket, noticeWith, saying, taskWith, type FakeSocket } from '../support/fake-resilient-socket.ts'
import { createManualWorld } from '../support/manual-world.ts'

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

const Words = ({ promise }: { readonly promise: Promise<string> }) => `${use(promise)} ${useTasks().length}`

/** A whole page with a provider of its own, half of which waits for data. */
const streamed = (world: World, promise: Promise<string>) => (
  <ResilientSocketProvider url="/rs" world={world} log={() => {}}>
    <ReconnectBanner />
    <ReconnectButton />
    <ConnectionIndicator />
    <NotificationBell />
    <TaskList />
    <Everything />
    <Suspense fallback="waiting">
      <Words promise={promise} />
    </Suspense>
    <ChatPanel conversation="support" />
  </ResilientSocketProvider>
)

async function streamOf(content: ReactNode): Promise<string> {
  const stream = new PassThrough()
  const { pipe } = renderToPipeableStream(content, {
    onError: error => void stream.destroy(error as Error),
    onAllReady: () => void pipe(stream),
  })
  return text(stream)
}

test('a streamed page with every part hydrates without a mismatch, and dials once, on the page', async () => {
  const complaints = vi.spyOn(console, 'error').mockImplementation(() => {})
  const onRecoverableError = vi.fn<(error: unknown) => void>()
  const [there, here] = [createManualWorld(), createManualWorld()]
  const container = document.body.appendChild(document.createElement('div'))
  container.innerHTML = await streamOf(streamed(there.world, Promise.resolve('words')))
  expect(container.textContent).toContain('words 0')
  const words = Promise.resolve('words')
  const root = await act(async () => hydrateRoot(container, streamed(here.world, words), { onRecoverableError }))
  // Both renderers share one process here, as they never do.
  const told = complaints.mock.calls.filter(([message]) => !String(message).startsWith('Detected multiple renderers'))
  complaints.mockRestore()
  expect([onRecoverableError.mock.calls, told]).toEqual([[], []])
  expect([there.sockets.length, there.pending(), here.sockets.length]).toEqual([0, [], 1])
  await act(async () => root.unmount())
})
