// Suspense: what waits below a provider neither dials twice nor misses a message.
import { act, render } from '@testing-library/react'
import { Activity, type ReactNode, Suspense, use } from 'react'
import { expect, test } from 'vitest'
import { ResilientSocketProvider } from '../../src/react/provider.tsx'
import { useConnectionState } from '../../src/react/use-connection-state.ts'
import { useSocketEvent } from '../../src/react/use-socket-event.ts'
import { useTasks } from '../../src/react/use-tasks.ts'
import { headOf } from '../support/client-harness.ts'
import { createManualWorld } from '../support/manual-world.ts'
import { greeted, page } from '../support/page.tsx'
import { events } from '../support/script.ts'

const NEVER = new Promise<string>(() => {})
const Data = ({ promise }: { readonly promise: Promise<string> | null }) => (promise === null ? 'ready' : use(promise))

/** A promise and its end. */
function later() {
  let end: (value: string) => void = () => {}
  const promise = new Promise<string>(resolve => (end = resolve))
  return { promise, end }
}

test('a provider whose child waits dials once, and the child shows what came meanwhile', async () => {
  const { promise, end } = later()
  const Child = () => `${use(promise)} ${useTasks().length}`
  const { manual, tree } = page(
    <Suspense fallback="waiting">
      <Child />
    </Suspense>,
  )
  const { container } = await act(async () => render(tree()))
  greeted(manual.latest())
  act(() => {
    events(manual.latest(), 0, { type: 'task.created', task: { ...headOf('t1'), input: null } })
    manual.paint()
  })
  await act(async () => end('done'))
  expect([manual.sockets.length, container.textContent]).toEqual([1, 'done 1'])
})

test('a provider that itself waits dials when it is shown, and once', async () => {
  const { promise, end } = later()
  const Inside = () => `${use(promise)} ${useConnectionState(status => status.state)}`
  const { manual, tree } = page(<Inside />)
  const { container } = await act(async () => render(<Suspense fallback="waiting">{tree()}</Suspense>))
  expect([manual.sockets.length, container.textContent]).toEqual([0, 'waiting'])
  await act(async () => end('done'))
  expect([manual.sockets.length, container.textContent]).toEqual([1, 'done connecting'])
})

function Ears({ heard, children }: { readonly heard: unknown[]; readonly children: ReactNode }) {
  useSocketEvent('app.tick', tick => void heard.push(tick))
  return children
}

const ticks = (from: number, count: number) =>
  Array.from({ length: count }, (_, index) => ({ type: 'app.tick', data: from + index }) as const)

/** A page with one listener, wrapped in turn as a test likes. */
async function listening(first: ReactNode) {
  const manual = createManualWorld()
  const pageOf = (children: ReactNode) => (
    <ResilientSocketProvider url="/rs" world={manual.world} log={() => {}}>
      {children}
    </ResilientSocketProvider>
  )
  const { rerender } = render(pageOf(first))
  const show = (children: ReactNode) => act(async () => rerender(pageOf(children)))
  greeted(manual.latest())
  return { show, say: (from: number, count: number) => act(() => events(manual.latest(), from, ...ticks(from, count))) }
}

test('a listener that a fallback covers hears every message all the same', async () => {
  const heard: unknown[] = []
  const waitingFor = (promise: Promise<string> | null) => (
    <Suspense fallback="waiting">
      <Ears heard={heard}>
        <Data promise={promise} />
      </Ears>
    </Suspense>
  )
  const { show, say } = await listening(waitingFor(null))
  say(0, 2)
  await show(waitingFor(NEVER))
  say(2, 2)
  await show(waitingFor(null))
  say(4, 2)
  expect(heard).toEqual([0, 1, 2, 3, 4, 5])
})

test('a listener that Activity hides is silent, and hears on when it is shown', async () => {
  const heard: unknown[] = []
  const shown = (mode: 'visible' | 'hidden') => (
    <Activity mode={mode}>
      <Ears heard={heard}>words</Ears>
    </Activity>
  )
  const { show, say } = await listening(shown('visible'))
  say(0, 1)
  await show(shown('hidden'))
  say(1, 1)
  await show(shown('visible'))
  say(2, 1)
  expect(heard).toEqual([0, 2])
})
