// The chat in every state, and what it does with keys, scrolling, files and lost connections.
import type { Meta, StoryObj } from '@storybook/react-vite'
import { type ReactElement, type ReactNode, useState } from 'react'
import { expect, fireEvent, fn, userEvent, waitFor, within } from 'storybook/test'
import { ChatPanel, type ChatPanelProps, ReconnectBanner } from '../../src/components/index.ts'
import type { ChatMessage } from '../../src/core/model.ts'
import * as status from '../../test/components/builders.ts'
import * as chats from './chat-fixtures.ts'
import { arabic } from './translations.ts'

type Args = Extract<ChatPanelProps, { conversation?: undefined }>

const meta: Meta<Args> = {
  title: 'Components/ChatPanel',
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

export const Conversation: Story = {
  play: async ({ canvasElement }) => {
    const rows = within(canvasElement).getAllByRole('article')
    await expect(rows).toHaveLength(5)
    await expect(rows[0]).toHaveAttribute('aria-posinset', '1')
    await expect(within(canvasElement).getByText('Today')).toBeVisible()
  },
}

export const Empty: Story = {
  args: {
    messages: [],
    suggestions: ['What changed last week?', 'Summarise the open tickets', 'Draft a reply to Ana', 'Find what is overdue'],
  },
  play: async ({ canvasElement, args }) => {
    await userEvent.click(within(canvasElement).getByRole('button', { name: 'Draft a reply to Ana' }))
    await expect(args.onSend).toHaveBeenCalledWith({ text: 'Draft a reply to Ana' })
    await expect(input(canvasElement)).toHaveFocus()
    input(canvasElement).blur()
  },
}

export const SentStates: Story = { args: { messages: chats.userStates, status: status.down({ noticeable: false }) } }
export const ReplyStates: Story = { args: { messages: chats.replyStates, status: status.down({ noticeable: false }) } }

export const Streaming: Story = {
  args: { messages: chats.streaming, busy: true },
  play: async ({ canvasElement, args }) => {
    await expect(log(canvasElement)).toHaveAttribute('aria-busy', 'true')
    await userEvent.click(within(canvasElement).getByRole('button', { name: 'Stop the reply' }))
    await expect(args.onStop).toHaveBeenCalledWith('g')
    await expect(input(canvasElement)).toHaveFocus()
  },
}
export const WaitingForTheFirstWord: Story = { args: { messages: chats.waiting, busy: true } }
export const Tasks: Story = { args: { messages: chats.withTasks, tasks: chats.tasks, busy: true } }
export const TasksWhileDown: Story = { args: { messages: chats.withTasks, tasks: chats.tasks, busy: true, status: status.offline } }
export const AwkwardTexts: Story = { args: { messages: chats.awkward } }

export const Offline: Story = {
  args: {
    messages: [...chats.conversation, status.message({ id: 'q', text: 'And one more thing.', status: 'queued' })],
    status: status.offline,
  },
  play: async ({ canvasElement, args }) => {
    await userEvent.type(input(canvasElement), 'Sent while offline{Enter}')
    await expect(args.onSend).toHaveBeenCalledWith({ text: 'Sent while offline' })
  },
}
export const OfflineBlocked: Story = {
  args: { status: status.waitingLong, sendWhileOffline: 'block', defaultDraft: 'This stays until the connection is back' },
  play: async ({ canvasElement, args }) => {
    await userEvent.type(input(canvasElement), '{Enter}')
    await expect(args.onSend).not.toHaveBeenCalled()
    await expect(input(canvasElement)).toHaveValue('This stays until the connection is back')
  },
}

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
    const file = new File(['a,b'], 'table.csv', { type: 'text/csv' })
    const dataTransfer = new DataTransfer()
    dataTransfer.items.add(file)
    const panel = within(canvasElement).getByRole('region', { name: 'Chat' })
    await fireEvent.dragEnter(panel, { dataTransfer })
    await expect(within(canvasElement).getByText('Drop files to attach them')).toBeVisible()
    await fireEvent.drop(panel, { dataTransfer })
    await expect(args.onFiles).toHaveBeenCalledWith([file], 'drop')
    await fireEvent.paste(input(canvasElement), { clipboardData: dataTransfer })
    await expect(args.onFiles).toHaveBeenCalledWith([file], 'paste')
  },
}
export const Dragging: Story = {
  args: { onFiles: fn() },
  play: async ({ canvasElement }) => {
    const dataTransfer = new DataTransfer()
    dataTransfer.items.add(new File(['a,b'], 'table.csv'))
    await fireEvent.dragEnter(within(canvasElement).getByRole('region', { name: 'Chat' }), { dataTransfer })
  },
}

export const NearTheLimit: Story = { args: { maxLength: 60, defaultDraft: 'A draft that is nearly as long as it may be, 53 of 60.' } }
export const LongDraft: Story = { args: { defaultDraft: chats.analysis } }

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

export const OwnParts: Story = {
  args: {
    messages: [...chats.conversation, status.reply({ id: 'x', parts: [{ type: 'custom', name: 'chart', data: [3, 5, 4, 8, 7, 9] }] })],
    renderMessage: message => message.parts.flatMap(part => (part.type === 'custom' ? [<Bars key={part.name} data={part.data} />] : []))[0],
  },
}

export const WithBanner: Story = {
  args: {
    messages: [...chats.streaming.slice(0, -1), { ...chats.streaming[6], status: 'interrupted' } as ChatMessage],
    status: status.waitingLong,
    busy: true,
  },
  render: args => (
    <div style={{ display: 'flex', flexDirection: 'column', blockSize: '100%' }}>
      <div style={{ padding: '0.75rem' }}>
        <ReconnectBanner status={args.status} onReconnect={fn()} />
      </div>
      <div style={{ flex: 1, minBlockSize: 0 }}>
        <ChatPanel {...args} />
      </div>
    </div>
  ),
}

export const Dark: Story = { args: { messages: chats.streaming, busy: true }, globals: { theme: 'dark' } }
export const DarkStates: Story = { ...SentStates, globals: { theme: 'dark' } }
export const DarkEmpty: Story = {
  args: { messages: [], suggestions: ['What changed last week?', 'Summarise the open tickets'] },
  globals: { theme: 'dark' },
}
export const RightToLeft: Story = {
  args: { messages: chats.arabicConversation, status: status.offline, strings: arabic },
  globals: { direction: 'rtl' },
}
export const Narrow: Story = {
  args: { messages: [...chats.conversation, ...chats.userStates.slice(2, 5)] },
  decorators: [
    Story => (
      <div style={{ inlineSize: 320, blockSize: '100%' }}>
        <Story />
      </div>
    ),
  ],
}
export const ReducedMotion: Story = {
  args: { messages: chats.waiting, busy: true },
  decorators: [
    Story => (
      <div data-rs-motion="reduce" style={{ blockSize: '100%' }}>
        <Story />
      </div>
    ),
  ],
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

function Bars({ data }: { readonly data: unknown }): ReactNode {
  if (!Array.isArray(data)) return null
  const style = { display: 'flex', alignItems: 'end', gap: 4, blockSize: 80 }
  return (
    <div role="img" aria-label="Six months of revenue" style={style}>
      {data.map((value, index) => (
        <span key={index} style={{ inlineSize: 24, blockSize: Number(value) * 8, borderRadius: 4, background: 'var(--rs-muted)' }} />
      ))}
    </div>
  )
}
