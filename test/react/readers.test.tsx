// Who renders, and how often: a chunk renders its own reader, a flood renders once a frame, and every listener hears all of it.
import { act, render, screen } from '@testing-library/react'
import { Fragment, Profiler, type ReactNode, useState } from 'react'
import { expect, test } from 'vitest'
import { useConnectionState } from '../../src/react/use-connection-state.ts'
import { useConversation } from '../../src/react/use-conversation.ts'
import { useOutbox } from '../../src/react/use-outbox.ts'
import { useSocketEvent } from '../../src/react/use-socket-event.ts'
import { useTaskNotifications } from '../../src/react/use-task-notifications.ts'
import { useTask, useTaskStream } from '../../src/react/use-task.ts'
import { useTasks } from '../../src/react/use-tasks.ts'
import { headOf } from '../support/client-harness.ts'
import { fakeSocket } from '../support/fake-resilient-socket.ts'
import { greeted, page } from '../support/page.tsx'
import { events, greet } from '../support/script.ts'
import { within } from '../support/within.tsx'
import { withoutAct } from '../support/without-act.ts'

const READERS = Array.from({ length: 100 }, (_, index) => `t${index}`)
const FRAME_MS = 16
/** Of ten thousand in a second. */
const PER_FRAME = 160

const created = (id: string) => ({ type: 'task.created', task: { ...headOf(id), input: null } }) as const
const chunk = (id: string, at: number) => ({ type: 'task.stream', id, attempt: 1, name: 'text', kind: 'text', at, chunk: 'x' }) as const

/** A page of readers, and how often each has rendered since the page was shown. */
function pageOf(Reader: (props: { readonly id: string }) => string) {
  const renders = new Map<string, number>()
  const note = (id: string) => void renders.set(id, (renders.get(id) ?? 0) + 1)
  const { manual, tree } = page(
    READERS.map(id => (
      <Profiler key={id} id={id} onRender={note}>
        <Reader id={id} />
      </Profiler>
    )),
  )
  const { container } = render(tree())
  const socket = manual.latest()
  greeted(socket)
  act(() => {
    events(socket, 0, ...READERS.map(created))
    manual.paint()
  })
  renders.clear()
  return { manual, socket, container, renders }
}

const Whole = ({ id }: { readonly id: string }) => String(useTask(id)?.rev)
const Text = ({ id }: { readonly id: string }) => useTaskStream(id)?.value.toString() ?? '-'

test.each([
  ['useTask', Whole],
  ['useTaskStream', Text],
])('of a hundred readers by %s, a chunk renders the one whose task it is', (_, Reader) => {
  const { manual, socket, renders } = pageOf(Reader)
  act(() => {
    events(socket, 100, chunk('t7', 0))
    manual.paint()
  })
  expect([...renders]).toEqual([['t7', 1]])
})

/** One second of messages, in frames of 16 ms. */
function flood(count: number, send: (index: number) => void, frame: () => void) {
  const perFrame = Math.ceil((count * FRAME_MS) / 1_000)
  const frames = Math.ceil(count / perFrame)
  for (let index = 0; index < frames; index += 1) {
    const first = index * perFrame
    act(() => {
      for (let sent = first; sent < Math.min(count, first + perFrame); sent += 1) send(sent)
      frame()
    })
  }
  return frames
}

test('ten thousand chunks in a second render a reader once a frame, though React may render after each', async () => {
  const { manual, socket, renders, container } = pageOf(Text)
  await withoutAct(async () => {
    for (let index = 0; index < 10_000; index += 1) {
      events(socket, 100 + index, chunk('t7', index))
      await Promise.resolve()
      if (index % PER_FRAME === PER_FRAME - 1) manual.advance(FRAME_MS)
    }
    manual.advance(FRAME_MS)
    await Promise.resolve()
  })
  expect([...renders]).toEqual([['t7', Math.ceil(10_000 / PER_FRAME)]])
  expect(container.textContent).toContain('x'.repeat(10_000))
})

