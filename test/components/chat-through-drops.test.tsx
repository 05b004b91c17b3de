// A conversation through a cut, a new history and a reload: every row says what became of it, and no press makes a second bubble.
import { fireEvent, render, screen, within } from '@testing-library/react'
import { act } from 'react'
import { expect, test } from 'vitest'
import { ChatPanel } from '../../src/components/index.ts'
import type { OutboxEntry } from '../../src/core/model.ts'
import { ResilientSocketProvider } from '../../src/react/provider.tsx'
import { fakeSocket, saying, statusWith, taskWith } from '../support/fake-resilient-socket.ts'
import * as status from './builders.ts'

const task = taskWith({ streams: saying('Well'), startedAt: 1_001 })
const entry = (change: Partial<OutboxEntry> = {}): OutboxEntry => ({
  id: 'sent-1',
  op: 'task.submit',
  data: { kind: 'chat', input: { text: 'Mine' }, conversation: 'support' },
  sentAt: 2_000,
  state: 'queued',
  error: null,
  ...change,
})

function chat(initial: Parameters<typeof fakeSocket>[0]): ReturnType<typeof fakeSocket> {
  const socket = fakeSocket(initial)
  render(
    <ResilientSocketProvider socket={socket}>
      <ChatPanel conversation="support" />
    </ResilientSocketProvider>,
  )
  return socket
}

const rows = (): readonly HTMLElement[] => screen.getAllByRole('article')
const states = (): readonly (string | undefined)[] => rows().map(row => row.dataset['status'])
const texts = (): readonly (string | null | undefined)[] => rows().map(row => row.querySelector('[data-rs="chat-text"]')?.textContent)

test('rows are the same elements through a cut and a resync, and the text stays', () => {
  const socket = chat({ tasks: [task] })
  const before = rows()
  act(() => socket.set({ status: status.offline, tasks: [{ ...task, sync: 'stale' }] }))
  const whileDown = [states(), texts()]
  act(() => socket.set({ status: status.catchingUp, tasks: [{ ...task, sync: 'stale', rev: 9 }] }))
  act(() => socket.set({ status: statusWith({}), tasks: [taskWith({ ...task, rev: 9, streams: saying('Well, yes') })] }))
  expect([whileDown, states()[1], texts()[1], rows().every((row, index) => row === before[index])]).toEqual([
    [
      ['sent', 'interrupted'],
      ['Hello?', 'Well'],
    ],
    'streaming',
    'Well, yes',
    true,
  ])
})

test.each([
  ['queued', 'queued'],
  ['written', 'sending'],
  ['unconfirmed', 'unconfirmed'],
  ['expired', 'failed'],
  ['rejected', 'failed'],
] as const)('a send loaded from storage as %s is shown as %s', (state, expected) => {
  chat({ status: status.offline, outbox: [entry({ state })] })
  expect([texts(), states()]).toEqual([['Mine'], [expected]])
})

test.each(['expired', 'unconfirmed'] as const)('retry of a send that is %s is the same send', state => {
  const socket = chat({ outbox: [entry({ state })] })
  fireEvent.click(within(rows()[0] ?? document.body).getByRole('button', { name: /again/i }))
  expect(socket.calls).toContainEqual(['retrySend', 'sent-1'])
})

test('discard forgets a send', () => {
  const socket = chat({ outbox: [entry({ state: 'expired' })] })
  fireEvent.click(screen.getByRole('button', { name: 'Delete draft' }))
  expect(socket.calls).toContainEqual(['discardSend', 'sent-1'])
})

test('asking again is a new task in the place of the old answer', () => {
  const done = taskWith({ status: 'succeeded', streams: saying('Well.'), startedAt: 1_001 })
  const socket = chat({ tasks: [done] })
  fireEvent.click(screen.getByRole('button', { name: 'Ask again' }))
  const submit = socket.calls.find(([name]) => name === 'submit')
  expect(submit?.[3]).toMatchObject({ conversation: 'support', retryOf: done.key })
})

test('another conversation is another chat: nothing in it is news', () => {
  const socket = fakeSocket({ tasks: [task, taskWith({ ...task, id: 'task-2', key: 'key-2', conversation: 'sales' })] })
  const inside = (conversation: string) => (
    <ResilientSocketProvider socket={socket}>
      <ChatPanel conversation={conversation} />
    </ResilientSocketProvider>
  )
  const { rerender } = render(inside('support'))
  const field = screen.getByRole('textbox', { name: 'Message' })
  fireEvent.change(field, { target: { value: 'For support' } })
  rerender(inside('sales'))
  const elsewhere = screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Message' }).value
  rerender(inside('support'))
  expect([elsewhere, screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Message' }).value]).toEqual(['', 'For support'])
})

test('a message says its language', () => {
  const messages = [status.reply({ id: 'a', text: 'Bonjour', lang: 'fr' })]
  render(<ChatPanel messages={messages} />)
  expect(document.querySelector('[lang="fr"]')?.textContent).toBe('Bonjour')
})
