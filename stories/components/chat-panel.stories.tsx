// The chat in every state.
import type { Meta, StoryObj } from '@storybook/react-vite'
import type { ReactNode } from 'react'
import { expect, fn, userEvent, within } from 'storybook/test'
import { ChatPanel, type ChatPanelProps, ReconnectBanner } from '../../src/components/index.ts'
import { ar } from '../../src/components/strings/ar.ts'
import type { ChatMessage } from '../../src/core/model.ts'
import { StringsContext } from '../../src/react/strings-context.ts'
import * as status from '../../test/components/builders.ts'
import * as chats from './chat-fixtures.ts'
import { OwnTransport } from './own-transport.tsx'
import { argTypesOf } from './prop-table.ts'
import { chatProps } from './prop-tables.ts'

type Args = Extract<ChatPanelProps, { conversation?: undefined }>

const meta: Meta<Args> = {
  title: 'Components/ChatPanel',
  component: ChatPanel,
  argTypes: argTypesOf(chatProps),
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
    await expect(within(canvasElement).getByText('today')).toBeVisible()
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
export const NearTheLimit: Story = { args: { maxLength: 60, defaultDraft: 'A draft that is nearly as long as it may be, 53 of 60.' } }
export const LongDraft: Story = { args: { defaultDraft: chats.analysis } }

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

/** No provider and no socket: messages, a status and callbacks of any transport are all that chat and banner need. */
export const WithoutAServer: Story = {
  args: { messages: [] },
  render: args => <OwnTransport {...args} />,
  play: async ({ canvasElement }) => {
    await userEvent.type(input(canvasElement), 'Hello{Enter}')
    await expect(await within(canvasElement).findByText('You said: Hello')).toBeVisible()
    await expect(within(canvasElement).getAllByRole('article')).toHaveLength(2)
    await expect(input(canvasElement)).toHaveFocus()
    await userEvent.click(within(canvasElement).getByRole('button', { name: 'Lose the line' }))
    await userEvent.type(input(canvasElement), 'Again{Enter}')
    await expect(within(canvasElement).getByText('Waiting for connection')).toBeVisible()
    await userEvent.click(await within(canvasElement).findByRole('button', { name: 'Try now' }))
    await expect(await within(canvasElement).findByText('You said: Again')).toBeVisible()
    await expect(within(canvasElement).queryByText('Waiting for connection')).toBeNull()
  },
}

export const InSeveralLanguages: Story = {
  args: {
    messages: [
      status.message({ id: 'a', text: 'Say it in French and in Japanese.' }),
      status.reply({ id: 'b', text: 'Bonjour.', lang: 'fr' }),
      status.reply({ id: 'c', text: 'こんにちは。', lang: 'ja' }),
    ],
  },
  play: async ({ canvasElement }) => {
    await expect(within(canvasElement).getByText('Bonjour.').closest('[lang]')).toHaveAttribute('lang', 'fr')
  },
}

export const ForcedSmall: Story = {
  args: { messages: [...chats.streaming], busy: true, hasOlder: true, onLoadOlder: fn(), status: status.offline },
  decorators: [
    Story => (
      <div style={{ inlineSize: 320, blockSize: 256 }}>
        <Story />
      </div>
    ),
  ],
}

export const Dark: Story = { args: { messages: chats.streaming, busy: true }, globals: { theme: 'dark' } }
export const DarkStates: Story = { ...SentStates, globals: { theme: 'dark' } }
export const DarkEmpty: Story = {
  args: { messages: [], suggestions: ['What changed last week?', 'Summarise the open tickets'] },
  globals: { theme: 'dark' },
}
export const RightToLeft: Story = {
  args: { messages: chats.arabicConversation, status: status.offline },
  globals: { direction: 'rtl' },
  render: args => (
    <StringsContext value={{ strings: ar, locale: 'ar' }}>
      <ChatPanel {...args} />
    </StringsContext>
  ),
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
