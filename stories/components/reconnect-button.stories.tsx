// The button in every state, and its promise: one attempt at a time, the focus kept, the width too.
import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect, fn, userEvent, waitFor, within } from 'storybook/test'
import { ReconnectButton } from '../../src/components/index.ts'
import { ar } from '../../src/components/strings/ar.ts'
import * as status from '../../test/components/builders.ts'
import { argTypesOf } from './prop-table.ts'
import { buttonProps } from './prop-tables.ts'

const meta: Meta<typeof ReconnectButton> = {
  title: 'Components/ReconnectButton',
  component: ReconnectButton,
  argTypes: argTypesOf(buttonProps),
  args: { onReconnect: fn() },
}
export default meta
type Story = StoryObj<typeof meta>

export const Waiting: Story = {
  args: { status: status.waitingLong },
  play: async ({ canvasElement, args }) => {
    const button = within(canvasElement).getByRole('button', { name: 'Reconnect now' })
    const width = button.offsetWidth
    await userEvent.click(button)
    await expect(button).toHaveAttribute('aria-busy', 'true')
    await expect(button).toHaveFocus()
    await expect(button.offsetWidth).toBe(width)
    await userEvent.click(button)
    await expect(args.onReconnect).toHaveBeenCalledOnce()
    await waitFor(() => expect(button).toHaveAttribute('data-cooldown'))
    await waitFor(() => expect(within(canvasElement).getByRole('status')).toHaveTextContent("Still can't connect"))
  },
}
export const Pending: Story = { args: { status: status.connecting } }
export const Connected: Story = { args: { status: status.live } }
export const Offline: Story = { args: { status: status.offline } }
export const SignedOut: Story = { args: { status: status.signedOut } }
export const Blocked: Story = { args: { status: status.blocked } }
export const Unreachable: Story = { args: { status: status.unreachable } }
export const Replaced: Story = { args: { status: status.replaced } }
export const Hidden: Story = {
  args: { status: status.live, hideWhenConnected: true },
  play: async ({ canvasElement }) => expect(within(canvasElement).queryByRole('button')).toBeNull(),
}
export const OwnWords: Story = { args: { status: status.waitingLong, children: state => (state.isPending ? 'One moment…' : 'Go') } }

export const Overview: Story = {
  render: args => (
    <div style={{ display: 'flex', flexWrap: 'wrap', gap: 8 }}>
      <ReconnectButton {...args} status={status.waitingLong} />
      <ReconnectButton {...args} status={status.connecting} />
      <ReconnectButton {...args} status={status.live} />
    </div>
  ),
}
export const Dark: Story = { ...Overview, globals: { theme: 'dark' } }
export const RightToLeft: Story = { ...Overview, args: { strings: ar }, globals: { direction: 'rtl' } }
export const ByKeyboard: Story = {
  args: { status: status.waitingLong, onReconnect: fn() },
  play: async ({ canvasElement, args }) => {
    const button = within(canvasElement).getByRole('button', { name: 'Reconnect now' })
    await userEvent.tab()
    await expect(button).toHaveFocus()
    await userEvent.keyboard('{Enter}')
    await userEvent.keyboard(' ')
    await expect(args.onReconnect).toHaveBeenCalledOnce()
    await expect(button).toHaveFocus()
  },
}
