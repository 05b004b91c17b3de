// The provider with the real client over a world driven by hand: how many sockets, when, and what survives.
import { act, render, screen } from '@testing-library/react'
import { Activity, StrictMode } from 'react'
import { renderToString } from 'react-dom/server'
import { expect, test, vi } from 'vitest'
import { plain } from '../../src/client/dialects/index.ts'
import type { Outcome } from '../../src/core/model.ts'
import { useResilientSocket } from '../../src/react/use-resilient-socket.ts'
import { useTasks } from '../../src/react/use-tasks.ts'
import { headOf } from '../support/client-harness.ts'
import { createManualWorld } from '../support/manual-world.ts'
import { greeted, page, Word, word } from '../support/page.tsx'
import { events } from '../support/script.ts'

test('rendering dials nothing; mounting dials once, at the url', () => {
  const { manual, tree } = page()
  renderToString(tree())
  expect(manual.sockets).toHaveLength(0)
  render(tree())
  expect(manual.sockets.map(({ url }) => url)).toEqual(['ws://page.test/rs'])
})

test('the page shows connecting, then the live connection', () => {
  const { manual, tree } = page()
  render(tree())
  expect(word()).toBe('connecting stale ')
  greeted(manual.latest())
  expect(word()).toBe('connected live ')
})

test('StrictMode opens one socket', () => {
  const { manual, tree } = page()
  render(tree(), { wrapper: StrictMode })
  act(() => manual.advance(2_000))
  expect(manual.sockets).toHaveLength(1)
  expect(manual.latest().abandoned()).toBeNull()
})

test('the link lingers 500 ms after unmount, then closes', () => {
  const { manual, tree, open } = page()
  const { unmount } = render(tree())
  greeted(manual.latest())
  unmount()
  manual.advance(499)
  expect(open()).toHaveLength(1)
  manual.advance(1)
  expect(open()).toHaveLength(0)
})

test('after the linger nothing is armed', () => {
  const { manual, tree } = page()
  const { unmount } = render(tree())
  greeted(manual.latest())
  unmount()
  manual.advance(500)
  manual.paint()
  expect(manual.pending()).toEqual([])
})

test('a provider hidden for less than the linger keeps its link', () => {
  const { manual, tree, open } = page()
  const shown = (mode: 'visible' | 'hidden') => <Activity mode={mode}>{tree()}</Activity>
  const { rerender } = render(shown('visible'))
  greeted(manual.latest())
  rerender(shown('hidden'))
  act(() => manual.advance(400))
  rerender(shown('visible'))
  act(() => manual.advance(400))
  expect(manual.sockets).toHaveLength(1)
  expect(open()).toHaveLength(1)
})

test('a provider hidden for longer closes, and resumes by its cursor when shown again', () => {
  const { manual, tree } = page()
  const shown = (mode: 'visible' | 'hidden') => <Activity mode={mode}>{tree({ identity: 'ana' })}</Activity>
  const { rerender } = render(shown('visible'))
  greeted(manual.latest())
  rerender(shown('hidden'))
  act(() => manual.advance(600))
  expect(manual.latest().abandoned()).not.toBeNull()
  rerender(shown('visible'))
  act(() => manual.latest().open())
  expect(manual.sockets).toHaveLength(2)
  expect(manual.latest().sent[0]).toMatchObject({ type: 'hello', cursor: { epoch: 'epoch-1', offset: 0 } })
})

test('another url or identity makes one new socket, and ends the old at once', () => {
  const { manual, tree, open } = page()
  const { rerender } = render(tree({ identity: 'ana' }))
  greeted(manual.latest())
  rerender(tree({ identity: 'bob' }))
  expect(manual.sockets).toHaveLength(2)
  expect(open()).toEqual([manual.latest()])
  rerender(tree({ identity: 'bob', url: '/other' }))
  expect(manual.sockets.map(({ url }) => url)).toEqual(['ws://page.test/rs', 'ws://page.test/rs', 'ws://page.test/other'])
  expect(open()).toEqual([manual.latest()])
})

function Asking({ onOutcome }: { readonly onOutcome: (outcome: Outcome) => void }) {
  const { submit } = useResilientSocket()
  const tasks = useTasks()
  return (
    <>
      <button onClick={() => void submit('chat', { text: 'Hi' }).settled.then(onOutcome)}>Ask</button>
      <ul>
        {tasks.map(task => (
          <li key={task.key}>{task.kind}</li>
        ))}
      </ul>
    </>
  )
}

