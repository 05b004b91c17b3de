// The provider with a socket it was given: kept wanted, never disposed, nearest wins.
import { act, render, renderHook, screen } from '@testing-library/react'
import { StrictMode, useEffect } from 'react'
import { expect, test, vi } from 'vitest'
import type { ConnectionStatus } from '../../src/core/model.ts'
import { ResilientSocketProvider } from '../../src/react/provider.tsx'
import { useConnectionState } from '../../src/react/use-connection-state.ts'
import { useConversation } from '../../src/react/use-conversation.ts'
import { useOutbox } from '../../src/react/use-outbox.ts'
import { useResilientSocket } from '../../src/react/use-resilient-socket.ts'
import { useSocketEvent } from '../../src/react/use-socket-event.ts'
import { useTaskNotifications } from '../../src/react/use-task-notifications.ts'
import { useTask, useTaskStream } from '../../src/react/use-task.ts'
import { useTasks } from '../../src/react/use-tasks.ts'
import { fakeSocket, statusWith } from '../support/fake-resilient-socket.ts'
import { within } from '../support/within.tsx'

const namesOf = (socket: { calls: readonly (readonly unknown[])[] }) => socket.calls.map(([name]) => name)

test('a given socket is retained while mounted', () => {
  const socket = fakeSocket()
  render(<ResilientSocketProvider socket={socket} />)
  expect(socket.retained()).toBe(1)
})

test('a given socket is released at unmount and never disposed', () => {
  const socket = fakeSocket()
  render(<ResilientSocketProvider socket={socket} />).unmount()
  expect(namesOf(socket)).toEqual(['retain', 'release'])
})

test('StrictMode leaves it retained once', () => {
  const socket = fakeSocket()
  render(<ResilientSocketProvider socket={socket} />, { wrapper: StrictMode })
  expect(socket.retained()).toBe(1)
})

test('another given socket takes over and the former is released', () => {
  const [first, second] = [fakeSocket(), fakeSocket()]
  const { rerender } = render(<ResilientSocketProvider socket={first} />)
  rerender(<ResilientSocketProvider socket={second} />)
  expect([first.retained(), second.retained()]).toEqual([0, 1])
})

function Listening({ onEffect }: { readonly onEffect: () => void }) {
  useSocketEvent('notification', () => {})
  useEffect(onEffect, [onEffect])
  return null
}

test('the socket is retained after the effects of its children, so that their handlers miss nothing', () => {
  const socket = fakeSocket()
  const seen: number[] = []
  const look = () => void seen.push(socket.listening(), socket.retained())
  render(
    <ResilientSocketProvider socket={socket}>
      <Listening onEffect={look} />
    </ResilientSocketProvider>,
  )
  expect(seen).toEqual([1, 0])
  expect(socket.retained()).toBe(1)
})

test('the nearest provider wins', () => {
  const Word = () => useConnectionState(status => status.state)
  render(
    <ResilientSocketProvider socket={fakeSocket()}>
      <ResilientSocketProvider socket={fakeSocket({ status: statusWith({ state: 'reconnecting' }) })}>
        <Word />
      </ResilientSocketProvider>
    </ResilientSocketProvider>,
  )
  expect(screen.getByText('reconnecting')).toBeDefined()
})

test('onStatus hears each status, through the latest function', () => {
  const socket = fakeSocket()
  const [early, late] = [vi.fn<(status: ConnectionStatus) => void>(), vi.fn<(status: ConnectionStatus) => void>()]
  const { rerender } = render(<ResilientSocketProvider socket={socket} onStatus={early} />)
  rerender(<ResilientSocketProvider socket={socket} onStatus={late} />)
  act(() => socket.tell('status', statusWith({ attempt: 3 })))
  expect(early).not.toHaveBeenCalled()
  expect(late).toHaveBeenCalledExactlyOnceWith(statusWith({ attempt: 3 }))
})

test('useResilientSocket gives the same object at each render, and its methods work on their own', () => {
  const socket = fakeSocket()
  const { result, rerender } = renderHook(() => useResilientSocket(), { wrapper: within(socket) })
  const first = result.current
  rerender()
  const { submit, reconnect } = result.current
  submit('chat', { text: 'Hi' })
  reconnect()
  expect(result.current).toBe(first)
  expect(socket.calls.slice(-2)).toEqual([['submit', 'chat', { text: 'Hi' }, undefined], ['reconnect']])
})

const hooks: readonly (readonly [string, () => unknown])[] = [
  ['useResilientSocket', () => useResilientSocket()],
  ['useSocketEvent', () => useSocketEvent('task', () => {})],
  ['useConnectionState', () => useConnectionState()],
  ['useTaskNotifications', () => useTaskNotifications()],
  ['useTasks', () => useTasks()],
  ['useTask', () => useTask('key-1')],
  ['useTaskStream', () => useTaskStream('key-1')],
  ['useOutbox', () => useOutbox()],
  ['useConversation', () => useConversation('support')],
]
test.each(hooks)('%s outside a provider says what is wrong, why, and how to mend it', (name, hook) => {
  vi.spyOn(console, 'error').mockImplementation(() => {})
  expect(() => renderHook(hook)).toThrow(
    `${name} was called outside <ResilientSocketProvider>, so there is no connection to read. Wrap the tree in the provider`,
  )
  vi.mocked(console.error).mockRestore()
})
