// Inside a provider the components need no props; outside one they say what is missing.
import { act, fireEvent, render, screen } from '@testing-library/react'
import { expect, test, vi } from 'vitest'
import { ChatPanel, ConnectionIndicator, NotificationBell, ReconnectBanner, ReconnectButton, TaskList } from '../../src/components/index.ts'
import { ResilientSocketProvider } from '../../src/react/provider.tsx'
import { fakeSocket, saying, statusWith, taskWith } from '../support/fake-resilient-socket.ts'
import * as status from './builders.ts'

test('the banner shows what the provider’s connection says, and its button reconnects', () => {
  const socket = fakeSocket({ status: status.waitingLong })
  render(
    <ResilientSocketProvider socket={socket}>
      <ReconnectBanner />
    </ResilientSocketProvider>,
  )
  fireEvent.click(screen.getByRole('button', { name: 'Try now' }))
  expect(socket.calls).toContainEqual(['reconnect'])
})

test('the banner follows the connection', () => {
  const socket = fakeSocket({ status: status.offline })
  render(
    <ResilientSocketProvider socket={socket}>
      <ReconnectBanner />
    </ResilientSocketProvider>,
  )
  act(() => socket.set({ status: statusWith({}) }))
  expect(screen.getByRole('group', { name: 'Connection' }).dataset['status']).toBe('restored')
})

test('the button reconnects, and a handler of one’s own takes its place', () => {
  const socket = fakeSocket({ status: status.waitingLong })
  const own = vi.fn<() => void>()
  render(
    <ResilientSocketProvider socket={socket}>
      <ReconnectButton onReconnect={own} />
    </ResilientSocketProvider>,
  )
  fireEvent.click(screen.getByRole('button'))
  expect([own.mock.calls.length, socket.calls.some(([name]) => name === 'reconnect')]).toEqual([1, false])
})

test('strings and locale come from the provider, and the component’s own strings come first', () => {
  const strings = { bannerOffline: 'Sin conexión.', bannerOfflineDetail: 'Espera.' }
  render(
    <ResilientSocketProvider socket={fakeSocket({ status: status.offline })} strings={strings} locale="es">
      <ReconnectBanner strings={{ bannerOfflineDetail: 'Un momento.' }} />
    </ResilientSocketProvider>,
  )
  expect(screen.getByRole('group').textContent).toBe('Sin conexión. Un momento.')
})

test('a conversation shows its tasks as turns and sends into them', () => {
  const socket = fakeSocket({ tasks: [taskWith({ streams: saying('Well'), startedAt: 1_001 })] })
  render(
    <ResilientSocketProvider socket={socket}>
      <ChatPanel conversation="support" />
    </ResilientSocketProvider>,
  )
  const rows = screen.getAllByRole('article').map(row => row.querySelector('[data-rs="chat-text"]')?.textContent)
  expect(rows).toEqual(['Hello?', 'Well'])
  const input = screen.getByRole('textbox', { name: 'Message' })
  fireEvent.change(input, { target: { value: 'More' } })
  fireEvent.keyDown(input, { key: 'Enter' })
  expect(socket.calls).toContainEqual(['submit', 'chat', { text: 'More' }, expect.objectContaining({ conversation: 'support' })])
})

test('a reply stands still while the link is down, and goes on after', () => {
  const task = taskWith({ streams: saying('Well'), startedAt: 1_001 })
  const socket = fakeSocket({ tasks: [task] })
  render(
    <ResilientSocketProvider socket={socket}>
      <ChatPanel conversation="support" />
    </ResilientSocketProvider>,
  )
  const reply = (): string | undefined => screen.getAllByRole('article')[1]?.dataset['status']
  act(() => socket.set({ status: status.connecting, tasks: [{ ...task, sync: 'stale' }] }))
  const whileDown = reply()
  act(() => socket.set({ status: statusWith({}), tasks: [task] }))
  expect([whileDown, reply()]).toEqual(['interrupted', 'streaming'])
})

test('stop cancels the task', () => {
  const socket = fakeSocket({ tasks: [taskWith({ streams: saying('Well'), startedAt: 1_001 })] })
  render(
    <ResilientSocketProvider socket={socket}>
      <ChatPanel conversation="support" />
    </ResilientSocketProvider>,
  )
  fireEvent.click(screen.getByRole('button', { name: 'Stop the reply' }))
  expect(socket.calls).toContainEqual(['cancelTask', 'key-1'])
})

test.each([
  ['ReconnectBanner', <ReconnectBanner key="a" />],
  ['ReconnectButton', <ReconnectButton key="b" />],
  ['ChatPanel', <ChatPanel key="c" conversation="support" />],
  ['ConnectionIndicator', <ConnectionIndicator key="d" />],
  ['NotificationBell', <NotificationBell key="e" />],
  ['TaskList', <TaskList key="f" />],
])('%s outside a provider throws', (_, element) => {
  const quiet = vi.spyOn(console, 'error').mockImplementation(() => {})
  expect(() => render(element)).toThrow('ResilientSocketProvider')
  quiet.mockRestore()
})
