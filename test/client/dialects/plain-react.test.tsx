// Hooks and components over a plain server, unchanged: a task, the bell, and a chat whose answer comes while the link is down.
import { act, fireEvent, render, screen } from '@testing-library/react'
import { StrictMode } from 'react'
import { expect, test } from 'vitest'
import { plain } from '../../../src/client/dialects/index.ts'
import { ChatPanel, ReconnectBanner } from '../../../src/components/index.ts'
import { ResilientSocketProvider } from '../../../src/react/provider.tsx'
import { useConnectionState } from '../../../src/react/use-connection-state.ts'
import { useTaskNotifications } from '../../../src/react/use-task-notifications.ts'
import { useTask } from '../../../src/react/use-task.ts'
import { microtasks } from '../../support/client-harness.ts'
import { createManualWorld } from '../../support/manual-world.ts'

const heard: (string | null)[] = []

function Page() {
  const { state, freshness } = useConnectionState()
  const task = useTask('t1')
  const { unread, activeCount } = useTaskNotifications({ onNotification: ({ taskId }) => void heard.push(taskId) })
  const result = task?.status === 'succeeded' ? String(task.result) : (task?.status ?? 'unknown')
  return <output>{[state, freshness, result, `${unread} new`, `${activeCount} active`].join(' · ')}</output>
}

function stand() {
  const manual = createManualWorld()
  const tasks = new Map<string, unknown>()
  const dialect = plain.taskNotifications({ reconcile: async ids => ids.flatMap(id => tasks.get(id) ?? []) })
  const tree = (
    <ResilientSocketProvider url="/ws" world={manual.world} log={() => {}} dialect={dialect}>
      <ReconnectBanner />
      <Page />
      <ChatPanel conversation="support" />
    </ResilientSocketProvider>
  )
  const pass = (ms: number) =>
    act(async () => {
      for (let left = ms; left > 0; left -= 500) {
        manual.advance(Math.min(500, left))
        await microtasks()
      }
    })
  const say = (message: unknown) => act(() => (manual.latest().receive(message), manual.paint()))
  const open = () =>
    act(async () => {
      manual.latest().open()
      await microtasks()
      manual.paint()
    })
  return { manual, tasks, tree, pass, say, open }
}

const shown = (): string | null => document.querySelector('output')?.textContent ?? null
const rows = (): readonly string[] => screen.getAllByRole('article').map(row => `${row.dataset['status']}: ${row.textContent}`)

test('[PLAIN1] hooks and components live on a plain server, and say truly what cannot be known', async () => {
  const { manual, tasks, tree, pass, say, open } = stand()
  render(tree, { wrapper: StrictMode })
  await open()
  expect(shown()).toBe('connected · live · unknown · 0 new · 0 active')
  say({ type: 'task_notification', task_id: 't1', status: 'processing' })
  expect(shown()).toBe('connected · live · running · 0 new · 1 active')

  fireEvent.change(screen.getByRole('textbox'), { target: { value: 'What is it?' } })
  fireEvent.keyDown(screen.getByRole('textbox'), { key: 'Enter' })
  await pass(100)
  const { id } = manual.latest().sent.find(({ type }) => type === 'chat') ?? {}
  expect(rows()[0]).toMatch(/^unconfirmed: .*What is it\?/)

  say({ type: 'task_notification', id, task_id: 't2', status: 'processing' })
  say({ type: 'task_chunk', task_id: 't2', chunk: 'It is ' })
  expect(rows().map(row => row.split(':')[0])).toEqual(['sent', 'streaming'])

  act(() => manual.latest().close(1000))
  tasks.set('t1', { task_id: 't1', status: 'completed', result: 'done by REST' })
  tasks.set('t2', { task_id: 't2', status: 'completed', result: 'It is an answer.' })
  await pass(20_000)
  act(() => manual.paint())
  expect(shown()).toBe('reconnecting · stale · done by REST · 2 new · 0 active')
  expect(rows()[1]).toMatch(/^complete: .*It is an answer\./)
  expect(screen.getAllByRole('button', { name: /reconnect|now/i }).length).toBeGreaterThan(0)

  await open()
  say({ type: 'task_notification', task_id: 't1', status: 'completed', result: 'done by REST' })
  expect(shown()).toBe('connected · live · done by REST · 2 new · 0 active')
  expect(heard).toEqual(['t1', 't2'])
})
