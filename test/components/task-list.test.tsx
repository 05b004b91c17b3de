// The list of tasks: their truth, what can be done about them, and their ends said once.
import { fireEvent, render, screen, within } from '@testing-library/react'
import { expect, test, vi } from 'vitest'
import { TaskList, type TaskListProps } from '../../src/components/index.ts'
import type { Task } from '../../src/core/model.ts'
import { ResilientSocketProvider } from '../../src/react/provider.tsx'
import { fakeSocket, taskWith } from '../support/fake-resilient-socket.ts'
import { stage } from './render.tsx'

const running = (change: Partial<Task> = {}): Task => taskWith({ id: 'a', key: 'key-a', kind: 'export', status: 'running', ...change })
const failed = taskWith({
  id: 'f',
  key: 'key-f',
  kind: 'report',
  status: 'failed',
  error: { code: 'x', message: 'No space left.', retryable: true },
  finishedAt: 2,
})
const List = (props: TaskListProps) => <TaskList {...props} />
const item = (title: string): HTMLElement =>
  screen.getAllByRole('listitem').find(one => within(one).queryByText(title) !== null) ?? document.body
const spoken = (): string =>
  screen
    .getAllByRole('status')
    .map(region => region.textContent)
    .join('')

test('tasks are listed newest first, at most as many as asked for', () => {
  const tasks = [1, 2, 3].map(n => taskWith({ id: `t${n}`, key: `k${n}`, kind: `kind-${n}`, createdAt: n }))
  render(<List tasks={tasks} limit={2} />)
  expect(screen.getAllByRole('listitem').map(one => one.querySelector('[data-rs="tasks-title"]')?.textContent)).toEqual([
    'kind-3',
    'kind-2',
  ])
})

test('progress is a bar with words', () => {
  render(<List tasks={[running({ progress: { value: 1, total: 4, message: 'Copying' } })]} />)
  const bar = screen.getByRole('progressbar', { name: 'export' })
  expect([bar.getAttribute('value'), bar.getAttribute('aria-valuetext')]).toEqual(['0.25', 'export: 25% complete'])
  expect(item('export').textContent).toContain('Copying · 25%')
})

test('progress without an end is no number', () => {
  render(<List tasks={[running({ progress: { value: 7, total: null, message: null } })]} />)
  expect([screen.getByRole('progressbar').hasAttribute('value'), item('export').hasAttribute('data-indeterminate')]).toEqual([false, true])
})

test.each([
  ['stale', 'In progress · As last known'],
  ['submitting', 'Sending…'],
  ['unconfirmed', 'It is not certain that this started.'],
] as const)('a task that is %s says so', (sync, words) => {
  render(<List tasks={[running({ sync })]} />)
  expect(item('export').querySelector('[data-rs="tasks-status"]')?.textContent).toBe(words)
})

test('a failed task says why, and trying again asks for it', () => {
  const retry = vi.fn<(task: Task) => void>()
  render(<List tasks={[failed]} onRetry={retry} />)
  expect(item('report').textContent).toContain('No space left.')
  fireEvent.click(screen.getByRole('button', { name: 'Try again report' }))
  expect(retry).toHaveBeenCalledWith(failed)
})

test('cancel asks once, keeps its place and the focus', () => {
  const cancel = vi.fn<(task: Task) => void>()
  render(<List tasks={[running()]} onCancel={cancel} />)
  const button = screen.getByRole('button', { name: 'Cancel export' })
  button.focus()
  fireEvent.click(button)
  fireEvent.click(button)
  expect([cancel.mock.calls.length, button.getAttribute('aria-disabled'), document.activeElement]).toEqual([1, 'true', button])
})

test('a task that ends is said once, by what it is called', () => {
  const { show, advance } = stage(<List tasks={[running()]} titleOf={() => 'June export'} />)
  show(<List tasks={[running({ status: 'succeeded', result: null, finishedAt: 9 })]} titleOf={() => 'June export'} />)
  advance(200)
  expect(spoken()).toBe('June export: Done')
})

test('many that end at once are said as a number', () => {
  const many = (status: 'running' | 'cancelled'): Task[] => ['a', 'b', 'c'].map(id => taskWith({ id, key: id, status, finishedAt: 9 }))
  const { show, advance } = stage(<List tasks={many('running')} />)
  show(<List tasks={many('cancelled')} />)
  advance(200)
  expect(spoken()).toBe('3 tasks ended')
})

test('tasks that had ended before the list was there are not said', () => {
  const { show, advance } = stage(<List tasks={[failed]} />)
  show(<List tasks={[failed, running()]} />)
  advance(200)
  expect(spoken()).toBe('')
})

test('inside a provider it cancels by id and retries as a new task (TASK2)', () => {
  const socket = fakeSocket({ tasks: [running(), failed] })
  render(
    <ResilientSocketProvider socket={socket}>
      <TaskList />
    </ResilientSocketProvider>,
  )
  fireEvent.click(screen.getByRole('button', { name: 'Cancel export' }))
  fireEvent.click(screen.getByRole('button', { name: 'Try again report' }))
  const asked = socket.calls.filter(([name]) => name === 'cancelTask' || name === 'submit')
  expect(asked).toEqual([
    ['cancelTask', 'a'],
    ['submit', 'report', failed.input, expect.objectContaining({ retryOf: 'f' })],
  ])
})

test('an empty list says so in a word of its own', () => {
  render(<List tasks={[]} strings={{ tasksEmpty: 'All quiet.' }} />)
  expect(screen.getByRole('region', { name: 'Tasks' }).textContent).toBe('All quiet.')
})

test('items can be composed from parts', () => {
  const renderTask = (task: Task) => (
    <TaskList.Item key={task.key} task={task} className={({ title }) => `about-${title}`}>
      <TaskList.Title />
    </TaskList.Item>
  )
  render(<List tasks={[running()]} renderTask={renderTask} />)
  expect(document.querySelector('.about-export')?.textContent).toBe('export')
})

test('what a task led to is shown as the application shows it, once it has succeeded', () => {
  const done = taskWith({ id: 'd', key: 'key-d', kind: 'report', status: 'succeeded', result: 'report.pdf', finishedAt: 2 })
  render(<List tasks={[done, running()]} renderResult={task => <a href="/report.pdf">{`Open ${task.kind}`}</a>} />)
  expect(screen.getAllByRole('link').map(link => link.textContent)).toEqual(['Open report'])
})
