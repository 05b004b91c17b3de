// Every kind of the banner, how it comes and goes, and what it does with keys, focus and presses.
import type { Meta, StoryObj } from '@storybook/react-vite'
import { type ReactElement, useState } from 'react'
import { expect, fn, userEvent, waitFor, within } from 'storybook/test'
import { ReconnectBanner, type ReconnectBannerProps } from '../../src/components/index.ts'
import { ar } from '../../src/components/strings/ar.ts'
import type { ConnectionStatus } from '../../src/core/model.ts'
import { StringsContext } from '../../src/react/strings-context.ts'
import * as status from '../../test/components/builders.ts'
import { argTypesOf } from './prop-table.ts'
import { bannerProps } from './prop-tables.ts'
import { german } from './translations.ts'

const meta: Meta<typeof ReconnectBanner> = {
  title: 'Components/ReconnectBanner',
  component: ReconnectBanner,
  argTypes: argTypesOf(bannerProps),
  args: { onReconnect: fn(), onSignIn: fn() },
  decorators: [
    Story => (
      <div className="story-stack">
        <Story />
      </div>
    ),
  ],
}
export default meta
type Story = StoryObj<typeof meta>

const group = (canvasElement: HTMLElement): Promise<HTMLElement> => within(canvasElement).findByRole('group', { name: 'Connection' })

export const Offline: Story = {
  args: { status: status.offline },
  play: async ({ canvasElement }) => {
    const banner = await group(canvasElement)
    await expect(banner).toHaveTextContent("You're offline. Messages you send will go out when you're back.")
    await expect(within(banner).queryByRole('button')).toBeNull()
  },
}
export const Connecting: Story = { args: { status: status.connecting } }
export const FirstConnection: Story = { args: { status: status.firstConnecting } }
export const WaitingSoon: Story = { args: { status: status.waitingSoon } }
export const Waiting: Story = {
  args: { status: status.waitingLong },
  play: async ({ canvasElement, args }) => {
    const banner = await group(canvasElement)
    await waitFor(() => expect(within(banner).getByRole('timer')).toHaveTextContent(/^Trying again in \d+ seconds\.$/))
    await expect(within(banner).getByRole('timer')).toHaveAttribute('aria-live', 'off')
    await userEvent.click(within(banner).getByRole('button', { name: 'Try now' }))
    await expect(args.onReconnect).toHaveBeenCalledOnce()
  },
}
export const ServerDown: Story = {
  args: { status: status.serverDown },
  play: async ({ canvasElement }) => {
    const banner = await group(canvasElement)
    await expect(banner).toHaveTextContent("Can't reach the server.")
    await expect(within(banner).getByRole('button', { name: 'Try now' })).toBeInTheDocument()
  },
}
export const Blocked: Story = {
  args: { status: status.blocked },
  play: async ({ canvasElement }) => {
    const banner = await group(canvasElement)
    await expect(banner).toHaveTextContent("Live updates can't get through.")
    await expect(within(banner).queryByRole('timer')).toBeNull()
    await expect(within(banner).getByRole('button', { name: 'Try now' })).toBeInTheDocument()
  },
}
export const Unreachable: Story = { args: { status: status.unreachable } }
export const SignedOut: Story = {
  args: { status: status.signedOut },
  play: async ({ canvasElement, args }) => {
    const banner = await group(canvasElement)
    await userEvent.click(within(banner).getByRole('button', { name: 'Sign in' }))
    await expect(args.onSignIn).toHaveBeenCalledOnce()
    await waitFor(() => expect(within(canvasElement).getByRole('alert')).toHaveTextContent('Your session has ended. Sign in to reconnect.'))
  },
}
export const Replaced: Story = { args: { status: status.replaced } }
export const CatchingUp: Story = { args: { status: status.catchingUp } }

export const Restored: Story = {
  args: { status: status.connecting, restoredMs: 600_000 },
  render: args => <Switch {...args} next={status.live} label="Come back" />,
  play: async ({ canvasElement }) => {
    const banner = await group(canvasElement)
    await userEvent.click(within(canvasElement).getByRole('button', { name: 'Come back' }))
    await waitFor(() => expect(banner).toHaveAttribute('data-status', 'restored'))
    await waitFor(() => expect(within(canvasElement).getByRole('status')).toHaveTextContent('Back online.'))
  },
}

