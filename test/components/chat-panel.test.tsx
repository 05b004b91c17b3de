// What a user of the chat relies on: writing always works, rows say what became of them, the focus stays.
import { fireEvent, screen } from '@testing-library/react'
import { act, StrictMode } from 'react'
import { renderToString } from 'react-dom/server'
import { expect, test, vi } from 'vitest'
import { ChatPanel, type ChatPanelProps, type TaskView } from '../../src/components/index.ts'
import type { ConnectionStatus, Draft } from '../../src/core/model.ts'
import * as status from './builders.ts'
import { stage } from './render.tsx'

type Fed = Extract<ChatPanelProps, { conversation?: undefined }>
const { message, reply } = status
const Chat = (props: Partial<Fed>) => <ChatPanel messages={[]} status={status.live} {...props} />
const input = (): HTMLTextAreaElement => screen.getByRole('textbox', { name: 'Message' })
const write = (value: string): boolean => fireEvent.change(input(), { target: { value } })
const enter = (): boolean => fireEvent.keyDown(input(), { key: 'Enter' })
const rows = (): readonly HTMLElement[] => screen.getAllByRole('article')
const sender = () => vi.fn<(draft: Draft) => void>()

test('Enter sends the trimmed text and empties the field', () => {
  const send = sender()
  stage(<Chat onSend={send} />)
  write('  Hello \n')
  enter()
  expect([send.mock.calls, input().value]).toEqual([[[{ text: 'Hello' }]], ''])
})

test('nothing but space is not sent', () => {
  const send = sender()
  stage(<Chat onSend={send} />)
  write('   ')
  enter()
  expect(send).not.toHaveBeenCalled()
})

test('attachments go along, even without a text', () => {
  const send = sender()
  stage(<Chat onSend={send} attachments={['a.csv']} />)
  enter()
  expect(send).toHaveBeenCalledWith({ text: '', attachments: ['a.csv'] })
})

const states: readonly (readonly [string, ConnectionStatus])[] = Object.entries({
  live: status.live,
  offline: status.offline,
  connecting: status.connecting,
  unreachable: status.unreachable,
  signedOut: status.signedOut,
})
test.each(states)('writing is possible while %s', (_, given) => {
  const send = sender()
  stage(<Chat status={given} onSend={send} />)
  write('Hello')
  enter()
  expect([input().disabled, input().readOnly, send.mock.calls.length]).toEqual([false, false, 1])
})

test.each([
  [status.live, null],
  [status.firstConnecting, 'Connecting. Messages are sent as soon as that is done.'],
  [status.waitingSoon, 'Reconnecting. Messages are sent as soon as the connection is back.'],
  [status.offline, "You're offline. Messages are sent when you're back."],
  [status.signedOut, 'Not connected. Messages wait here until you are.'],
  [status.unreachable, 'Not connected. Messages wait here until you are.'],
])('beside the field stands what becomes of a message now: %j', (given, words) => {
  const { container } = stage(<Chat status={given} />)
  expect(container.querySelector('[data-rs="chat-connection"]')?.textContent ?? null).toBe(words)
})

test('with sendWhileOffline block the draft waits', () => {
  const send = sender()
  stage(<Chat status={status.offline} sendWhileOffline="block" onSend={send} />)
  write('Hello')
  enter()
  expect([send.mock.calls.length, input().value]).toEqual([0, 'Hello'])
})

test('a lost connection keeps draft, focus and field', () => {
  const { show } = stage(<Chat />)
  const field = input()
  act(() => field.focus())
  write('Half a sen')
  show(<Chat status={status.offline} />)
  expect([input() === field, field.value, document.activeElement === field]).toEqual([true, 'Half a sen', true])
})

test('the focus stays in the field after sending with the button', () => {
  stage(<Chat onSend={() => {}} />)
  write('Hello')
  fireEvent.click(screen.getByRole('button', { name: 'Send' }))
  expect(document.activeElement).toBe(input())
})

test('the name of the field does not change with its state', () => {
  const { show } = stage(<Chat />)
  show(<Chat status={status.offline} busy messages={[message({ id: 'a', text: 'A' })]} />)
  expect(input().getAttribute('aria-label')).toBe('Message')
})

test('a controlled draft is the caller’s', () => {
  const change = vi.fn<(text: string) => void>()
  stage(<Chat draft="fixed" onDraftChange={change} />)
  write('other')
  expect([input().value, change.mock.calls]).toEqual(['fixed', [['other']]])
})

