// A chat of ten thousand messages: only the rows near the view stand in the page, and nothing a reader does tells the difference.
import type { Meta, StoryObj } from '@storybook/react-vite'
import { type ReactElement, useState } from 'react'
import { expect, fn, userEvent, waitFor, within } from 'storybook/test'
import { ChatPanel, type ChatPanelProps } from '../../src/components/index.ts'
import type { ChatMessage } from '../../src/core/model.ts'
import * as status from '../../test/components/builders.ts'
import * as chats from './chat-fixtures.ts'

type Args = Extract<ChatPanelProps, { conversation?: undefined }>

const meta: Meta<Args> = {
  title: 'Components/ChatPanel/Long',
  component: ChatPanel,
  parameters: { layout: 'fullscreen' },
  args: { messages: chats.tenThousand, status: status.live, onSend: fn(), onRetry: fn(), onStop: fn(), onDiscard: fn() },
  render: args => <Talking {...args} />,
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
const rows = (canvasElement: HTMLElement): readonly HTMLElement[] => within(canvasElement).getAllByRole('article')
const press = (canvasElement: HTMLElement, name: string): Promise<void> =>
  userEvent.click(within(canvasElement).getByRole('button', { name }))
const fromEnd = (view: HTMLElement): number => view.scrollHeight - view.clientHeight - view.scrollTop
const frame = (): Promise<unknown> => new Promise(resolve => requestAnimationFrame(resolve))

/** Virtual, and at rest: two frames in which nothing moved. */
async function settled(canvasElement: HTMLElement): Promise<HTMLElement> {
  const view = log(canvasElement)
  await waitFor(() => expect(view).toHaveAttribute('data-virtualized'))
  await still(view)
  return view
}

async function still(view: HTMLElement): Promise<void> {
  for (let quiet = 0, last = ''; quiet < 3;) {
    await frame()
    const now = `${view.scrollTop} ${view.scrollHeight}`
    quiet = now === last ? quiet + 1 : 0
    last = now
  }
}

/** The first row in sight, and where it stands. */
function firstInSight(canvasElement: HTMLElement): { readonly text: string; readonly top: number } {
  const edge = log(canvasElement).getBoundingClientRect().top
  const row = rows(canvasElement).find(element => element.getBoundingClientRect().top >= edge)
  return { text: row?.textContent ?? '', top: Math.round(row?.getBoundingClientRect().top ?? 0) }
}

export const TenThousandMessages: Story = {
  play: async ({ canvasElement }) => {
    const view = await settled(canvasElement)
    await expect(fromEnd(view)).toBeLessThan(2)
    const shown = rows(canvasElement)
    await expect(shown.length).toBeLessThan(60)
    await expect(shown.at(-1)).toHaveAttribute('aria-posinset', '10000')
    await expect(shown.at(-1)).toHaveAttribute('aria-setsize', '10000')
    await expect(shown.at(-1)).toHaveTextContent('Answer 5000')
  },
}

export const KeysReachTheFirstAndTheLast: Story = {
  play: async ({ canvasElement }) => {
    const view = await settled(canvasElement)
    view.focus()
    await userEvent.keyboard('{Home}')
    await waitFor(() => expect(document.activeElement).toHaveAttribute('aria-posinset', '1'))
    await still(view)
    await expect(document.activeElement).toBeVisible()
    await userEvent.keyboard('{ArrowDown}{ArrowDown}')
    await waitFor(() => expect(document.activeElement).toHaveAttribute('aria-posinset', '3'))
    await userEvent.keyboard('{Alt>}{End}{/Alt}')
    await waitFor(() => expect(document.activeElement).toHaveAttribute('aria-posinset', '10000'))
    await still(view)
    await expect(fromEnd(view)).toBeLessThan(2)
    await userEvent.keyboard('{Escape}')
    await expect(input(canvasElement)).toHaveFocus()
  },
}

export const TheFocusedRowStaysWhileScrolledAway: Story = {
  play: async ({ canvasElement }) => {
    const view = await settled(canvasElement)
    view.focus()
    await userEvent.keyboard('{End}')
    await waitFor(() => expect(document.activeElement).toHaveAttribute('aria-posinset', '10000'))
    view.scrollTop = 20_000
    await still(view)
    await expect(document.activeElement).toHaveAttribute('aria-posinset', '10000')
  },
}

export const AStreamedReplyKeepsTheEndInSight: Story = {
  play: async ({ canvasElement }) => {
    const view = await settled(canvasElement)
    await press(canvasElement, 'Ask')
    for (let words = 0; words < 30; words += 1) await press(canvasElement, 'Next words')
    await still(view)
    await expect(fromEnd(view)).toBeLessThan(2)
    await expect(rows(canvasElement).at(-1)).toHaveAttribute('aria-posinset', '10002')
  },
}

export const AStreamedReplyMovesNoReader: Story = {
  play: async ({ canvasElement }) => {
    const view = await settled(canvasElement)
    await press(canvasElement, 'Ask')
    view.scrollTop -= 2_000
    await waitFor(() => expect(view).not.toHaveAttribute('data-at-end'))
    await still(view)
    const before = firstInSight(canvasElement)
    for (let words = 0; words < 30; words += 1) await press(canvasElement, 'Next words')
    await press(canvasElement, 'Somebody writes')
    await still(view)
    await expect(firstInSight(canvasElement)).toEqual(before)
    await press(canvasElement, '1 new message')
    await still(view)
    await expect(fromEnd(view)).toBeLessThan(2)
  },
}

export const EarlierMessagesMoveNoReader: Story = {
  args: { messages: chats.tenThousand.slice(500), hasOlder: true },
  play: async ({ canvasElement }) => {
    const view = await settled(canvasElement)
    view.scrollTop = 0
    await waitFor(() => expect(view).not.toHaveAttribute('data-at-end'))
    await still(view)
    const before = firstInSight(canvasElement)
    await press(canvasElement, 'Load earlier messages')
    await waitFor(() => expect(rows(canvasElement)[0]).toHaveAttribute('aria-setsize', '10000'))
    await still(view)
    await expect(firstInSight(canvasElement).text).toBe(before.text)
    // The button above them is gone with the last page.
    await expect(Math.abs(firstInSight(canvasElement).top - before.top)).toBeLessThan(60)
  },
}

export const TheBrowsersSearchFindsEverything: Story = {
  args: { messages: chats.tenThousand.slice(0, 1_000) },
  play: async ({ canvasElement }) => {
    const view = await settled(canvasElement)
    view.scrollTop = 30_000
    await still(view)
    const before = firstInSight(canvasElement)
    input(canvasElement).focus()
    await userEvent.keyboard('{Control>}f{/Control}')
    await waitFor(() => expect(rows(canvasElement)).toHaveLength(1_000))
    await still(view)
    await expect(firstInSight(canvasElement).text).toBe(before.text)
    await userEvent.keyboard('a')
    await waitFor(() => expect(view).toHaveAttribute('data-virtualized'))
  },
}

export const NotVirtual: Story = {
  args: { messages: chats.tenThousand.slice(0, 300), virtualize: false },
  play: async ({ canvasElement }) => {
    await expect(rows(canvasElement)).toHaveLength(300)
    await expect(log(canvasElement)).not.toHaveAttribute('data-virtualized')
  },
}

export const VirtualFromTheStart: Story = {
  args: { messages: chats.conversation, virtualize: true },
  play: async ({ canvasElement }) => {
    await settled(canvasElement)
    await expect(rows(canvasElement)).toHaveLength(5)
  },
}

export const CrossingTheBound: Story = {
  args: { messages: chats.tenThousand.slice(0, 199) },
  play: async ({ canvasElement }) => {
    const view = log(canvasElement)
    view.scrollTop -= 900
    await waitFor(() => expect(view).not.toHaveAttribute('data-at-end'))
    await still(view)
    const before = firstInSight(canvasElement)
    await press(canvasElement, 'Somebody writes')
    await settled(canvasElement)
    await expect(firstInSight(canvasElement)).toEqual(before)
  },
}

export const LongRightToLeft: Story = { globals: { direction: 'rtl' }, play: TenThousandMessages.play ?? (() => {}) }

/** Something happens at the press of a button. */
function Talking({ messages, ...props }: Args): ReactElement {
  const [all, setAll] = useState(messages)
  const add = (...more: readonly ChatMessage[]): void => setAll(now => [...now, ...more])
  const say = (): void => add(status.reply({ id: `new-${all.length}`, text: 'Something new.', createdAt: status.NOW }))
  const ask = (): void =>
    add(
      status.message({ id: `ask-${all.length}`, text: 'And now?', createdAt: status.NOW }),
      status.reply({ id: `told-${all.length}`, text: 'Now', status: 'streaming', createdAt: status.NOW }),
    )
  const goOn = (): void =>
    setAll(now =>
      now.map(message =>
        message.status === 'streaming'
          ? {
              ...message,
              parts: message.parts.map(part => (part.type === 'text' ? { ...part, text: `${part.text} and some more words` } : part)),
            }
          : message,
      ),
    )
  const older = chats.tenThousand.length > all.length && props.hasOlder === true
  const bar = { display: 'flex', gap: 8, padding: 8 }
  return (
    <div style={{ display: 'flex', flexDirection: 'column', blockSize: '100%' }}>
      <div style={{ flex: 1, minBlockSize: 0 }}>
        <ChatPanel
          {...props}
          messages={all}
          hasOlder={older}
          onLoadOlder={() => setAll(now => [...chats.tenThousand.slice(0, 500), ...now])}
        />
      </div>
      <div style={bar}>
        {Object.entries({ Ask: ask, 'Next words': goOn, 'Somebody writes': say }).map(([name, onClick]) => (
          <button key={name} type="button" data-rs="reconnect" onClick={onClick}>
            {name}
          </button>
        ))}
      </div>
    </div>
  )
}
