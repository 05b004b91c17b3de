// Every component at once, as it must stand in a narrow window, at a zoom of 200 %, from right to left, without motion and without colours.
import type { Meta, StoryObj } from '@storybook/react-vite'
import type { CSSProperties, ReactElement } from 'react'
import { expect } from 'storybook/test'
import {
  ChatPanel,
  type ComponentStrings,
  ConnectionIndicator,
  NotificationBell,
  ReconnectBanner,
  ReconnectButton,
  TaskList,
} from '../../src/components/index.ts'
import { ar } from '../../src/components/strings/ar.ts'
import { StringsContext } from '../../src/react/strings-context.ts'
import * as status from '../../test/components/builders.ts'
import { noticeWith, taskWith } from '../../test/support/fake-resilient-socket.ts'
import * as chats from './chat-fixtures.ts'

interface Args {
  readonly strings: ComponentStrings | undefined
  readonly frame: CSSProperties
}

const meta: Meta<Args> = {
  title: 'Components/Views',
  args: { strings: undefined, frame: {} },
  parameters: { layout: 'fullscreen', controls: { disable: true } },
  render: args => <Everything {...args} />,
}
export default meta
type Story = StoryObj<Args>

export const Everything320PixelsWide: Story = {
  args: { frame: { inlineSize: 320 } },
  play: async ({ canvasElement }) => {
    await expect(overflowing(canvasElement)).toEqual([])
    await expect(tooSmall(canvasElement)).toEqual([])
  },
}

/** A window of 640 pixels, zoomed. */
export const EverythingAtTwiceTheSize: Story = {
  args: { frame: { inlineSize: 640, zoom: 2 } },
  play: async ({ canvasElement }) => expect(overflowing(canvasElement)).toEqual([]),
}

/** Text alone at twice its size, as a browser's own setting has it. */
export const EverythingWithLargeText: Story = {
  args: { frame: { inlineSize: 640 } },
  decorators: [
    Story => (
      <>
        <style>{':root { font-size: 200% }'}</style>
        <Story />
      </>
    ),
  ],
  play: async ({ canvasElement }) => expect(overflowing(canvasElement)).toEqual([]),
}

export const EverythingRightToLeft: Story = {
  args: { strings: ar, frame: { inlineSize: 360 } },
  globals: { direction: 'rtl' },
  play: async ({ canvasElement }) => {
    await expect(overflowing(canvasElement)).toEqual([])
    // What stands first stands on the right.
    const [icon, text] = ['banner-icon', 'banner-text'].map(name => canvasElement.querySelector(`[data-rs="${name}"]`))
    await expect(icon?.getBoundingClientRect().left ?? 0).toBeGreaterThan(text?.getBoundingClientRect().left ?? 0)
  },
}

/** As `prefers-reduced-motion` has it: nothing turns, slides or breathes. */
export const EverythingWithoutMotion: Story = {
  decorators: [
    Story => (
      <div data-rs-motion="reduce">
        <Story />
      </div>
    ),
  ],
  play: async ({ canvasElement }) => {
    const moving = canvasElement.getAnimations({ subtree: true }).filter(({ playState }) => playState === 'running')
    await expect(moving).toHaveLength(0)
  },
}

export const EverythingDark: Story = { globals: { theme: 'dark' } }
/** Choose a contrast theme in the system to see it: the tests look at it so. */
export const EverythingInForcedColours: Story = {}

/** Elements wider than the frame they stand in; those made for ears have no place in it. */
function overflowing(canvas: HTMLElement): readonly string[] {
  const frame = canvas.querySelector('[data-frame]')
  const { left = 0, right = 0 } = frame?.getBoundingClientRect() ?? {}
  return [...(frame?.querySelectorAll('[data-rs]:not([data-rs="announcer"])') ?? [])]
    .filter(element => element.checkVisibility())
    .filter(element => element.getBoundingClientRect().right > right + 1 || element.getBoundingClientRect().left < left - 1)
    .map(element => element.getAttribute('data-rs') ?? '')
}

/** Buttons that are smaller than WCAG 2.2 has them. */
function tooSmall(canvas: HTMLElement): readonly string[] {
  return [...canvas.querySelectorAll('[data-frame] button')]
    .filter(button => button.checkVisibility())
    .map(button => ({ name: button.getAttribute('data-rs') ?? '', box: button.getBoundingClientRect() }))
    .filter(({ box }) => box.width < 24 || box.height < 24)
    .map(({ name }) => name)
}

const tasks = [
  taskWith({ id: 't1', key: 'k1', kind: 'export', status: 'running', progress: { value: 62, total: 100, message: 'Writing rows' } }),
  taskWith({ id: 't2', key: 'k2', kind: 'report', status: 'failed', error: { code: 'x', message: 'No space left.', retryable: true } }),
]
const notifications = [noticeWith({ id: 'n', title: 'Invoices of June are ready', body: '1,204 rows', seen: false, time: status.NOW })]
const nothing = (): void => {}

function Everything({ strings, frame }: Args): ReactElement {
  const column: CSSProperties = { display: 'grid', gap: 16, padding: 12, boxSizing: 'border-box', maxInlineSize: 760, ...frame }
  return (
    <StringsContext value={{ strings: strings ?? {}, locale: strings === undefined ? 'en' : 'ar' }}>
      <div style={column} data-frame="">
        <div style={{ display: 'flex', flexWrap: 'wrap', gap: 12, alignItems: 'center', justifyContent: 'space-between' }}>
          <ConnectionIndicator status={{ ...status.waitingLong, queued: 2 }} />
          <ReconnectButton status={status.waitingLong} onReconnect={nothing} />
          <NotificationBell notifications={notifications} onDismiss={nothing} />
        </div>
        <ReconnectBanner status={status.waitingLong} onReconnect={nothing} dismissible />
        <div style={{ blockSize: 480, minInlineSize: 0 }}>
          <ChatPanel
            messages={[...chats.conversation.slice(0, 3), ...chats.userStates.slice(3, 5), ...chats.withTasks]}
            tasks={chats.tasks}
            status={status.offline}
            busy
            defaultDraft="A draft."
            onSend={nothing}
            onRetry={nothing}
            onStop={nothing}
            onDiscard={nothing}
          />
        </div>
        <TaskList tasks={tasks} onCancel={nothing} onRetry={nothing} />
      </div>
    </StringsContext>
  )
}
