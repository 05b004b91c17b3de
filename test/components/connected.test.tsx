// Inside a provider the components need no props; outside one they say what is missing.
import { act, fireEvent, render, screen } from '@testing-library/react'
import { expect, test, vi } from 'vitest'
import { ChatPanel, ConnectionIndicator, NotificationBell, ReconnectBanner, ReconnectButton, TaskList } from '../../src/components/index.ts'
import type { ChatMessage } from '../../src/core/model.ts'
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

test('a token renders the answer it belongs to, and neither the composer nor what is shown of other tasks; progress does', () => {
  const answer = taskWith({ streams: saying('Well'), startedAt: 1_001 })
  const job = taskWith({ id: 'job', key: 'job', kind: 'export', startedAt: 1_002, progress: { value: 1, total: 10, message: null } })
  const socket = fakeSocket({ tasks: [answer, job] })
  const renders = { composer: 0, job: 0 }
  const Task = ({ task }: { task: { readonly key: string } }) => {
    if (task.key === 'job') renders.job += 1
    return null
  }
  const initial: ChatMessage[] = [
    { id: 'm', taskKey: null, role: 'system', parts: [{ type: 'task', taskKey: 'job' }], createdAt: 1, error: null, status: 'complete' },
  ]
  const composerClass = () => String((renders.composer += 1))
  render(
    <ResilientSocketProvider socket={socket}>
      <ChatPanel conversation="support" conversationOptions={{ initial }} components={{ Task }}>
        <ChatPanel.List />
        <ChatPanel.Composer className={composerClass} />
      </ChatPanel>
    </ResilientSocketProvider>,
  )
  const since = () => {
    const { composer, job: jobs } = renders
    Object.assign(renders, { composer: 0, job: 0 })
    return { composer, job: jobs }
  }
  since()
  for (const text of ['Well,', 'Well, so', 'Well, so it', 'Well, so it is']) {
    act(() => socket.set({ tasks: [{ ...answer, streams: saying(text) }, job] }))
    expect(screen.getByText(text)).toBeTruthy()
  }
  expect(since()).toEqual({ composer: 0, job: 0 })
  act(() => socket.set({ tasks: [answer, { ...job, rev: 2, progress: { value: 2, total: 10, message: null } }] }))
  expect(since().job).toBeGreaterThan(0)
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