function Counter({ heard }: { readonly heard: number[] }) {
  const [count, setCount] = useState(0)
  // A new function at each render, which closes over what was rendered.
  useSocketEvent('app.tick', tick => {
    heard.push(Number(tick))
    setCount(count + 1)
  })
  return count
}

test('twenty listeners hear ten thousand messages each, once and in order, though they render in between', () => {
  const lists = Array.from({ length: 20 }, (): number[] => [])
  const { manual, tree } = page(lists.map((heard, index) => <Counter key={index} heard={heard} />))
  render(tree())
  const socket = manual.latest()
  greeted(socket)
  const tick = (index: number) => events(socket, index, { type: 'app.tick', data: index })
  flood(10_000, tick, () => manual.advance(FRAME_MS))
  const all = Array.from({ length: 10_000 }, (_, index) => index)
  expect(lists.filter(heard => heard.length !== all.length || heard.some((value, index) => value !== all[index]))).toEqual([])
})

function Everything({ id }: { readonly id: string }) {
  useSocketEvent('task', () => {})
  return [useConnectionState(({ state }) => state), useTask(id)?.rev, useTaskStream(id)?.value].join(' ')
}

function Door({ children }: { readonly children: ReactNode }) {
  const [isOpen, turn] = useState(false)
  return (
    <>
      <button onClick={() => turn(!isOpen)}>Door</button>
      {isOpen && children}
    </>
  )
}

/** What the world holds for the page: listeners to hints, and armed instants. */
const heldBy = ({ manual }: { readonly manual: ReturnType<typeof page>['manual'] }) => [manual.listening(), manual.pending().length]

test('ten thousand readers that came and went leave no listener and no timer', () => {
  const { manual, tree } = page(
    <Door>
      {READERS.map(id => (
        <Everything key={id} id={id} />
      ))}
    </Door>,
  )
  const { unmount } = render(tree())
  greeted(manual.latest())
  act(() => {
    events(manual.latest(), 0, ...READERS.map(created))
    manual.paint()
  })
  const door = screen.getByRole('button')
  const cycle = () => {
    act(() => door.click())
    act(() => door.click())
  }
  cycle()
  const before = heldBy({ manual })
  for (let turn = 0; turn < 10_000 / READERS.length; turn += 1) cycle()
  expect(heldBy({ manual })).toEqual(before)
  unmount()
  manual.advance(500)
  manual.paint()
  expect(heldBy({ manual })).toEqual([0, 0])
})

function Hooked() {
  useSocketEvent('app.tick', () => {})
  useTaskNotifications({ onNotification: () => {} })
  useConversation('support')
  return [useTasks().length, useOutbox().entries.length, useConnectionState().state, useTask('t1')?.rev, useTaskStream('t1')?.kind].join(
    ' ',
  )
}

test('ten thousand components with every hook that came and went leave nothing that the socket would still call', () => {
  const socket = fakeSocket()
  const held = () => [socket.listening(), socket.subscribed()]
  const { rerender } = render(null, { wrapper: within(socket) })
  const before = held()
  const shown: number[][] = []
  for (let turn = 0; turn < 10_000 / READERS.length; turn += 1) {
    rerender(READERS.map(id => <Hooked key={id} />))
    shown.push(held())
    rerender(null)
  }
  expect(held()).toEqual(before)
  expect(shown).toEqual(shown.map(() => shown[0]))
  expect(Math.min(...(shown[0] ?? []))).toBeGreaterThanOrEqual(2 * READERS.length)
})

test('a thousand providers that came and went leave no socket, no listener and no timer', () => {
  for (let turn = 0; turn < 10; turn += 1) {
    const pages = READERS.map(id => ({ id, ...page(<Everything id={id} />) }))
    const { unmount } = render(pages.map(({ id, tree }) => <Fragment key={id}>{tree()}</Fragment>))
    act(() => pages.forEach(({ manual }) => greet(manual.latest())))
    unmount()
    for (const { manual } of pages) {
      manual.advance(500)
      manual.paint()
    }
    expect(pages.map(({ manual, open }) => [manual.sockets.length, open().length, ...heldBy({ manual })])).toEqual(
      READERS.map(() => [1, 0, 0, 0]),
    )
  }
})
