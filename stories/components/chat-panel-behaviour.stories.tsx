// What the chat does with keys, scrolling, files and errors.
import type { Meta, StoryObj } from '@storybook/react-vite'
import { type ReactElement, useState } from 'react'
import { expect, fireEvent, fn, spyOn, userEvent, waitFor, within } from 'storybook/test'
import { ChatPanel, type ChatPanelProps } from '../../src/components/index.ts'
import type { ChatMessage } from '../../src/core/model.ts'
import * as status from '../../test/components/builders.ts'
import * as chats from './chat-fixtures.ts'

type Args = Extract<ChatPanelProps, { conversation?: undefined }>

const meta: Meta<Args> = {
  title: 'Components/ChatPanel/Behaviour',
  component: ChatPanel,
  parameters: { layout: 'fullscreen' },
  args: { messages: chats.conversation, status: status.live, onSend: fn(), onRetry: fn(), onStop: fn(), onDiscard: fn() },
  render: args => <ChatPanel {...args} />,
  decorators: [
    Story => (
      <div className="story-frame">
        <Story />
      </div>
    ),
  ],
}
export default meta
type Story = StoryObj<Args>

const input = (canvasElement: HTMLElement): HTMLElement => within(canvasElement).getByRole('textbox', { name: 'Message' })
const log = (canvasElement: HTMLElement): HTMLElement => within(canvasElement).getByRole('log', { name: 'Messages' })

export const EnterSends: Story = {
  play: async ({ canvasElement, args }) => {
    await userEvent.type(input(canvasElement), 'One{Shift>}{Enter}{/Shift}two{Enter}')
    await expect(args.onSend).toHaveBeenCalledOnce()
    await expect(args.onSend).toHaveBeenCalledWith({ text: 'One\ntwo' })
    await expect(input(canvasElement)).toHaveValue('')
    await expect(input(canvasElement)).toHaveFocus()
  },
}

export const EnterOfAnInputMethodDoesNotSend: Story = {
  args: { defaultDraft: 'にほんご' },
  play: async ({ canvasElement, args }) => {
    await fireEvent.keyDown(input(canvasElement), { key: 'Enter', isComposing: true })
    await fireEvent.keyDown(input(canvasElement), { key: 'Enter', keyCode: 229 })
    await expect(args.onSend).not.toHaveBeenCalled()
  },
}

export const ALongPasteIsTakenWhole: Story = {
  play: async ({ canvasElement, args }) => {
    const text = 'A line of a log that was pasted.\n'.repeat(3_200).trim()
    await userEvent.click(input(canvasElement))
    await userEvent.paste(text)
    await expect(input(canvasElement)).toHaveValue(text)
    const frame = canvasElement.querySelector('[data-rs="chat-composer"]')
    await expect(frame?.getBoundingClientRect().height ?? 0).toBeLessThan(320)
    await userEvent.keyboard('{Enter}')
    await expect(args.onSend).toHaveBeenCalledWith({ text })
    await expect(text.length).toBeGreaterThan(100_000)
  },
}

/** The application holds the text; what it refuses does not appear. */
export const ControlledDraft: Story = {
  render: args => <Shouting {...args} />,
  play: async ({ canvasElement, args }) => {
    await userEvent.type(input(canvasElement), 'quiet 1')
    await expect(input(canvasElement)).toHaveValue('QUIET ')
    await userEvent.keyboard('{Enter}')
    await expect(args.onSend).toHaveBeenCalledWith({ text: 'QUIET' })
    await expect(input(canvasElement)).toHaveValue('')
  },
}

export const CopyAndAskAgain: Story = {
  play: async ({ canvasElement, args }) => {
    const write = spyOn(navigator.clipboard, 'writeText').mockResolvedValue()
    const answer = within(canvasElement).getAllByRole('article').at(-1) ?? canvasElement
    await userEvent.click(within(answer).getByRole('button', { name: 'Copy' }))
    await waitFor(() => expect(within(answer).getByRole('button', { name: 'Copied' })).toBeInTheDocument())
    await expect(write).toHaveBeenCalledWith('Done: 12 rows, both columns, one note on each corrected month.')
    await userEvent.click(within(answer).getByRole('button', { name: 'Ask again' }))
    await expect(args.onRetry).toHaveBeenCalledWith('e')
    await expect(answer).toHaveFocus()
  },
}

