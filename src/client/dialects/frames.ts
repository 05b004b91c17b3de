// Events as frames of protocol v1, one after the other from a cursor: each small enough for the wire, and each with a mark of its own.
import { byteLength } from '../../protocol/codec-text.ts'
import type { EventsFrame } from '../../protocol/frames.ts'
import { WIRE } from '../../protocol/limits.ts'
import type { Cursor, Item, LogEvent } from '../../protocol/values.ts'
import { PLAIN } from './limits.ts'

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

/** A payload that no frame can carry is not told; that its task ended is. */
function fitting(event: LogEvent): LogEvent {
  if (byteLength(JSON.stringify(event)) <= WIRE.downBytes - AROUND_BYTES) return event
  if (event.type === 'task.settled') {
    const { result: _, ...task } = event.task
    const error = { code: 'too-large', message: 'The result is too large for a page. Read it over HTTP.', retryable: false }
    return { type: 'task.settled', task: { ...task, ...(task.status === 'failed' && { error }) } }
  }
  if (event.type === 'task.created') return { type: 'task.created', task: { ...event.task, input: null } }
  return { type: 'unknown', name: 'too-large' }
}