export const HidesWhenLive: Story = {
  args: { status: status.connecting, restoredMs: 0, minVisibleMs: 0 },
  render: args => <Switch {...args} next={status.live} label="Come back" />,
  play: async ({ canvasElement }) => {
    await group(canvasElement)
    await userEvent.click(within(canvasElement).getByRole('button', { name: 'Come back' }))
    await waitFor(() => expect(within(canvasElement).queryByRole('group')).toBeNull())
  },
}

export const NotYetNoticeable: Story = {
  args: { status: status.down({ noticeable: false }) },
  render: args => (
    <>
      <p className="story-note">A blip shows nothing.</p>
      <ReconnectBanner {...args} />
    </>
  ),
  play: async ({ canvasElement }) => expect(within(canvasElement).queryByRole('group')).toBeNull(),
}

export const Dismissible: Story = {
  args: { status: status.unreachable, dismissible: true },
  play: async ({ canvasElement }) => {
    const banner = await group(canvasElement)
    await userEvent.tab()
    await expect(within(banner).getByRole('button', { name: 'Try again' })).toHaveFocus()
    await userEvent.keyboard('{Escape}')
    await waitFor(() => expect(within(canvasElement).queryByRole('group')).toBeNull())
  },
}
export const WithDismissButton: Story = { args: { status: status.waitingLong, dismissible: true } }

export const Top: Story = { args: { status: status.waitingLong, position: 'top', dismissible: true } }
export const Bottom: Story = { args: { status: status.signedOut, position: 'bottom' } }

export const Composed: Story = {
  args: { status: status.waitingLong },
  render: args => (
    <ReconnectBanner.Root {...args} style={({ status: kind }) => ({ borderRadius: kind === 'waiting' ? 0 : 12 })}>
      <ReconnectBanner.Message render={<strong />} />
      <ReconnectBanner.Countdown />
      <ReconnectBanner.Actions>
        <ReconnectBanner.RetryButton>Again</ReconnectBanner.RetryButton>
      </ReconnectBanner.Actions>
    </ReconnectBanner.Root>
  ),
}

/** All kinds at once. */
export const Overview: Story = {
  parameters: { docs: { disable: true } },
  render: args => <All {...args} />,
}
export const Dark: Story = { ...Overview, globals: { theme: 'dark' } }
export const RightToLeft: Story = {
  globals: { direction: 'rtl' },
  render: args => (
    <StringsContext value={{ strings: ar, locale: 'ar' }}>
      <All {...args} />
    </StringsContext>
  ),
}
export const Narrow: Story = {
  ...Overview,
  args: { strings: german, dismissible: true },
  decorators: [
    Story => (
      <div style={{ inlineSize: 288 }}>
        <Story />
      </div>
    ),
  ],
}
export const ReducedMotion: Story = {
  args: { status: status.connecting },
  decorators: [
    Story => (
      <div data-rs-motion="reduce">
        <Story />
      </div>
    ),
  ],
}

const kinds: Readonly<Record<string, ConnectionStatus>> = {
  offline: status.offline,
  connecting: status.connecting,
  soon: status.waitingSoon,
  waiting: status.waitingLong,
  'server-down': status.serverDown,
  blocked: status.blocked,
  unreachable: status.unreachable,
  'signed-out': status.signedOut,
  replaced: status.replaced,
  'catching-up': status.catchingUp,
}

function All(props: ReconnectBannerProps): ReactElement {
  const names = Object.entries(kinds).map(([name, kind]) => (
    <ReconnectBanner key={name} {...props} aria-label={`Connection: ${name}`} announce="off" status={kind} />
  ))
  return <div className="story-stack">{names}</div>
}

function Switch({ next, label, status: first, ...props }: ReconnectBannerProps & { next: ConnectionStatus; label: string }): ReactElement {
  const [current, setCurrent] = useState(first)
  return (
    <>
      <ReconnectBanner {...props} status={current} />
      <div>
        <button type="button" data-rs="reconnect" onClick={() => setCurrent(next)}>
          {label}
        </button>
      </div>
    </>
  )
}