export const ArrowKeysWalkTheMessages: Story = {
  play: async ({ canvasElement }) => {
    log(canvasElement).focus()
    const rows = within(canvasElement).getAllByRole('article')
    await userEvent.keyboard('{ArrowUp}')
    await expect(rows[4]).toHaveFocus()
    await userEvent.keyboard('{ArrowUp}{Home}')
    await expect(rows[0]).toHaveFocus()
    await userEvent.keyboard('{ArrowDown}')
    await expect(rows[1]).toHaveFocus()
    await expect(rows[1]).toHaveAttribute('tabindex', '0')
    await userEvent.keyboard('{Escape}')
    await expect(input(canvasElement)).toHaveFocus()
  },
}

export const RetryKeepsTheFocusInItsRow: Story = {
  args: { messages: chats.userStates },
  play: async ({ canvasElement, args }) => {
    const row = within(canvasElement).getAllByRole('article')[4]
    await userEvent.click(within(row ?? canvasElement).getByRole('button', { name: 'Try again' }))
    await expect(args.onRetry).toHaveBeenCalledWith('u5')
    await expect(row).toHaveFocus()
  },
}

export const Long: Story = {
  args: { messages: chats.long, hasOlder: true, onLoadOlder: fn() },
  render: args => <Growing {...args} />,
  play: async ({ canvasElement }) => {
    const view = log(canvasElement)
    const isAtEnd = (): boolean => view.scrollHeight - view.clientHeight - view.scrollTop < 2
    await waitFor(() => expect(isAtEnd()).toBe(true))
    const add = within(canvasElement).getByRole('button', { name: 'Somebody writes' })
    await userEvent.click(add)
    await waitFor(() => expect(isAtEnd()).toBe(true))
    view.scrollTop -= 600
    await waitFor(() => expect(view).not.toHaveAttribute('data-at-end'))
    const { scrollTop } = view
    await userEvent.click(add)
    await userEvent.click(add)
    await expect(view.scrollTop).toBe(scrollTop)
    const latest = await within(canvasElement).findByRole('button', { name: '2 new messages' })
    await userEvent.click(latest)
    await waitFor(() => expect(isAtEnd()).toBe(true))
  },
}

export const EarlierMessagesKeepThePlace: Story = {
  args: { messages: chats.long.slice(20), hasOlder: true },
  render: args => <Growing {...args} older={chats.long.slice(0, 20)} />,
  play: async ({ canvasElement }) => {
    const view = log(canvasElement)
    await waitFor(() => expect(view.scrollTop).toBeGreaterThan(0))
    view.scrollTop = 0
    await waitFor(() => expect(view).not.toHaveAttribute('data-at-end'))
    const first = within(canvasElement).getAllByRole('article')[0]
    const before = first?.getBoundingClientRect().top ?? 0
    await userEvent.click(within(canvasElement).getByRole('button', { name: 'Load earlier messages' }))
    await waitFor(() => expect(within(canvasElement).getAllByRole('article')).toHaveLength(40))
    await expect(Math.abs((first?.getBoundingClientRect().top ?? 0) - before)).toBeLessThan(60)
  },
}

export const NewWhileReading: Story = {
  args: { messages: chats.long },
  render: args => <Growing {...args} />,
  play: async ({ canvasElement }) => {
    const view = log(canvasElement)
    await waitFor(() => expect(view.scrollTop).toBeGreaterThan(0))
    view.scrollTop -= 300
    await waitFor(() => expect(view).not.toHaveAttribute('data-at-end'))
    await userEvent.click(within(canvasElement).getByRole('button', { name: 'Somebody writes' }))
    await within(canvasElement).findByRole('button', { name: '1 new message' })
  },
}

