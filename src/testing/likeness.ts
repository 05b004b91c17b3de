// Whether a page shows what the store holds: task by task, stream by stream, notice by notice.
import type { Task } from '../core/model.ts'
import type { StreamPiece, WireTask } from '../protocol/values.ts'
import type { Store, StoreSnapshot } from '../server/store.ts'
import type { Page } from './page.ts'

/** The first difference, or null. */
export async function differenceOf(page: Page, store: Store): Promise<string | null> {
  const snapshot = await store.snapshot(page.session.user)
  return taskDifference(page, snapshot) ?? (await strangerIn(page, store, snapshot)) ?? noticeDifference(page, snapshot)
}

function taskDifference(page: Page, { tasks, pieces }: StoreSnapshot): string | null {
  const shown = new Map(page.socket.store.tasks().map(task => [task.id, task]))
  for (const task of tasks) {
    const own = shown.get(task.id)
    if (own === undefined) return `task ${task.key} (${task.status}) is not shown`
    const difference = headDifference(own, task) ?? streamDifference(own, task, pieces)
    if (difference !== null) return `task ${task.key}: ${difference}`
  }
  return null
}

function headDifference(shown: Task, kept: WireTask): string | null {
  if (shown.status !== kept.status) return `shows ${shown.status}, is ${kept.status}`
  if (shown.rev !== kept.rev || shown.attempt !== kept.attempt)
    return `shows rev ${shown.rev} of attempt ${shown.attempt}, is ${kept.rev} of ${kept.attempt}`
  const ending = shown.status === 'succeeded' ? shown.result : shown.status === 'failed' ? shown.error : null
  const truth = kept.result ?? kept.error ?? null
  return JSON.stringify(ending) === JSON.stringify(truth) ? null : `shows the ending ${JSON.stringify(ending)}, is ${JSON.stringify(truth)}`
}

function streamDifference(shown: Task, kept: WireTask, pieces: readonly StreamPiece[]): string | null {
  for (const [name, length] of Object.entries(kept.lengths)) {
    const own = shown.streams[name]?.value ?? ''
    const parts = pieces.filter(piece => piece.id === kept.id && piece.name === name && piece.attempt === kept.attempt)
    if (own.length !== length) return `stream ${name} shows ${own.length} of ${length}`
    if (typeof own === 'string' && own !== parts.map(({ chunk }) => chunk).join('')) return `stream ${name} shows other text`
  }
  return null
}

/** A task that is shown and no longer in the snapshot must stand in the store all the same, or be shown as lost (SNAP3). */
async function strangerIn(page: Page, store: Store, { tasks }: StoreSnapshot): Promise<string | null> {
  const known = new Set(tasks.map(({ id }) => id))
  for (const task of page.socket.store.tasks()) {
    if (task.id === null || known.has(task.id)) continue
    const stored = await store.get(page.session.user, { id: task.id })
    if (stored !== null && stored.task.status !== task.status) return `task ${task.key} shows ${task.status}, is ${stored.task.status}`
    const isLost = task.status === 'failed' && task.error.code === 'lost'
    if (stored === null && !isLost) return `task ${task.key} (${task.status}) is shown and the server does not know it`
  }
  return null
}

function noticeDifference(page: Page, { notifications }: StoreSnapshot): string | null {
  const shown = new Set(page.socket.store.notifications().map(({ id }) => id))
  const missing = notifications.find(({ id }) => !shown.has(id))
  return missing === undefined ? null : `notification ${missing.id} is not shown`
}
