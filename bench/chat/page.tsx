// The measured page: mounts one contender with ten thousand messages and streams into it when told.
import { type ReactElement, useSyncExternalStore } from 'react'
import { flushSync } from 'react-dom'
import { createRoot } from 'react-dom/client'
import type { ChatMessage } from '../../src/core/model.ts'
import { contenders } from './contenders.tsx'
import { type BenchPage, type Frames, MARK, type Mount } from './measures.ts'
import '../../src/styles.css'

const COUNT = 10_000
const HOUR_MS = 3_600_000
const STARTED_AT = 1_800_000_000_000
const words = 'Revenue in the file grows by four percent a month, with two exceptions that stand out in March and in August. '

const text = (id: string, role: 'user' | 'assistant', said: string): ChatMessage => ({
  id,
  taskKey: null,
  role,
  parts: [{ type: 'text', text: said }],
  createdAt: STARTED_AT + Number(id) * 60_000 - COUNT * HOUR_MS,
  error: null,
  status: role === 'user' ? 'sent' : 'complete',
})

let messages: readonly ChatMessage[] = Array.from({ length: COUNT }, (_, index) =>
  index % 2 === 0 ? text(`${index}`, 'user', `Question ${index}`) : text(`${index}`, 'assistant', words.repeat(1 + (index % 5))),
)
const wakes = new Set<() => void>()

function subscribe(wake: () => void): () => void {
  wakes.add(wake)
  return () => wakes.delete(wake)
}

function set(next: readonly ChatMessage[]): void {
  messages = next
  flushSync(() => {
    for (const wake of wakes) wake()
  })
}

function begin(): void {
  const id = `${messages.length}`
  set([...messages, text(id, 'user', 'And now?'), { ...text(`${messages.length + 1}`, 'assistant', ''), parts: [], status: 'streaming' }])
}

function append(token: string): void {
  const last = messages.at(-1)
  if (last === undefined) return
  const part = last.parts[0]
  const said = (part?.type === 'text' ? part.text : '') + token
  set([...messages.slice(0, -1), { ...last, parts: [{ type: 'text', text: said }] }])
}

function end(): void {
  const last = messages.at(-1)
  if (last !== undefined) set([...messages.slice(0, -1), { ...last, status: 'complete' }])
}

const frame = (): Promise<number> => new Promise(resolve => requestAnimationFrame(resolve))
/** After the observers and the paint of this frame. */
const task = (): Promise<void> =>
  new Promise(resolve => {
    const { port1, port2 } = new MessageChannel()
    port1.addEventListener('message', () => resolve(), { once: true })
    port1.start()
    port2.postMessage(null)
  })

function App({ name }: { readonly name: string }): ReactElement | null {
  const now = useSyncExternalStore(subscribe, () => messages)
  const Contender = contenders[name]
  return Contender === undefined ? null : <Contender messages={now} />
}

async function mount(name: string): Promise<Mount> {
  const root = createRoot(document.querySelector('#root') ?? document.body)
  await frame()
  const startedAt = performance.now()
  flushSync(() => root.render(<App name={name} />))
  const scriptMs = performance.now() - startedAt
  await frame()
  await task()
  const shownMs = performance.now() - startedAt
  for (let quiet = 0, height = 0; quiet < 10;) {
    await frame()
    const next = document.querySelector('#root')?.querySelectorAll('*').length ?? 0
    quiet = next === height ? quiet + 1 : 0
    height = next
  }
  return { scriptMs, shownMs, elements: document.querySelectorAll('*').length }
}

/** One token in each frame. */
async function stream(count: number): Promise<Frames> {
  begin()
  const works: number[] = []
  const markedAt = performance.mark(MARK).startTime
  const startedAt = [await frame()]
  for (let token = 0; token < count; token += 1) {
    const beganAt = performance.now()
    append(token % 40 === 39 ? 'end.\n\n' : 'word ')
    works.push(performance.now() - beganAt)
    startedAt.push(await frame())
  }
  end()
  return { works, startedAt, markedAt }
}

/** As many tokens as fast as they go, a thousand to a reply, ten to an update. */
async function flood(count: number): Promise<void> {
  for (let reply = 0; reply < count / 1_000; reply += 1) {
    begin()
    for (let update = 0; update < 100; update += 1)
      append(
        update % 4 === 3 ? 'word word word word word word word word word end.\n\n' : 'word word word word word word word word word word ',
      )
    end()
    await frame()
    await task()
  }
}

/** How long after its key a letter is on the screen, while tokens come. */
async function typing(tokens: number): Promise<readonly number[]> {
  const waits: number[] = []
  const field = document.querySelector('textarea')
  const seen = (event: Event): void => {
    void frame()
      .then(task)
      .then(() => waits.push(performance.now() - event.timeStamp))
  }
  field?.addEventListener('input', seen)
  field?.focus()
  await stream(tokens)
  field?.removeEventListener('input', seen)
  return waits
}

const bench: BenchPage = { mount, stream, flood, typing }
Object.assign(globalThis, { bench })
