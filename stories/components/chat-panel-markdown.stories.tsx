// The chat with Markdown: finished, streamed word by word, and cut off.
import type { Meta, StoryObj } from '@storybook/react-vite'
import { type ReactElement, useState } from 'react'
import { expect, fn, userEvent, waitFor, within } from 'storybook/test'
import { ChatPanel, type ChatPanelProps } from '../../src/components/index.ts'
import { Markdown } from '../../src/markdown/index.ts'
import * as status from '../../test/components/builders.ts'
import { shortAnswer } from '../../test/markdown/answers.ts'

type Args = Extract<ChatPanelProps, { conversation?: undefined }>

const components = { Markdown }
const question = status.message({ id: 'q', text: 'What stands out? Show me the code for the **corrected** series.' })

const meta: Meta<Args> = {
  title: 'Components/ChatPanel/Markdown',
  component: ChatPanel,
  parameters: { layout: 'fullscreen' },
  args: {
    messages: [question, status.reply({ id: 'a', text: shortAnswer })],
    status: status.live,
    components,
    onSend: fn(),
    onRetry: fn(),
    onStop: fn(),
  },
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

export const Answer: Story = {
  play: async ({ canvasElement }) => {
    await expect(within(canvasElement).getByRole('heading', { name: 'Part 1' })).toBeVisible()
    await expect(within(canvasElement).getByRole('link', { name: 'the table' })).toHaveAttribute('rel', 'noopener noreferrer')
    await expect(within(canvasElement).getAllByRole('row')).toHaveLength(3)
  },
}
export const AnswerInTheDark: Story = { globals: { theme: 'dark' } }

export const Streaming: Story = {
  args: { messages: [question, status.reply({ id: 'a', status: 'streaming', text: shortAnswer.slice(0, 430) })], busy: true },
}

export const CutOff: Story = {
  args: {
    messages: [question, status.reply({ id: 'a', status: 'interrupted', text: shortAnswer.slice(0, 268) })],
    status: status.down({ noticeable: false }),
  },
  play: async ({ canvasElement }) => {
    await expect(within(canvasElement).getByRole('columnheader', { name: 'change' })).toBeVisible()
  },
}

export const WordByWord: Story = {
  args: { messages: [question] },
  render: args => <Growing {...args} />,
  play: async ({ canvasElement }) => {
    const next = within(canvasElement).getByRole('button', { name: 'Next words' })
    for (let words = 0; words < 14; words += 1) await userEvent.click(next)
    const view = within(canvasElement).getByRole('log', { name: 'Messages' })
    await waitFor(() => expect(view.scrollHeight - view.clientHeight - view.scrollTop).toBeLessThan(2))
    await expect(within(canvasElement).getByRole('table')).toBeVisible()
  },
}

export const NarrowAnswer: Story = {
  decorators: [
    Story => (
      <div style={{ inlineSize: 320, blockSize: '100%' }}>
        <Story />
      </div>
    ),
  ],
  play: async ({ canvasElement }) => {
    const view = within(canvasElement).getByRole('log', { name: 'Messages' })
    await expect(view.scrollWidth).toBeLessThanOrEqual(view.clientWidth)
  },
}

export const AnswerRightToLeft: Story = {
  globals: { direction: 'rtl' },
  args: {
    messages: [
      status.message({ id: 'q', text: 'ما الذي يلفت النظر؟' }),
      status.reply({
        id: 'a',
        text: '## الملخص\n\n- تنخفض الإيرادات في **مارس**\n- ترتفع في أغسطس\n\n```ts\nconst a = 1\n```\n\nAnd one line in English.',
      }),
    ],
  },
}

function Growing({ messages, ...props }: Args): ReactElement {
  const [end, setEnd] = useState(0)
  const told = end === 0 ? [] : [status.reply({ id: 'a', status: 'streaming', text: shortAnswer.slice(0, end) })]
  return (
    <div style={{ display: 'flex', flexDirection: 'column', blockSize: '100%' }}>
      <div style={{ flex: 1, minBlockSize: 0 }}>
        <ChatPanel {...props} messages={[...messages, ...told]} busy />
      </div>
      <button type="button" data-rs="reconnect" style={{ margin: 8 }} onClick={() => setEnd(end + 40)}>
        Next words
      </button>
    </div>
  )
}