export const FilesByDropAndPaste: Story = {
  args: {
    onFiles: fn(),
    composerStart: <PickButton />,
    composerAbove: <Chip name="revenue-2026.csv" />,
    attachments: ['revenue-2026.csv'],
  },
  play: async ({ canvasElement, args }) => {
    const { dataTransfer, file } = dragged()
    const panel = within(canvasElement).getByRole('region', { name: 'Chat' })
    panel.dispatchEvent(new DragEvent('dragenter', { bubbles: true, cancelable: true, dataTransfer }))
    await expect(await within(canvasElement).findByText('Drop files to attach them')).toBeVisible()
    panel.dispatchEvent(new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer }))
    await expect(args.onFiles).toHaveBeenCalledWith([file], 'drop')
    input(canvasElement).dispatchEvent(new ClipboardEvent('paste', { bubbles: true, cancelable: true, clipboardData: dataTransfer }))
    await expect(args.onFiles).toHaveBeenCalledWith([file], 'paste')
  },
}

export const Dragging: Story = {
  args: { onFiles: fn() },
  play: async ({ canvasElement }) => {
    const { dataTransfer } = dragged()
    within(canvasElement)
      .getByRole('region', { name: 'Chat' })
      .dispatchEvent(new DragEvent('dragenter', { bubbles: true, cancelable: true, dataTransfer }))
    await within(canvasElement).findByText('Drop files to attach them')
  },
}

export const BrokenMessage: Story = {
  args: {
    renderMessage: message => {
      if (message.id === 'c') throw new Error('This message breaks on purpose, to show that the others stay.')
      return undefined
    },
  },
  play: async ({ canvasElement }) => {
    await expect(within(canvasElement).getByText("This message can't be shown.")).toBeVisible()
    await expect(within(canvasElement).getAllByRole('article')).toHaveLength(5)
  },
}

function Shouting(props: Args): ReactElement {
  const [draft, setDraft] = useState('')
  return <ChatPanel {...props} draft={draft} onDraftChange={text => setDraft(text.toUpperCase().replaceAll(/\d/g, ''))} />
}

function Growing({ messages, older = [], ...props }: Args & { readonly older?: readonly ChatMessage[] }): ReactElement {
  const [all, setAll] = useState(messages)
  const add = (): void => setAll(now => [...now, status.reply({ id: `new-${now.length}`, text: 'Something new.', createdAt: status.NOW })])
  return (
    <div style={{ display: 'flex', flexDirection: 'column', blockSize: '100%' }}>
      <div style={{ flex: 1, minBlockSize: 0 }}>
        <ChatPanel {...props} messages={all} onLoadOlder={() => setAll(now => [...older, ...now])} />
      </div>
      <button type="button" data-rs="reconnect" style={{ margin: 8 }} onClick={add}>
        Somebody writes
      </button>
    </div>
  )
}

function PickButton(): ReactElement {
  return (
    <button type="button" data-rs="chat-action" aria-label="Attach a file" style={{ margin: 2 }}>
      <svg viewBox="0 0 20 20" fill="none" stroke="currentColor" strokeWidth="1.5" strokeLinecap="round" aria-hidden="true">
        <path d="M10 4v12M4 10h12" />
      </svg>
    </button>
  )
}

function Chip({ name }: { readonly name: string }): ReactElement {
  const style = {
    justifySelf: 'start',
    margin: '4px 4px 0',
    padding: '4px 10px',
    borderRadius: 12,
    background: 'var(--rs-subtle)',
    fontSize: 13,
  }
  return <span style={style}>{name}</span>
}

function dragged(): { readonly dataTransfer: DataTransfer; readonly file: File } {
  const file = new File(['a,b'], 'table.csv', { type: 'text/csv' })
  const dataTransfer = new DataTransfer()
  dataTransfer.items.add(file)
  return { dataTransfer, file }
}
