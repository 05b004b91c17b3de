// The bell closed and open, with nothing, with much, and by keyboard alone.
import type { Meta, StoryObj } from '@storybook/react-vite'
import { useState } from 'react'
import { expect, fn, userEvent, waitFor, within } from 'storybook/test'
import { NotificationBell, type NotificationBellProps } from '../../src/components/index.ts'
import { ar } from '../../src/components/strings/ar.ts'
import type { TaskNotification } from '../../src/core/model.ts'
import { StringsContext } from '../../src/react/strings-context.ts'
import { NOW } from '../../test/components/builders.ts'
import { noticeWith } from '../../test/support/fake-resilient-socket.ts'
import { argTypesOf } from './prop-table.ts'
import { bellProps } from './prop-tables.ts'

const notice = (n: number, change: Partial<TaskNotification>): TaskNotification =>
  noticeWith({ id: `n${n}`, offset: 100 - n, time: NOW - n * n * 3_600_000, seen: n > 2, ...change })

const notifications: readonly TaskNotification[] = [
  notice(1, { kind: 'task.succeeded', title: 'Invoices of June are ready', body: '1,204 rows, 3 MB' }),
  notice(2, { kind: 'task.failed', title: 'Build of main failed', body: 'Two tests are red.' }),
  notice(3, { kind: 'task.input-required', title: null }),
  notice(5, { kind: 'maintenance', title: 'Maintenance on Sunday', body: 'The service rests from 2 to 3 at night.' }),
]

/** As a provider does: what is marked comes back as seen, what is dismissed is gone. */
function Held(props: NotificationBellProps) {
  const [list, setList] = useState(props.notifications ?? [])
  return (
    <NotificationBell
      {...props}
      notifications={list}
      onMarkSeen={() => setList(all => all.map(one => ({ ...one, seen: true })))}
      onDismiss={id => setList(all => all.filter(one => one.id !== id))}
    />
  )
}

const meta: Meta<typeof NotificationBell> = {
  title: 'Components/NotificationBell',
  component: NotificationBell,
  argTypes: argTypesOf(bellProps),
  args: { notifications },
  render: args => (
    <div style={{ display: 'flex', justifyContent: 'flex-end', alignItems: 'flex-start', minBlockSize: '28rem', maxInlineSize: '36rem' }}>
      <Held {...args} />
    </div>
  ),
}
export default meta
type Story = StoryObj<typeof meta>

export const Closed: Story = {}
export const Open: Story = { args: { defaultOpen: true } }
export const Dark: Story = { args: { defaultOpen: true }, globals: { theme: 'dark' } }
export const RightToLeft: Story = {
  args: { defaultOpen: true },
  decorators: [
    Story => (
      <StringsContext value={{ strings: ar, locale: 'ar' }}>
        <Story />
      </StringsContext>
    ),
  ],
  globals: { direction: 'rtl' },
}
/** The panel begins where the button does. */
export const AlignedToTheStart: Story = {
  args: { defaultOpen: true, align: 'start' },
  render: args => (
    <div style={{ minBlockSize: '28rem' }}>
      <Held {...args} />
    </div>
  ),
  play: async ({ canvasElement }) => {
    const [bell, panel] = ['bell-trigger', 'bell-popup'].map(name =>
      canvasElement.querySelector(`[data-rs="${name}"]`)?.getBoundingClientRect(),
    )
    await expect(panel?.left).toBeCloseTo(bell?.left ?? -1, 0)
    await expect(panel?.top).toBeGreaterThan(bell?.bottom ?? 0)
  },
}
/** The page says when it is open, and the browser's closing is only a wish. */
export const Controlled: Story = {
  args: { open: true, onOpenChange: fn() },
  play: async ({ canvasElement, args }) => {
    const panel = canvasElement.querySelector<HTMLElement>('[data-rs="bell-popup"]')
    await expect(panel?.matches(':popover-open')).toBe(true)
    panel?.hidePopover()
    await waitFor(() => expect(args.onOpenChange).toHaveBeenCalledWith(false))
    await waitFor(() => expect(panel?.matches(':popover-open')).toBe(true))
  },
}
export const Empty: Story = { args: { notifications: [], defaultOpen: true } }
export const OwnNotifications: Story = {
  args: {
    defaultOpen: true,
    max: 9,
    unread: 12,
    renderNotification: one => (
      <NotificationBell.Item key={one.id} notification={one}>
        <NotificationBell.ItemText />
      </NotificationBell.Item>
    ),
  },
  play: async ({ canvasElement }) => expect(canvasElement).toHaveTextContent('9+'),
}
export const Many: Story = {
  args: { defaultOpen: true, notifications: Array.from({ length: 60 }, (_, n) => notice(n + 1, { title: `Export ${n + 1} is ready` })) },
}
export const MarkedByHand: Story = { args: { defaultOpen: true, seen: 'manual' } }
export const ByKeyboard: Story = {
  args: { onSelect: fn() },
  play: async ({ canvasElement, args }) => {
    const page = within(canvasElement)
    await userEvent.tab()
    const bell = page.getByRole('button', { name: 'Notifications, 2 new' })
    await expect(bell).toHaveFocus()
    await userEvent.keyboard('{Enter}')
    await expect(bell).toHaveFocus()
    await userEvent.tab()
    await expect(page.getByRole('list')).toHaveFocus()
    await userEvent.tab()
    await userEvent.tab()
    await userEvent.keyboard('{Enter}')
    await expect(page.queryByText('Invoices of June are ready')).toBeNull()
    await userEvent.keyboard('{Escape}')
    await expect(bell).toHaveFocus()
    await userEvent.keyboard('{Enter}')
    await userEvent.tab()
    await userEvent.keyboard('{ArrowDown}{ArrowDown}{ArrowUp}')
    await userEvent.keyboard('{Enter}')
    await expect(args.onSelect).toHaveBeenCalledOnce()
    await expect(page.queryByRole('list')).toBeNull()
  },
}
