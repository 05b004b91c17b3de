// Events as frames of protocol v1, one after the other from a cursor: each small enough for the wire, and each with a mark of its own.
import type { TaskRecord } from '../../core/tasks.ts'
import { byteLength } from '../../protocol/codec-text.ts'
import type { EventsFrame } from '../../protocol/frames.ts'
import * as WIRE from '../../protocol/limits.ts'
import type { Cursor, Item, LogEvent } from '../../protocol/values.ts'
import * as PLAIN from './limits.ts'

export interface Stamp {
  readonly now: number
  /** Random: its marks are like no other's (LOG2). */
  readonly id: string
}

/** Room for what stands around an item. */
const AROUND_BYTES = 1024

export function framesOf(events: readonly LogEvent[], from: Cursor, { now, id }: Stamp): readonly EventsFrame[] {
  const bins: Item[][] = []
  let chars = Infinity
  for (const [index, event] of events.entries()) {
    const item = { offset: from.offset + index + 1, time: now, event: fitting(event) }
    const { length } = JSON.stringify(item)
    if (chars + length > PLAIN.frameChars) {
      bins.push([])
      chars = 0
    }
    bins.at(-1)?.push(item)
    chars += length
  }
  return bins.map(list => {
    const offset = list.at(-1)?.offset ?? from.offset
    return { type: 'events', prev: (list[0]?.offset ?? offset + 1) - 1, offset, mark: `${id.slice(0, 40)}-${offset}`, list }
  })
}

/** Where a frame with nothing in it says that all is told. */
export const liveFrame = ({ offset, mark }: Cursor): EventsFrame => ({ type: 'events', prev: offset, offset, mark, list: [], live: true })

/** A task as a snapshot can carry it: what is too large of it is left out, and that it ended is not. */
export function fittingTask(record: TaskRecord): TaskRecord {
  if (fits({ ...record.head, ...record.ending, ...record.body })) return record
  const bare: TaskRecord = { ...record, body: record.body && { input: null } }
  if (fits({ ...bare.head, ...bare.ending })) return bare
  const { prompt: _, ...head } = bare.head
  return { ...bare, head, ending: head.status === 'failed' ? { error: TOO_LARGE } : {} }
}

export const fits = (value: unknown): boolean => byteLength(JSON.stringify(value)) <= WIRE.downBytes - AROUND_BYTES

const TOO_LARGE = { code: 'too-large', message: 'The result is too large for a page. Read it over HTTP.', retryable: false }

/** A payload that no frame can carry is not told; that its task ended is. */
function fitting(event: LogEvent): LogEvent {
  if (fits(event)) return event
  if (event.type === 'task.settled') {
    const { result: _, ...task } = event.task
    return { type: 'task.settled', task: { ...task, ...(task.status === 'failed' && { error: TOO_LARGE }) } }
  }
  if (event.type === 'task.created') return { type: 'task.created', task: { ...event.task, input: null } }
  return { type: 'unknown', name: 'too-large' }
}