test('a handler of the caller that prevents the default keeps Enter from sending', () => {
  const send = sender()
  stage(
    <ChatPanel.Root messages={[]} onSend={send} defaultDraft="Hello">
      <ChatPanel.Composer>
        <ChatPanel.Input onKeyDown={event => event.preventDefault()} />
      </ChatPanel.Composer>
    </ChatPanel.Root>,
  )
  enter()
  expect(send).not.toHaveBeenCalled()
})

test('a suggestion is sent and the focus is in the field', () => {
  const send = sender()
  stage(<Chat onSend={send} suggestions={['What is new?']} />)
  fireEvent.click(screen.getByRole('button', { name: 'What is new?' }))
  expect([send.mock.calls, document.activeElement === input()]).toEqual([[[{ text: 'What is new?' }]], true])
})

test('stop names the reply under way', () => {
  const stop = vi.fn<(id: string) => void>()
  stage(<Chat messages={[reply({ id: 'r', text: 'A', status: 'streaming' })]} onStop={stop} />)
  fireEvent.click(screen.getByRole('button', { name: 'Stop the reply' }))
  expect(stop).toHaveBeenCalledWith('r')
})

test('a failed send is an alert', () => {
  const mine = message({ id: 'a', text: 'A', status: 'sending' })
  const { show, advance } = stage(<Chat messages={[mine]} />)
  show(<Chat messages={[{ ...mine, status: 'failed' }]} />)
  advance(200)
  expect(screen.getAllByRole('alert').map(region => region.textContent)).toContain('Message not sent. Retry available.')
})

test('earlier messages are asked for once at a time', async () => {
  let arrive = (): void => {}
  const load = vi.fn<() => Promise<void>>(() => new Promise(resolve => (arrive = resolve)))
  stage(<Chat messages={[message({ id: 'a', text: 'A' })]} hasOlder onLoadOlder={load} />)
  fireEvent.click(screen.getByRole('button', { name: 'Load earlier messages' }))
  fireEvent.click(screen.getByRole('button', { name: 'Loading earlier messages…' }))
  expect(load).toHaveBeenCalledOnce()
  await act(async () => arrive())
  expect(screen.getByRole('button', { name: 'Load earlier messages' })).toBeTruthy()
})

test('pasted files go to onFiles, pasted text to the field', () => {
  const files = vi.fn<(given: readonly File[], from: string) => void>()
  stage(<Chat onFiles={files} />)
  const file = new File(['a,b'], 'a.csv')
  expect(fireEvent.paste(input(), { clipboardData: { files: [] } })).toBe(true)
  expect(fireEvent.paste(input(), { clipboardData: { files: [file] } })).toBe(false)
  expect(files.mock.calls).toEqual([[[file], 'paste']])
})

test('a task part shows how far it is, in words too', () => {
  const part = { type: 'task', taskKey: 't' } as const
  const task = { key: 't', kind: 'export', status: 'running', progress: { value: 1, total: 4, message: 'Export' } } as const
  stage(<Chat messages={[reply({ id: 'r', parts: [part], status: 'streaming' })]} tasks={[task]} />)
  const bar = screen.getByRole('progressbar', { name: 'Export' })
  expect([bar.getAttribute('value'), bar.getAttribute('aria-valuetext')]).toEqual(['0.25', 'Export: 25% complete'])
})

test('a task in the chat is heard when it begins and when it ends, never how far it is', () => {
  const part = { type: 'task', taskKey: 't' } as const
  const messages = [reply({ id: 'r', parts: [part] })]
  const at = (stand: TaskView['status'], value: number) => (
    <Chat messages={messages} tasks={[{ key: 't', kind: 'export', status: stand, progress: { value, total: 4, message: 'Export' } }]} />
  )
  const { show, advance } = stage(at('queued', 0))
  const heard = (['queued', 'running', 'running', 'succeeded'] as const).map((stand, value) => {
    show(at(stand, value))
    advance(2_000)
    return screen
      .getAllByRole('status')
      .map(region => region.textContent)
      .join('')
  })
  expect(heard).toEqual(['', 'Export: In progress', 'Export: In progress', 'Export: Done'])
})

test('a server renders the messages and no times', () => {
  const html = renderToString(<Chat messages={[message({ id: 'a', text: 'A' })]} />)
  expect([html.includes('>A<'), html.includes('<time')]).toEqual([true, false])
})

test('StrictMode shows the same rows', () => {
  stage(
    <StrictMode>
      <Chat messages={[message({ id: 'a', text: 'A' })]} />
    </StrictMode>,
  )
  expect(rows()).toHaveLength(1)
})
