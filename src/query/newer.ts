// Which of two views of one task is later, whatever order they arrived in (TASK1): an older one never puts back what a newer one said.
import { replaceEqualDeep } from '@tanstack/react-query'
import type { StreamValue, Task } from '../core/model.ts'
import { isSettled } from '../protocol/notice.ts'

/** What the cache says of a task; null: the server does not know it. */
export type Shown = Task | null

const doubted = new WeakSet<Task>()

/** Of a history that may have been replaced: whatever comes next is believed, whatever the revs. */
export function doubt(task: Task): void {
  doubted.add(task)
}

export const isDoubted = (task: Task): boolean => doubted.has(task)

/** Nobody but this page has said anything of it. */
export const isDraft = (task: Shown | undefined): boolean => task?.id === null

/** Whoever waits for a task waits no more. */
export const isFinal = (task: Shown | undefined): boolean => task === null || (task !== undefined && isSettled(task.status))

/** A cache may have been filled by another version of the page. */
export const isTask = (value: unknown): value is Task => typeof value === 'object' && value !== null && 'key' in value && 'rev' in value

export function newerTask(held: Shown | undefined, next: Shown): Shown {
  if (held === undefined || held === null) return next
  if (doubted.has(held)) return believed(held, next)
  // The server does not know a draft yet.
  if (next === null) return isDraft(held) ? held : null
  if (isDraft(held)) return next
  if (isDraft(next)) return held
  if (next.id !== held.id) return next
  const isLater = next.rev > held.rev || (next.rev === held.rev && !isEndOf(next, held))
  return isLater ? completed(next, held) : completed(held, next)
}

/** What a replaced history says alike is proved by it; the cache then keeps the object that it has. */
function believed(held: Task, next: Shown): Shown {
  if (replaceEqualDeep(held, next) !== held) return next
  doubted.delete(held)
  return held
}

/** The same rev, but only the held one knows the end: a head may come without it. */
const isEndOf = (next: Task, held: Task): boolean => isSettled(held.status) && !isSettled(next.status)

/** The later view with what only the other knows: the input, and more of a stream, which grows without a new rev. */
function completed(later: Task, other: Task): Task {
  const streams = later.attempt === other.attempt ? longer(later.streams, other.streams) : later.streams
  const input = later.input ?? other.input
  return streams === later.streams && input === later.input ? later : { ...later, input, streams }
}

type Streams = Task['streams']

function longer(streams: Streams, others: Streams): Streams {
  const grown = Object.entries(others).filter(([name, other]) => isLonger(other, streams[name]))
  return grown.length === 0 ? streams : { ...streams, ...Object.fromEntries(grown) }
}

const isLonger = (one: StreamValue, other: StreamValue | undefined): boolean => other === undefined || one.value.length > other.value.length
