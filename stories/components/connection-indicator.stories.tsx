// The indicator in every state, side by side, so that colour is never the only difference.
import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect } from 'storybook/test'
import { ConnectionIndicator } from '../../src/components/index.ts'
import { ar } from '../../src/components/strings/ar.ts'
import type { ConnectionStatus } from '../../src/core/model.ts'
import * as status from '../../test/components/builders.ts'
import { argTypesOf } from './prop-table.ts'
import { indicatorProps } from './prop-tables.ts'

const meta: Meta<typeof ConnectionIndicator> = {
  title: 'Components/ConnectionIndicator',
  component: ConnectionIndicator,
  argTypes: argTypesOf(indicatorProps),
}
export default meta
type Story = StoryObj<typeof meta>

export const Live: Story = { args: { status: status.live } }
export const WithLatency: Story = {
  args: { status: status.live, showLatency: true },
  play: async ({ canvasElement }) =>
    expect(canvasElement.querySelector('[data-rs="indicator"]')).toHaveAttribute('title', 'The server answers in 48 ms'),
}
export const Checking: Story = { args: { status: { ...status.live, freshness: 'stale' } } }
export const CatchingUp: Story = { args: { status: status.catchingUp } }
export const Connecting: Story = { args: { status: status.connecting } }
export const Waiting: Story = {
  args: { status: { ...status.waitingLong, queued: 2 } },
  play: async ({ canvasElement }) => expect(canvasElement).toHaveTextContent('2 to send'),
}
export const Offline: Story = { args: { status: status.offline } }
export const Blocked: Story = { args: { status: status.blocked } }
export const Unreachable: Story = { args: { status: status.unreachable } }
export const SignedOut: Story = { args: { status: status.signedOut } }
export const Replaced: Story = { args: { status: status.replaced } }
export const Idle: Story = { args: { status: { ...status.down(), state: 'idle', reason: 'closed-by-user' } } }

const every: readonly ConnectionStatus[] = [
  status.live,
  { ...status.live, freshness: 'stale' },
  status.catchingUp,
  status.connecting,
  { ...status.waitingLong, queued: 3 },
  status.offline,
  status.unreachable,
  status.signedOut,
]

export const Overview: Story = {
  render: args => (
    <div style={{ display: 'grid', gap: 12, justifyItems: 'start' }}>
      {every.map((one, index) => (
        <ConnectionIndicator key={index} {...args} status={one} />
      ))}
    </div>
  ),
}
export const Dark: Story = { ...Overview, globals: { theme: 'dark' } }
export const RightToLeft: Story = { ...Overview, args: { strings: ar }, globals: { direction: 'rtl' } }
export const DotOnly: Story = {
  args: { status: status.live, role: 'img', 'aria-label': 'Live', children: <ConnectionIndicator.Dot /> },
}
