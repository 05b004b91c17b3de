// A page whose server says anything, in any order: what a likely one says stands beside what only a broken one would.
import fc, { type Arbitrary } from 'fast-check'
import { createResilientSocket, type Outcome, type ResilientSocket, type SocketOptions } from '../../src/client/index.ts'
import { CLOSE_CODES } from '../../src/protocol/close-codes.ts'
import type { LogEvent } from '../../src/protocol/values.ts'
import { serverMessage } from '../protocol/arbitraries.ts'
import { created, EPOCH, head, markAt, settled, stream, updated, welcome, wireTask } from '../support/builders.ts'
import { commandsOn, microtasks } from '../support/client-harness.ts'
import { createManualWorld, type ManualWorld } from '../support/manual-world.ts'

/** Stands in every place where somebody says something. */
export const SECRET = 'secret-words'

const taskId = fc.constantFrom('t1', 't2', 't3', 't4')
const rev = fc.integer({ min: 1, max: 6 })
const small = fc.nat(12)
const epoch = fc.oneof({ weight: 8, arbitrary: fc.constant(EPOCH) }, { weight: 1, arbitrary: fc.constant('epoch-2') })

const logEvent: Arbitrary<LogEvent> = fc.oneof(
  fc.tuple(taskId, rev).map(([id, to]): LogEvent => ({ type: 'task.created', task: { ...head(id, { rev: to }), input: SECRET } })),
  fc.tuple(taskId, rev, small).map(([id, to, text]) => updated(id, { rev: to, lengths: { text } })),
  fc.tuple(taskId, rev).map(([id, to]) => settled(id, { rev: to, result: SECRET })),
  fc.tuple(taskId, small, small).map(([id, at, length]) => stream(id, at, SECRET.slice(0, length))),
  taskId.map((id): LogEvent => ({ type: 'task.removed', id })),
  fc.nat(9).map((n): LogEvent => ({ type: 'notification', id: `n${n}`, kind: 'hello', title: SECRET })),
  fc.nat(30).map((offset): LogEvent => ({ type: 'notifications.seen', offset })),
  fc.constant<LogEvent>({ type: 'app.said', data: SECRET }),
  fc.tuple(taskId, rev).map(([id, attempt]) => created(id, { attempt })),
)

/** `back`: how far before the cursor it begins; `ahead`: a gap. */
const events = fc.record({ does: fc.constant('events'), list: fc.array(logEvent, { maxLength: 5 }), back: fc.nat(2), live: fc.boolean() })

const deed = fc.oneof(
  { weight: 12, arbitrary: events },
  { weight: 14, arbitrary: fc.record({ does: fc.constant('forward'), epoch }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('gap'), ahead: fc.integer({ min: 1, max: 5 }) }) },
  { weight: 4, arbitrary: fc.record({ does: fc.constant('snapshot'), part: fc.integer({ min: 1, max: 3 }), parts: fc.integer({ min: 1, max: 3 }), at: fc.nat(9), epoch }) },
  { weight: 8, arbitrary: fc.record({ does: fc.constant('receipt'), which: fc.nat(20), ok: fc.boolean(), as: fc.constantFrom('head', 'whole', 'words', 'nothing') }) },
  { weight: 4, arbitrary: fc.record({ does: fc.constant('frame'), frame: serverMessage }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('text'), text: fc.oneof(fc.string(), fc.json(), fc.constantFrom('', '{"type":"events"}', '{"type":"motd","x":1}')) }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('binary') }) },
  { weight: 3, arbitrary: fc.record({ does: fc.constant('close'), code: fc.oneof(fc.constantFrom(...Object.keys(CLOSE_CODES).map(Number)), fc.integer({ min: 1000, max: 4999 })) }) },
  { weight: 8, arbitrary: fc.record({ does: fc.constant('pass'), ms: fc.oneof(fc.nat(3_000), fc.nat(400_000)) }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('storm'), times: fc.nat(25) }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('sleep'), ms: fc.nat(600_000) }) },
  { weight: 3, arbitrary: fc.record({ does: fc.constant('hint'), hint: fc.constantFrom('online', 'offline', 'visible', 'hidden', 'pageshow', 'pagehide', 'resume') }) },
  { weight: 8, arbitrary: fc.record({ does: fc.constantFrom('send', 'submit', 'ask', 'cancel', 'answer', 'see', 'reconnect', 'retry'), which: fc.nat(20) }) },
) // prettier-ignore