test('[AUTH1] a change of identity leaves nothing of the former user on the page, and settles what they sent', async () => {
  const outcomes: Outcome[] = []
  const { manual, tree } = page(<Asking onOutcome={outcome => void outcomes.push(outcome)} />)
  const { rerender } = render(tree({ identity: 'ana' }))
  act(() => screen.getByRole('button').click())
  expect(screen.getAllByRole('listitem')).toHaveLength(1)
  rerender(tree({ identity: 'bob' }))
  expect(screen.queryAllByRole('listitem')).toEqual([])
  await expect.poll(() => outcomes).toEqual([{ outcome: 'cancelled' }])
  act(() => manual.latest().open())
  expect(manual.latest().sent.map(({ type }) => type)).toEqual(['hello'])
})

test('fresh callbacks and policies redial nothing, and the latest ones count', async () => {
  const { manual, tree } = page()
  const [early, late] = [vi.fn<() => string>(() => 'early'), vi.fn<() => string>(() => 'late')]
  const { rerender } = render(tree({ getToken: early, backoff: { baseMs: 10 } }))
  await act(async () => {})
  greeted(manual.latest())
  rerender(tree({ getToken: late, backoff: { baseMs: 20 } }))
  act(() => manual.advance(100))
  expect(manual.sockets).toHaveLength(1)
  await act(async () => {
    manual.latest().close(4004)
    manual.advance(1_000)
  })
  await act(async () => manual.advance(1_000))
  expect(late).toHaveBeenCalled()
  expect(early).toHaveBeenCalledTimes(1)
})

test('enabled false closes, says disabled and keeps the data; true dials again', () => {
  const Count = () => [useTasks().length, <Word key="word" />]
  const { manual, tree, open } = page(<Count />)
  const { rerender, container } = render(tree())
  greeted(manual.latest())
  act(() => {
    events(manual.latest(), 0, { type: 'task.created', task: { ...headOf('task-1'), input: {} } })
    manual.paint()
  })
  rerender(tree({ enabled: false }))
  expect(open()).toHaveLength(0)
  expect(container.textContent).toBe('1idle stale disabled')
  rerender(tree({ enabled: true }))
  expect(open()).toHaveLength(1)
})

test('a provider mounted with enabled false dials nothing', () => {
  const { manual, tree } = page()
  render(tree({ enabled: false }))
  act(() => manual.advance(60_000))
  expect(manual.sockets).toHaveLength(0)
  expect(word()).toBe('idle stale disabled')
})

test('nobody signed in dials nothing; signing in dials as that user', () => {
  const { manual, tree } = page()
  const { rerender } = render(tree({ identity: null }))
  act(() => manual.advance(60_000))
  expect(manual.sockets).toHaveLength(0)
  rerender(tree({ identity: 'ana' }))
  act(() => manual.latest().open())
  expect(manual.latest().sent[0]).toMatchObject({ type: 'hello', user: 'ana' })
})

test('a change of a fixed option is ignored, and said once in development', () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})
  const { manual, tree } = page()
  const { rerender } = render(tree())
  rerender(tree({ world: createManualWorld().world }))
  rerender(tree({ world: createManualWorld().world }))
  expect(warn).toHaveBeenCalledExactlyOnceWith(expect.stringContaining('another `world`'))
  rerender(tree({ dialect: plain() }))
  rerender(tree({ dialect: plain() }))
  expect(warn.mock.calls.map(([text]) => String(text).match(/another `(\w+)`/)?.[1])).toEqual(['world', 'dialect'])
  expect(manual.sockets).toHaveLength(1)
  warn.mockRestore()
})

test('onStatus hears of the first dial', () => {
  const onStatus = vi.fn<(status: { state: string }) => void>()
  const { tree } = page()
  render(tree({ onStatus }))
  expect(onStatus.mock.calls[0]?.[0].state).toBe('connecting')
})

test('after the linger the page’s hints are left alone, so that nothing holds the socket', () => {
  const { manual, tree } = page()
  const { unmount } = render(tree())
  expect(manual.listening()).toBe(1)
  unmount()
  manual.advance(500)
  expect(manual.listening()).toBe(0)
})
