// The devtools in the corner of a living application: closed, open, while the link is down, with payloads that do not fit, and by keyboard alone.
import type { Meta, StoryContext, StoryObj } from '@storybook/react-vite'
import { expect, userEvent, waitFor, within } from 'storybook/test'
import { ResilientSocketDevtools } from '../../src/devtools/index.ts'
import { Stand } from './stand.tsx'

const meta: Meta<typeof ResilientSocketDevtools> = {
  title: 'Devtools',
  component: ResilientSocketDevtools,
  parameters: { layout: 'fullscreen' },
  args: { defaultOpen: true },
  render: args => <Stand tools={args} course="work" />,
}
export default meta
type Story = StoryObj<typeof meta>

const panelOf = ({ canvasElement }: Pick<StoryContext, 'canvasElement'>) =>
  within(within(canvasElement).getByRole('region', { name: 'Connection devtools' }))
const listed = (context: Pick<StoryContext, 'canvasElement'>, list: string, text: string | RegExp) =>
  waitFor(() => expect(panelOf(context).getByRole('log', { name: list })).toHaveTextContent(text))
const choose = (context: Pick<StoryContext, 'canvasElement'>, list: string) =>
  userEvent.click(panelOf(context).getByRole('radio', { name: new RegExp(`^${list}`) }))

export const Closed: Story = { args: { defaultOpen: false } }

export const Open: Story = { play: async context => listed(context, 'Transitions', 'greeting → live') }
export const Dark: Story = { ...Open, globals: { theme: 'dark' } }
/** The corner follows the page; what it says is English and JSON, and reads from left to right. */
export const RightToLeft: Story = { ...Open, globals: { direction: 'rtl' } }
export const TopStart: Story = { ...Open, args: { position: 'top-start' } }

export const LinkDown: Story = {
  render: args => <Stand tools={args} course="outage" />,
  play: async context => {
    await choose(context, 'Sends')
    await listed(context, 'Sends', /app\.rename.*written/)
    await waitFor(() => expect(panelOf(context).getByText(/^in \d+ s, after/)).toBeVisible())
  },
}

export const InvalidPayloads: Story = {
  render: args => <Stand tools={args} course="misfits" />,
  play: async context => {
    await choose(context, 'Invalid')
    await listed(context, 'Invalid', /1 task\.export\.result/)
    await listed(context, 'Invalid', /rows: .*expected number/)
    await listed(context, 'Invalid', /1 op\.rename\.output/)
  },
}
export const InvalidPayloadsDark: Story = { ...InvalidPayloads, globals: { theme: 'dark' } }

export const ByKeyboard: Story = {
  args: { defaultOpen: false },
  play: async context => {
    const opener = within(context.canvasElement).getByRole('button', { name: 'Connection devtools' })
    opener.focus()
    await userEvent.keyboard('{Enter}')
    await expect(opener).toHaveFocus()
    await listed(context, 'Transitions', 'live')
    const panel = panelOf(context)
    const { tab } = userEvent
    for (const name of ['Pause', 'Close', 'Reconnect']) {
      await tab()
      await expect(panel.getByRole('button', { name })).toHaveFocus()
    }
    await tab()
    await userEvent.keyboard('{ArrowRight}{ArrowRight}')
    await expect(panel.getByRole('radio', { name: /^Tasks/ })).toBeChecked()
    await listed(context, 'Tasks', /chat.*running/)
    await userEvent.keyboard('{Escape}')
    await expect(opener).toHaveFocus()
    await expect(opener).toHaveAttribute('aria-expanded', 'false')
  },
}
