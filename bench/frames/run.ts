// What one token costs the client in Node, without browser and React: 10,000 events frames of one chunk each, beside what only parsing them costs.
import { createResilientSocket, type World } from '../../src/client/index.ts'
import type { SocketListener } from '../../src/client/world.ts'
import { EPOCH, welcome, wireTask } from '../../test/support/builders.ts'

const FRAMES = 10_000
const ROUNDS = 7
/** So many arrive in one task of the event loop, and one paint follows. */
const BURST = 40

/** Of the tasks that are held, the newest stream in turn and the others have ended. */
interface Load {
  readonly held: number
  readonly streaming: number
}

report({ held: 1, streaming: 1 })
report({ held: 100, streaming: 100 })
report({ held: 500, streaming: 1 })

function report(load: Load): void {
  const texts = framesOf(load)
  const rounds = Array.from({ length: ROUNDS }, () => ({ bare: cpuOf(() => parse(texts)), client: cpuOf(flood(load, texts)) }))
  // The first rounds warm the engine up.
  const [bare, client] = [rounds.slice(2).map(each => each.bare), rounds.slice(2).map(each => each.client)].map(median)
  const each = (us = 0) => `${(us / FRAMES).toFixed(1)} µs`
  console.log(
    `${load.held} tasks, ${load.streaming} of them streaming: ${each(client)} of processor time a frame, ${each(bare)} to parse it alone: ×${((client ?? 0) / (bare ?? 1)).toFixed(1)}`,
  )
}

function parse(texts: readonly string[]): void {
  let length = 0
  for (const text of texts) length += (JSON.parse(text) as { list: readonly unknown[] }).list.length
  if (length !== FRAMES) throw new Error('Some frames were empty.')
}

/** The page is live and holds the tasks; what is measured comes after. */
function flood(load: Load, texts: readonly string[]): () => void {
  const page = { now: 1_000_000, paint: null as (() => void) | null, listener: null as SocketListener | null }
  const world: World = {
    now: () => page.now,
    roll: () => 0.5,
    id: () => 'bench',
    wakeAt: () => {},
    beforePaint(run) {
      page.paint = run
      return () => (page.paint = null)
    },
    openSocket(_url, _protocol, listener) {
      page.listener = listener
      return { send: () => {}, abandon: () => {}, bufferedBytes: () => 0 }
    },
    resolve: url => url,
    hints: () => () => {},
    surroundings: () => ({ online: true, visible: true }),
  }
  const socket = createResilientSocket({ url: 'ws://bench', world, log: () => {} })
  socket.connect()
  const hear = (message: unknown) => page.listener?.frame(JSON.stringify(message))
  if (page.listener === null) throw new Error('The client did not dial at once.')
  page.listener.opened()
  hear(welcome({ outcome: 'snapshot' }))
  const cursor = { epoch: EPOCH, offset: 0, mark: EPOCH }
  const held = Array.from({ length: load.held }, (_, index) =>
    wireTask(`t${index}`, isStreaming(index, load) ? {} : { status: 'succeeded' }),
  )
  hear({ type: 'snapshot', cursor, part: 1, parts: 1, tasks: held, pieces: [], notifications: [], seen: 0 })
  hear({ type: 'events', prev: 0, offset: 0, mark: EPOCH, list: [], live: true })
  socket.store.subscribe(() => socket.store.task('t0'))
  return () => {
    for (const [index, text] of texts.entries()) {
      page.listener?.frame(text)
      if (index % BURST === 0) page.paint?.()
    }
    page.paint?.()
    const words = socket.store.tasks().map(({ streams }) => streams['text']?.value.length ?? 0)
    const shown = words.reduce((sum, length) => sum + length, 0)
    if (shown !== 2 * FRAMES) throw new Error(`${shown} characters are shown of ${2 * FRAMES}. The bench is broken, or the client is.`)
  }
}

function isStreaming(index: number, { held, streaming }: Load): boolean {
  return index >= held - streaming
}

function framesOf({ held, streaming }: Load): readonly string[] {
  return Array.from({ length: FRAMES }, (_, index) => {
    const event = {
      type: 'task.stream',
      id: `t${held - streaming + (index % streaming)}`,
      attempt: 1,
      name: 'text',
      kind: 'text',
      at: 2 * Math.floor(index / streaming),
      chunk: 'ab',
    }
    const [prev, offset] = [index, index + 1]
    return JSON.stringify({ type: 'events', prev, offset, mark: `m${offset}`, list: [{ offset, time: 1_700_000_000_000, event }] })
  })
}

function cpuOf(run: () => void): number {
  const before = process.cpuUsage()
  run()
  const { user, system } = process.cpuUsage(before)
  return user + system
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0
}
