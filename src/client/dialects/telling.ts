// What came, told to the machine as events of protocol v1: over the socket while it takes frames, else beside it. In the same log either way.
import type { TaskBook, TaskRecord } from '../../core/tasks.ts'
import { isSettled } from '../../protocol/notice.ts'
import type { Cursor, LogEvent } from '../../protocol/values.ts'
import { type Change, changeOf, extended, piecesOf } from './changes.ts'
import { framesOf } from './frames.ts'
import * as PLAIN from './limits.ts'
import type { Told } from './reading.ts'
import type { Report } from './report.ts'
import { type Around, type Machine, onSocket, type Plain, type PlainEffect, type PlainStep } from './state.ts'
import { submissionOf } from './submissions.ts'

/** What the machine holds, as of the events told so far in this step. */
export interface Base {
  readonly cursor: Cursor | null
  readonly tasks: TaskBook
}

/** Told by the server of its own accord, in order. */
export function tell(plain: Plain, list: readonly Told[], { around, base }: { readonly around: Around; readonly base: Base }): PlainStep {
  // One message, as most are, needs no copy of the book: nothing after it reads what it changed.
  const copy = list.length > 1 ? new Map(base.tasks) : null
  const tasks = copy ?? base.tasks
  const events: LogEvent[] = []
  let next = plain
  for (const [index, told] of list.entries()) {
    const change = changeBy(next, told, { around, tasks, index })
    if (change.record !== null) copy?.set(change.record.head.id, change.record)
    events.push(...change.events)
    next = noted(next, told, base.tasks)
  }
  return [next, emit(next, events, { around, cursor: base.cursor })]
}

/** `record`: null where it is of no task. */
interface Said {
  readonly events: readonly LogEvent[]
  readonly record: TaskRecord | null
}

interface Telling {
  readonly around: Around
  readonly tasks: TaskBook
  readonly index: number
}

function changeBy(plain: Plain, told: Told, { around, tasks, index }: Telling): Said {
  switch (told.type) {
    case 'task':
      return merged(plain, told.report, { around, tasks })
    case 'text':
      return withChunk(plain, told, { around, tasks })
    case 'notification': {
      const { id, ...notice } = told.notice
      return { events: [{ type: 'notification', ...notice, id: id ?? `${around.moment.id.slice(0, 40)}-${index}` }], record: null }
    }
    case 'event':
      return { events: [{ type: `app.${told.name}`, data: told.data }], record: null }
  }
}

export const merged = (plain: Plain, report: Report, { around, tasks }: Omit<Telling, 'index'>): Change =>
  changeOf(tasks.get(report.id), report, { now: around.moment.now, submission: submissionOf(plain, report, { ...around.machine, tasks }) })

/** A chunk without a place goes on only where nothing can have been lost before it. */
function withChunk(plain: Plain, told: Extract<Told, { type: 'text' }>, { around, tasks }: Omit<Telling, 'index'>): Said {
  const before = tasks.get(told.id)
  const start = before === undefined ? merged(plain, said(told.id), { around, tasks }) : { events: [], record: before }
  const { head, streams, standing } = start.record
  const length = streams[told.stream]?.value.length ?? 0
  const isWhole = before === undefined || plain.socket?.texts.has(told.id) === true
  if (standing !== 'held' || isSettled(head.status) || (told.at === null && !isWhole)) return start
  const at = told.at ?? length
  const chunk = told.chunk.slice(0, Math.max(0, PLAIN.streamChars - at))
  if (chunk === '' && !told.done) return start
  return extended(
    start,
    piecesOf(head, { name: told.stream, from: 0, text: chunk, done: told.done }).map(piece => shifted(piece, at)),
  )
}

const shifted = (event: LogEvent, by: number): LogEvent => (event.type === 'task.stream' ? { ...event, at: event.at + by } : event)

/** That there is such a task, and nothing more. */
export const said = (id: string, key: string | null = null): Report => ({
  id,
  key,
  echo: null,
  kind: null,
  conversation: null,
  input: undefined,
  status: null,
  progress: null,
  prompt: undefined,
  text: null,
  result: undefined,
  error: null,
})

/** What the translator learns for itself. */
function noted(plain: Plain, told: Told, before: TaskBook): Plain {
  if (told.type !== 'task' && told.type !== 'text') return plain
  const id = told.type === 'task' ? told.report.id : told.id
  const isWhole = !before.has(id) || (told.type === 'task' && told.report.text !== null)
  const texts = plain.socket !== null && isWhole ? new Set([...plain.socket.texts, id].slice(-PLAIN.remembered)) : plain.socket?.texts
  const next = texts === undefined ? plain : onSocket(plain, { texts })
  const misses = without(next.misses, id)
  const isEnd = told.type === 'task' && told.report.status !== null && isSettled(told.report.status)
  return isEnd ? { ...next, misses, deaf: null, deafSockets: 0 } : { ...next, misses }
}

export function without<V>(map: ReadonlyMap<string, V>, key: string): ReadonlyMap<string, V> {
  return map.has(key) ? new Map([...map].filter(([other]) => other !== key)) : map
}

export interface Emitting {
  readonly around: Around
  readonly cursor: Cursor | null
}

/** Without a cursor nothing is held yet, and the first snapshot will tell. */
export function emit({ socket }: Plain, events: readonly LogEvent[], { around, cursor }: Emitting): readonly PlainEffect[] {
  if (cursor === null || events.length === 0) return []
  const frames = framesOf(events, cursor, around.moment)
  const isUp = socket !== null && socket.epoch === cursor.epoch && (socket.stage === 'catching-up' || socket.stage === 'live')
  return frames.map(frame => (isUp ? { type: 'say', dial: socket.dial, message: frame } : { type: 'learn', frame, epoch: cursor.epoch }))
}

/** What the machine holds at the beginning of a step. */
export const baseOf = ({ cursor, tasks }: Machine): Base => ({ cursor, tasks })