export type Deed = typeof deed extends Arbitrary<infer D> ? D : never

/** Most begin well, or few would come far. */
const beginning = fc.constantFrom(0, 3, 3, 3).map(length => Array.from({ length }, (): Deed => ({ does: 'forward', epoch: EPOCH })))

export const deeds: Arbitrary<readonly Deed[]> = fc
  .tuple(beginning, fc.array(deed, { maxLength: 80, size: 'max' }))
  .map(([first, rest]) => [...first, ...rest])

export interface Story {
  readonly manual: ManualWorld
  readonly socket: ResilientSocket
  /** When each socket was opened. */
  readonly dials: readonly number[]
  /** Most sockets that were open at one time. */
  readonly widest: () => number
  readonly outcomes: ReadonlyMap<string, readonly Outcome['outcome'][]>
  readonly sentIds: readonly string[]
  readonly errors: readonly Error[]
}

export async function storyOf(list: readonly Deed[], options: Partial<SocketOptions> = {}): Promise<Story> {
  const manual = createManualWorld()
  const dials: number[] = []
  let widest = 0
  const world = {
    ...manual.world,
    openSocket: (...args: Parameters<typeof manual.world.openSocket>) => {
      dials.push(manual.now())
      const handle = manual.world.openSocket(...args)
      widest = Math.max(widest, manual.sockets.filter(each => each.abandoned() === null && !closed.has(each)).length)
      return handle
    },
  }
  const closed = new Set<unknown>()
  const outcomes = new Map<string, Outcome['outcome'][]>()
  const sentIds: string[] = []
  const errors: Error[] = []
  const socket = createResilientSocket({ url: '/rs', world, log: () => {}, ...options })
  socket.on('error', error => errors.push(error))
  socket.connect()
  const stage: Stage = { manual, socket, closed, outcomes, sentIds, next: { offset: 0, ids: 0 } }
  for (const each of list) {
    act(each, stage)
    await microtasks()
  }
  return { manual, socket, dials, widest: () => widest, outcomes, sentIds, errors }
}

interface Stage {
  readonly manual: ManualWorld
  readonly socket: ResilientSocket
  readonly closed: Set<unknown>
  readonly outcomes: Map<string, Outcome['outcome'][]>
  readonly sentIds: string[]
  /** The offset this server believes its reader to have. */
  readonly next: { offset: number; ids: number }
}

function act(each: Deed, stage: Stage): void {
  const { manual, next, closed } = stage
  const line = manual.sockets.at(-1)
  const hear = (frame: unknown) => line?.receive(frame)
  switch (each.does) {
    case 'forward':
      return forward(stage, each.epoch)
    case 'events': {
      const prev = Math.max(0, next.offset - each.back)
      const items = each.list.map((event, index) => ({ offset: prev + index + 1, time: 1, event }))
      const offset = prev + items.length
      next.offset = Math.max(next.offset, offset)
      return hear({ type: 'events', prev, offset, mark: markAt(offset), list: items, ...(each.live && { live: true }) })
    }
    case 'gap': {
      const offset = next.offset + each.ahead
      return hear({ type: 'events', prev: offset, offset, mark: markAt(offset), list: [] })
    }
    case 'snapshot': {
      const cursor = { epoch: each.epoch, offset: next.offset + each.at, mark: markAt(each.at) }
      if (each.part === each.parts) next.offset = cursor.offset
      const tasks = [wireTask('t1', { input: SECRET, lengths: { text: each.at } })]
      return hear({ type: 'snapshot', cursor, part: each.part, parts: each.parts, tasks, pieces: [], notifications: [], seen: 0 })
    }
    case 'receipt':
      return hear(receiptOf(each, manual))
    case 'frame':
      return hear(each.frame)
    case 'text':
      return hear(each.text)
    case 'binary':
      return line?.receiveBinary()
    case 'close':
      closed.add(line)
      return line?.close(each.code, 'gone')
    case 'storm':
      return storm(stage, each.times)
    case 'pass':
      return manual.advance(each.ms)
    case 'sleep':
      return manual.sleep(each.ms)
    case 'hint':
      return manual.hint(each.hint)
    case 'send':
    case 'submit':
    case 'ask':
    case 'cancel':
    case 'answer':
    case 'see':
    case 'reconnect':
    case 'retry':
      return asUser(each, stage)
  }
}

