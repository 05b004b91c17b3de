// The browser's own world, its frames held by the test: ten thousand messages a second are painted once a frame, and not sooner.
import { cleanup, render } from '@testing-library/react'
import { Profiler, useState } from 'react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { browserWorld } from '../../src/client/browser-world.ts'
import type { World } from '../../src/client/world.ts'
import { ResilientSocketProvider } from '../../src/react/provider.tsx'
import { useTaskNotifications } from '../../src/react/use-task-notifications.ts'
import { useTask, useTaskStream } from '../../src/react/use-task.ts'
import { useTasks } from '../../src/react/use-tasks.ts'
import { headOf } from '../support/client-harness.ts'
import { createManualWorld } from '../support/manual-world.ts'
import { greeted } from '../support/page.tsx'
import { events } from '../support/script.ts'
import { withoutAct } from '../support/without-act.ts'

const MESSAGES = 10_000
/** Of a second of sixty. */
const PER_FRAME = 167
const READERS = Array.from({ length: 100 }, (_, index) => `t${index}`)

let frames: (() => void)[] = []

beforeEach(() => {
  frames = []
  vi.stubGlobal('requestAnimationFrame', (run: () => void) => frames.push(run))
  vi.stubGlobal('cancelAnimationFrame', () => {})
  vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('visible')
})
afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

function paint(): void {
  const due = frames
  frames = []
  for (const run of due) run()
}

/** React renders in a microtask what it was told outside of act(). */
const rendered = () => Promise.resolve()

function Reader({ id }: { readonly id: string }) {
  return <p>{useTaskStream(id)?.value.toString()}</p>
}

const created = (id: string) => ({ type: 'task.created', task: { ...headOf(id), input: null } }) as const
const chunk = (id: string, at: number) => ({ type: 'task.stream', id, attempt: 1, name: 'text', kind: 'text', at, chunk: 'x' }) as const

/** A page of a hundred readers in the browser's world but for its sockets, and how often it and each of them has rendered since. */
async function shown() {
  const manual = createManualWorld()
  const world: World = {
    ...browserWorld(),
    openSocket: (...given) => manual.world.openSocket(...given),
    resolve: url => manual.world.resolve(url),
  }
  const commits = { page: 0, of: new Map<string, number>() }
  const { container } = render(
    <ResilientSocketProvider url="/rs" world={world} log={() => {}}>
      <Profiler id="page" onRender={() => void (commits.page += 1)}>
        {READERS.map(id => (
          <Profiler key={id} id={id} onRender={() => void commits.of.set(id, (commits.of.get(id) ?? 0) + 1)}>
            <Reader id={id} />
          </Profiler>
        ))}
      </Profiler>
    </ResilientSocketProvider>,
  )
  const socket = manual.latest()
  greeted(socket)
  events(socket, 0, ...READERS.map(created))
  paint()
  await rendered()
  Object.assign(commits, { page: 0 }).of.clear()
  return { socket, container, commits }
}

test.each<[string, (index: number) => string, number]>([
  ['one of a hundred readers', () => 't7', 1],
  ['each of a hundred readers in turn', (index: number) => `t${index % 100}`, 100],
])('ten thousand messages a second to %s are at most one render a frame, and all of them are shown', async (_, taskAt, readers) => {
  await withoutAct(async () => {
    const { socket, container, commits } = await shown()
    let painted = 0
    for (let index = 0; index < MESSAGES; index += 1) {
      events(socket, 100 + index, chunk(taskAt(index), Math.floor(index / readers)))
      await rendered()
      if (index % PER_FRAME !== PER_FRAME - 1 && index !== MESSAGES - 1) continue
      expect(frames.length).toBe(1)
      paint()
      await rendered()
      painted += 1
    }
    expect([painted, commits.page, Math.max(...commits.of.values()), commits.of.size]).toEqual([60, 60, 60, readers])
    expect([container.textContent?.length, frames.length]).toEqual([MESSAGES, 0])
  })
})

function Rows({ name }: { readonly name: string }) {
  return <p title={name}>{useTasks().length}</p>
}

/** Renders when it is told of a notice, as one that opens what it tells of. */
function Opener() {
  const [opened, open] = useState<string | null>(null)
  useTaskNotifications({ onNotification: ({ taskId }) => open(taskId) })
  const task = useTask(opened)
  return (
    <>
      <output>{opened === null ? 'closed' : (task?.status ?? 'unknown')}</output>
      {opened !== null && <Rows name="opened" />}
    </>
  )
}

test('who opens the task it was told of finds it at once, and its neighbours are level with it before the frame is painted', async () => {
  await withoutAct(async () => {
    const manual = createManualWorld()
    const world: World = {
      ...browserWorld(),
      openSocket: (...given) => manual.world.openSocket(...given),
      resolve: url => manual.world.resolve(url),
    }
    const { container } = render(
      <ResilientSocketProvider url="/rs" world={world} log={() => {}}>
        <Rows name="neighbour" />
        <Opener />
      </ResilientSocketProvider>,
    )
    const socket = manual.latest()
    greeted(socket)
    paint()
    await rendered()
    const words = () => [...container.querySelectorAll('p, output')].map(({ textContent }) => textContent)
    events(socket, 0, created('t1'), { type: 'task.settled', task: headOf('t1', { rev: 2, status: 'succeeded' }) })
    await vi.waitFor(() => expect(words()).toHaveLength(3))
    expect(words().slice(1)).toEqual(['succeeded', '1'])
    expect(manual.latest().sent.filter(frame => frame['op'] === 'task.get')).toEqual([])
    paint()
    await rendered()
    expect(words()).toEqual(['1', 'succeeded', '1'])
  })
})
