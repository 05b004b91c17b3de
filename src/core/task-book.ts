// Changing the book of tasks: what changed lately stands in a small layer over the rest, for there may be a chunk in every frame and the book is long.
import type { Head } from '../protocol/values.ts'
import * as BOUNDS from './limits.ts'
import { bounded, isActive, type TaskBook, type TaskRecord } from './tasks.ts'

/** What applies events to a book: any map, or the pen of a book that is not to change. */
export interface Pen {
  readonly get: (id: string) => TaskRecord | undefined
  readonly set: (id: string, record: TaskRecord) => unknown
  readonly delete: (id: string) => boolean
}

export interface BookPen extends Pen {
  /** The book after what was written: the same one where nothing was. */
  readonly book: () => TaskBook
}

/** Writes a new book over this one, which stays as it is. What is written becomes the newest. */
export function penOf(before: TaskBook): BookPen {
  const { base: first, recent: last, active: count } = layered(before)
  let base = first
  let recent: Map<string, TaskRecord> | null = null
  let active = count
  const get = (id: string) => (recent ?? last).get(id) ?? base.get(id)
  const counted = (from: TaskRecord | undefined, to: TaskRecord | undefined): void => {
    active += Number(to !== undefined && isActive(to)) - Number(from !== undefined && isActive(from))
  }
  const remove = (id: string): boolean => {
    const record = get(id)
    if (record === undefined) return false
    counted(record, undefined)
    recent ??= new Map(last)
    recent.delete(id)
    base = new Map([...base].filter(([other]) => other !== id))
    return true
  }
  return {
    get,
    set(id, record) {
      const known = get(id)
      if (known === undefined) for (const former of [...merged(base, recent ?? last)].filter(isFormer(record.head))) remove(former[0])
      counted(known, record)
      recent ??= new Map(last)
      recent.delete(id)
      recent.set(id, record)
    },
    delete: remove,
    book: () => (recent === null ? before : bounded(new LayeredBook({ base, recent, active }))),
  }
}

/** A submission that a replaced history took along runs again under its key, and under another id: it is one task, and was never two (TASK5). */
const isFormer =
  ({ key }: Head) =>
  ([, { head, standing }]: readonly [string, TaskRecord]): boolean =>
    head.key === key && standing !== 'held'

/** The book with this record as its newest change. */
export function withRecord(book: TaskBook, record: TaskRecord): TaskBook {
  const pen = penOf(book)
  pen.set(record.head.id, record)
  return pen.book()
}

/** Asked after every frame. */
export const hasActive = (book: TaskBook): boolean => layered(book).active > 0

interface Layers {
  readonly base: TaskBook
  /** Counts where both have a task. */
  readonly recent: TaskBook
  /** How many tasks are not settled. */
  readonly active: number
}

const NONE: TaskBook = new Map()

const layered = (book: TaskBook): Layers => (book instanceof LayeredBook ? book : { base: book, recent: NONE, active: activeIn(book) })

const counts = new WeakMap<TaskBook, number>()

function activeIn(book: TaskBook): number {
  const known = counts.get(book)
  if (known !== undefined) return known
  let active = 0
  for (const record of book.values()) if (isActive(record)) active += 1
  counts.set(book, active)
  return active
}

class LayeredBook implements TaskBook, Layers {
  readonly base: TaskBook
  readonly recent: TaskBook
  readonly active: number
  readonly size: number

  constructor({ base, recent, active }: Layers) {
    const isSmall = recent.size <= BOUNDS.recentTasks
    this.base = isSmall ? base : new Map(merged(base, recent))
    this.recent = isSmall ? recent : NONE
    this.active = active
    let { size } = this.base
    for (const id of this.recent.keys()) if (!this.base.has(id)) size += 1
    this.size = size
  }

  get(id: string): TaskRecord | undefined {
    return this.recent.get(id) ?? this.base.get(id)
  }

  has(id: string): boolean {
    return this.recent.has(id) || this.base.has(id)
  }

  entries(): MapIterator<[string, TaskRecord]> {
    return merged(this.base, this.recent)
  }

  [Symbol.iterator](): MapIterator<[string, TaskRecord]> {
    return this.entries()
  }

  *keys(): MapIterator<string> {
    for (const [id] of this.entries()) yield id
  }

  *values(): MapIterator<TaskRecord> {
    for (const [, record] of this.entries()) yield record
  }

  forEach(tell: (record: TaskRecord, id: string, book: TaskBook) => void): void {
    for (const [id, record] of this.entries()) tell(record, id, this)
  }
}

function* merged(base: TaskBook, recent: TaskBook): MapIterator<[string, TaskRecord]> {
  for (const entry of base) if (!recent.has(entry[0])) yield entry
  yield* recent
}