/** Each socket dies at once, and the user does not wait. */
function storm({ manual, socket, closed }: Stage, times: number): void {
  for (let time = 0; time < times; time += 1) {
    closed.add(manual.sockets.at(-1))
    manual.sockets.at(-1)?.close(1006)
    socket.reconnect()
  }
}

/** Whatever a good server would do now: open, welcome, and bring up to date. */
function forward({ manual, next }: Stage, of: string): void {
  const line = manual.sockets.at(-1)
  if (line === undefined) return
  if (line.sent.length === 0) return line.open()
  if (line.sent[0]?.['cursor'] === undefined) next.offset = 0
  line.receive(welcome({ user: 'secret-words-ana', epoch: of, head: next.offset }))
  const cursor = { epoch: of, offset: next.offset, mark: markAt(next.offset) }
  if (line.sent[0]?.['cursor'] === undefined)
    line.receive({ type: 'snapshot', cursor, part: 1, parts: 1, tasks: [], pieces: [], notifications: [], seen: 0 })
  line.receive({ type: 'events', prev: next.offset, offset: next.offset, mark: cursor.mark, list: [], live: true })
}

function receiptOf({ which, ok, as }: Extract<Deed, { does: 'receipt' }>, manual: ManualWorld): unknown {
  const written = manual.sockets.flatMap(socket => commandsOn(socket))
  const id = written.at(-1 - (which % Math.max(1, written.length)))?.['id'] ?? 'none'
  if (!ok)
    return { type: 'receipt', id, ok, error: { code: ['not-found', 'interrupted', 'busy'][which % 3], message: SECRET, retryable: false } }
  const task = wireTask(`t${1 + (which % 4)}`, { input: SECRET, rev: 1 + (which % 6), lengths: { text: which % 9 } })
  const pieces = [{ id: task.id, attempt: 1, name: 'text', kind: 'text', at: 0, chunk: SECRET.slice(0, which % 9) }]
  const data = { head: { task }, whole: { task, pieces }, words: { [SECRET]: SECRET }, nothing: null }[as]
  return { type: 'receipt', id, ok, data, ...(which % 2 === 0 && { cursor: { epoch: EPOCH, offset: which, mark: 'm' } }) }
}

function asUser(
  { does, which }: Extract<Deed, { which: number; does: 'send' | 'submit' | 'ask' | 'cancel' | 'answer' | 'see' | 'reconnect' | 'retry' }>,
  stage: Stage,
): void {
  const { socket, sentIds, outcomes, next } = stage
  const some = sentIds[which % Math.max(1, sentIds.length)] ?? 'none'
  const note = ({ id, settled: end }: { readonly id: string; readonly settled: Promise<Outcome> }) => {
    const ends: Outcome['outcome'][] = []
    sentIds.push(id)
    outcomes.set(`${id} ${(next.ids += 1)}`, ends)
    void end.then(({ outcome }) => ends.push(outcome))
  }
  switch (does) {
    case 'send':
      return note(socket.send('do', { words: SECRET }, which % 3 === 0 ? { ttlMs: 5_000 } : {}))
    case 'submit':
      return note(socket.submit('chat', SECRET, which % 5 === 0 && sentIds.length > 0 ? { key: some } : {}))
    case 'retry':
      return note(socket.retrySend(some))
    case 'answer':
      return note(socket.answerTask(`t${1 + (which % 4)}`, SECRET))
    case 'cancel':
      return void socket.cancelSend(some)
    case 'ask':
      return socket.askTask(`t${which}`)
    case 'see':
      return socket.markSeen(which)
    case 'reconnect':
      return socket.reconnect()
  }
}
