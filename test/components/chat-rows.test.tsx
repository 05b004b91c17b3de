// The rows of the chat: each says what became of it, is reached by keys, and renders alone.
import { fireEvent, screen, within } from '@testing-library/react'
import { act } from 'react'
import { expect, test, vi } from 'vitest'
import { ChatPanel, type ChatPanelProps } from '../../src/components/index.ts'
import type { ChatMessage } from '../../src/core/model.ts'
import * as status from './builders.ts'
import { stage } from './render.tsx'

type Fed = Extract<ChatPanelProps, { conversation?: undefined }>
const { message, reply } = status
const Chat = (props: Partial<Fed>) => <ChatPanel messages={[]} status={status.live} {...props} />
const input = (): HTMLTextAreaElement => screen.getByRole('textbox', { name: 'Message' })
const write = (value: string): boolean => fireEvent.change(input(), { target: { value } })
const rows = (): readonly HTMLElement[] => screen.getAllByRole('article')

test.each([
  ['queued', 'Waiting for connection', []],
  ['sending', 'Sending…', []],
  ['sent', '', []],
  ['unconfirmed', 'It is not certain that this arrived.', ['Send again', 'Dismiss']],
  ['failed', 'Not sent.', ['Try again', 'Delete draft']],
  ['cancelled', 'Cancelled', ['Send again', 'Delete draft']],
] as const)('a sent message that is %s says so', (given, words, buttons) => {
  stage(<Chat messages={[message({ id: 'a', text: 'A', status: given })]} onRetry={() => {}} onDiscard={() => {}} />)
  const line = rows()[0]?.querySelector<HTMLElement>('[data-rs="chat-message-status"]')
  const names = line
    ? within(line)
        .queryAllByRole('button')
        .map(button => button.textContent)
    : []
  expect([line?.querySelector('[data-rs="chat-message-words"]')?.textContent ?? '', names]).toEqual([words, buttons])
})

test('an interrupted reply keeps its text, says why it stands still, and moves nothing', () => {
  stage(<Chat status={status.offline} messages={[reply({ id: 'a', text: 'Half an ans', status: 'interrupted' })]} />)
  expect(rows()[0]?.textContent).toContain("Half an ansReply was cut off. It goes on when you're back.")
  expect(document.querySelector('[data-rs="chat-dots"]')).toBeNull()
})

test('without callbacks there are no buttons that do nothing', () => {
  stage(<Chat messages={[message({ id: 'a', text: 'A', status: 'failed' })]} />)
  expect(within(rows()[0] ?? document.body).queryByRole('button', { name: 'Try again' })).toBeNull()
})

test('retry asks with the message’s id and leaves the focus on its row', () => {
  const retry = vi.fn<(id: string) => void>()
  stage(<Chat messages={[message({ id: 'a', text: 'A', status: 'failed' })]} onRetry={retry} />)
  fireEvent.click(screen.getByRole('button', { name: 'Try again' }))
  expect([retry.mock.calls, document.activeElement === rows()[0]]).toEqual([[['a']], true])
})

test('text is shown as text, whatever it looks like', () => {
  stage(<Chat messages={[reply({ id: 'a', text: '<img src=x onerror=alert(1)>' })]} />)
  expect([rows()[0]?.querySelector('img'), rows()[0]?.textContent]).toEqual([null, expect.stringContaining('<img src=x')])
})

test('a log that is silent by itself holds numbered articles', () => {
  stage(<Chat messages={[message({ id: 'a', text: 'A' }), reply({ id: 'b', text: 'B' })]} />)
  const log = screen.getByRole('log', { name: 'Messages' })
  const numbers = rows().map(row => [row.getAttribute('aria-posinset'), row.getAttribute('aria-setsize')])
  expect([log.getAttribute('aria-live'), log.tabIndex, numbers]).toEqual([
    'off',
    0,
    [
      ['1', '2'],
      ['2', '2'],
    ],
  ])
})

test('one stop for Tab: the log first, then the row last visited', () => {
  stage(<Chat messages={[message({ id: 'a', text: 'A' }), reply({ id: 'b', text: 'B' })]} />)
  const log = screen.getByRole('log')
  act(() => log.focus())
  fireEvent.keyDown(log, { key: 'ArrowUp' })
  fireEvent.keyDown(rows()[1] ?? log, { key: 'ArrowUp' })
  expect([log.tabIndex, ...rows().map(row => row.tabIndex)]).toEqual([-1, 0, -1])
})

test('a message that throws is replaced, the others stay, and a newer version is tried', () => {
  const quiet = vi.spyOn(console, 'error').mockImplementation(() => {})
  const renderMessage = (shown: ChatMessage): undefined => {
    if (shown.error?.code === 'bad') throw new Error('on purpose')
  }
  const bad = reply({ id: 'b', text: 'B', error: { code: 'bad', message: '', retryable: false } })
  const good = message({ id: 'a', text: 'A' })
  const { show } = stage(<Chat messages={[good, bad]} renderMessage={renderMessage} />)
  expect(rows().map(row => row.textContent)).toEqual([expect.stringContaining('A'), "This message can't be shown."])
  show(<Chat messages={[good, { ...bad, error: null }]} renderMessage={renderMessage} />)
  expect(rows()[1]?.textContent).toContain('B')
  quiet.mockRestore()
})

test('a token renders its own row and no other', () => {
  const shown: string[] = []
  const renderMessage = ({ id }: ChatMessage): undefined => void shown.push(id)
  const first = message({ id: 'a', text: 'A' })
  const props = { renderMessage, onSend: () => {} }
  const { show } = stage(<Chat {...props} messages={[first, reply({ id: 'b', text: 'B', status: 'streaming' })]} />)
  shown.length = 0
  show(<Chat {...props} messages={[first, reply({ id: 'b', text: 'B c', status: 'streaming' })]} />)
  expect(shown).toEqual(['b'])
})

test('writing renders no row', () => {
  const shown: string[] = []
  const renderMessage = ({ id }: ChatMessage): undefined => void shown.push(id)
  stage(<Chat renderMessage={renderMessage} messages={[message({ id: 'a', text: 'A' })]} />)
  shown.length = 0
  write('Hello')
  expect(shown).toEqual([])
})
