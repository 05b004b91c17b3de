// Hooks over the real client in a world driven by hand: what is heard and shown through bursts and drops.
import { act, render, screen } from '@testing-library/react'
import { StrictMode } from 'react'
import { expect, test } from 'vitest'
import type { TaskNotification } from '../../src/core/model.ts'
import { useConversation } from '../../src/react/use-conversation.ts'
import { useTaskNotifications } from '../../src/react/use-task-notifications.ts'
import { headOf } from '../support/client-harness.ts'
import { greeted, page, word } from '../support/page.tsx'
import { events, greet, resume } from '../support/script.ts'
import { withoutAct } from '../support/without-act.ts'

interface BellProps {
  readonly onNotification: (notification: TaskNotification) => void
  readonly onRender?: () => void
}

function Bell({ onNotification, onRender }: BellProps) {
  onRender?.()
  return <output>{useTaskNotifications({ onNotification }).notifications.length}</output>
}

test('[TASK4] onNotification hears once and in order, through a drop, and never the first load', () => {
  const heard: string[] = []
  const { manual, tree } = page(<Bell onNotification={({ id }) => void heard.push(id)} />)
  render(tree(), { wrapper: StrictMode })
  const notice = (id: string) => ({ type: 'notification', id, kind: 'news' }) as const
  const first = manual.latest()
  act(() => {
    greet(first, { notifications: [{ offset: 0, time: 1, id: 'history', kind: 'news' }] })
    events(first, 0, notice('a'), notice('b'))
    first.close(1006)
    manual.advance(1_000)
    resume(manual.latest(), 2)
    events(manual.latest(), 2, notice('c'))
    manual.paint()
  })
  expect(heard).toEqual(['a', 'b', 'c'])
  expect(word()).toBe('4')
})

test('a burst of 1,000 events between two frames is one render, though React may render after each, and every event is heard', async () => {
  const renders = { count: 0 }
  const heard: string[] = []
  const { manual, tree } = page(<Bell onNotification={({ id }) => void heard.push(id)} onRender={() => void (renders.count += 1)} />)
  render(tree())
  greeted(manual.latest())
  renders.count = 0
  await withoutAct(async () => {
    for (let offset = 0; offset < 1_000; offset += 1) {
      events(manual.latest(), offset, { type: 'notification', id: `n-${offset}`, kind: 'news' })
      await Promise.resolve()
    }
    manual.paint()
    await Promise.resolve()
  })
  expect(heard).toEqual(Array.from({ length: 1_000 }, (_, offset) => `n-${offset}`))
  expect([renders.count, word()]).toEqual([1, '200'])
})

test('[TASK5] a turn lives from the first word to the last, through a drop, in the same two rows', () => {
  const Chat = () => {
    const { messages, send, busy } = useConversation('support')
    return (
      <>
        <button onClick={() => send({ text: 'Hello?' })}>Send</button>
        <output>{[...messages.map(({ role, status }) => `${role} ${status}`), busy ? 'busy' : 'idle'].join(', ')}</output>
      </>
    )
  }
  const { manual, tree } = page(<Chat />)
  render(tree({ identity: 'ana' }))
  act(() => screen.getByRole('button').click())
  expect(word()).toBe('user queued, busy')
  greeted(manual.latest())
  expect(word()).toBe('user sending, busy')
  const key = String(manual.latest().sent.find(({ type }) => type === 'command')?.['id'])
  const head = headOf('task-1', { key, conversation: 'support' })
  act(() => {
    events(manual.latest(), 0, { type: 'task.created', task: { ...head, input: { text: 'Hello?' } } })
    manual.latest().receive({ type: 'receipt', id: key, ok: true, data: { task: head } })
    events(manual.latest(), 1, { type: 'task.stream', id: 'task-1', attempt: 1, name: 'text', kind: 'text', at: 0, chunk: 'Hel' })
    manual.paint()
  })
  expect(word()).toBe('user sent, assistant streaming, busy')
  act(() => manual.latest().close(1006))
  expect(word()).toBe('user sent, assistant interrupted, busy')
  act(() => {
    manual.advance(1_000)
    resume(manual.latest(), 2)
    events(manual.latest(), 2, { type: 'task.settled', task: { ...head, rev: 2, status: 'succeeded', lengths: { text: 3 } } })
    manual.paint()
  })
  expect(word()).toBe('user sent, assistant complete, idle')
})
