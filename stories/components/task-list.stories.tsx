// The list of tasks in every state a task can be in, and what its buttons promise.
import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect, fn, userEvent, within } from 'storybook/test'
import { TaskList } from '../../src/components/index.ts'
import { ar } from '../../src/components/strings/ar.ts'
import type { Task } from '../../src/core/model.ts'
import { NOW } from '../../test/components/builders.ts'
import { taskWith } from '../../test/support/fake-resilient-socket.ts'
import { argTypesOf } from './prop-table.ts'
import { taskListProps } from './prop-tables.ts'

const titles: Readonly<Record<string, string>> = { export: 'Invoices of June, as CSV', build: 'Build of main', report: 'Quarterly report' }

const task = (n: number, kind: string, change: Partial<Task>): Task =>
  taskWith({ id: `t${n}`, key: `k${n}`, kind, createdAt: NOW - n * 60_000, ...change })

const failure = { code: 'worker-lost', message: 'The worker stopped before the report was ready.', retryable: true }
const tasks: readonly Task[] = [
  task(1, 'export', { status: 'running', progress: { value: 62, total: 100, message: 'Writing rows' } }),
  task(2, 'build', { status: 'running', progress: { value: 3, total: null, message: null } }),
  task(3, 'report', { status: 'queued' }),
  task(4, 'build', { status: 'running', cancelRequested: true }),
  task(5, 'report', { status: 'failed', error: failure, finishedAt: NOW }),
  task(6, 'export', { status: 'succeeded', result: null, finishedAt: NOW }),
  task(7, 'build', { status: 'cancelled', finishedAt: NOW }),
]

const meta: Meta<typeof TaskList> = {
  title: 'Components/TaskList',
  component: TaskList,
  argTypes: argTypesOf(taskListProps),
  args: { tasks, titleOf: one => titles[one.kind] ?? one.kind, onCancel: fn(), onRetry: fn(), style: { maxInlineSize: '36rem' } },
}
export default meta
type Story = StoryObj<typeof meta>

export const Overview: Story = {}
export const Dark: Story = { globals: { theme: 'dark' } }
export const RightToLeft: Story = { args: { strings: ar, titleOf: () => 'فواتير يونيو' }, globals: { direction: 'rtl' } }
export const Narrow: Story = { args: { style: { maxInlineSize: '18rem' } } }
export const WithResults: Story = {
  args: { renderResult: one => <a href={`#${one.key}`}>Download</a> },
  play: async ({ canvasElement }) => expect(within(canvasElement).getAllByRole('link', { name: 'Download' })).toHaveLength(1),
}
export const Empty: Story = { args: { tasks: [] } }
export const LinkDown: Story = {
  args: { tasks: tasks.slice(0, 3).map(one => ({ ...one, sync: 'stale' })) },
  play: async ({ canvasElement }) => expect(canvasElement).toHaveTextContent('As last known'),
}
export const NotYetOnTheServer: Story = {
  args: {
    tasks: [
      task(1, 'export', { id: null, status: 'queued', sync: 'submitting' }),
      task(2, 'build', { id: null, status: 'queued', sync: 'unconfirmed' }),
    ],
  },
}
export const CancelAndRetry: Story = {
  play: async ({ canvasElement, args }) => {
    const list = within(canvasElement)
    await userEvent.tab()
    await expect(list.getByRole('button', { name: 'Cancel Invoices of June, as CSV' })).toHaveFocus()
    await userEvent.keyboard('{Enter}{Enter}')
    await expect(args.onCancel).toHaveBeenCalledOnce()
    await userEvent.click(list.getByRole('button', { name: 'Try again Quarterly report' }))
    await expect(args.onRetry).toHaveBeenCalledOnce()
  },
}
