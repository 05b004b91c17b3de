// Packs log entries into events frames: adjacent chunks merge and heads that a newer one replaces go, never across frames (GAP1).
import { byteLength } from '../../protocol/codec.ts'
import { noticeOf } from '../../protocol/notice.ts'
import type { Item, LogEvent } from '../../protocol/values.ts'
import type { MarkedItem } from '../store.ts'

/** The entries of one frame. It moves the reader to `offset`, which bears `mark`. */
export interface Batch {
  readonly offset: number
  readonly mark: string
  readonly list: readonly Item[]
}

type Stream = Extract<LogEvent, { type: 'task.stream' }>
type Updated = Extract<LogEvent, { type: 'task.updated' }>

export function packed(entries: readonly MarkedItem[], targetBytes: number): readonly Batch[] {
  const batches: Batch[] = []
  let page = newPage()
  for (const { mark, ...item } of entries) {
    const bytes = byteLength(JSON.stringify(item))
    if (page.last !== null && page.bytes + bytes > targetBytes) {
      batches.push(batchOf(page, page.last))
      page = newPage()
    }
    put(page, item, bytes)
    page.last = { offset: item.offset, mark }
  }
  return page.last === null ? batches : [...batches, batchOf(page, page.last)]
}

/** A frame in the making. What was merged into a later item leaves a hole, so that offsets in a list only grow. */
interface Page {
  readonly slots: ({ readonly item: Item; readonly bytes: number } | null)[]
  /** Where each task's latest item is: only that one may be replaced, else the task's own order would break. */
  readonly latest: Map<string, number>
  bytes: number
  last: { readonly offset: number; readonly mark: string } | null
}

const newPage = (): Page => ({ slots: [], latest: new Map(), bytes: 0, last: null })

const batchOf = ({ slots }: Page, last: { readonly offset: number; readonly mark: string }): Batch => ({
  ...last,
  list: slots.flatMap(slot => (slot === null ? [] : [slot.item])),
})

function put(page: Page, item: Item, bytes: number): void {
  const task = taskOf(item.event)
  const index = task === null ? undefined : page.latest.get(task)
  const slot = index === undefined ? null : (page.slots[index] ?? null)
  const merged = slot === null ? null : merge(slot.item, item)
  if (index !== undefined && slot !== null && merged !== null) {
    page.slots[index] = null
    page.bytes -= slot.bytes
  }
  // A merged chunk is at most as long as its two halves.
  const size = slot !== null && merged?.event.type === 'task.stream' ? slot.bytes + bytes : bytes
  page.slots.push({ item: merged ?? item, bytes: size })
  page.bytes += size
  if (task !== null) page.latest.set(task, page.slots.length - 1)
}

function taskOf(event: LogEvent): string | null {
  if ('task' in event && typeof event.task === 'object') return event.task.id
  return event.type === 'task.stream' || event.type === 'task.removed' ? idOf(event) : null
}

const idOf = (event: LogEvent): string | null => ('id' in event && typeof event.id === 'string' ? event.id : null)

/** One item with the effect of both, or null when both must stand. */
function merge(earlier: Item, later: Item): Item | null {
  const [first, second] = [earlier.event, later.event]
  if (isStream(first) && isStream(second)) {
    const event = mergeChunks(first, second)
    return event && { ...later, event }
  }
  // An update that asks the user something is a notification: it must not vanish behind a later one.
  return isUpdate(first) && isUpdate(second) && noticeOf(earlier) === null ? later : null
}

const isStream = (event: LogEvent): event is Stream => event.type === 'task.stream' && 'chunk' in event
const isUpdate = (event: LogEvent): event is Updated => event.type === 'task.updated' && 'task' in event

function mergeChunks(first: Stream, second: Stream): Stream | null {
  const isNext = first.name === second.name && first.attempt === second.attempt && first.at + first.chunk.length === second.at
  if (!isNext || first.done) return null
  const end = second.done ? { done: true as const } : {}
  if (typeof first.chunk === 'string' && typeof second.chunk === 'string') return { ...first, chunk: first.chunk + second.chunk, ...end }
  if (typeof first.chunk === 'string' || typeof second.chunk === 'string') return null
  return { ...first, chunk: [...first.chunk, ...second.chunk], ...end }
}
