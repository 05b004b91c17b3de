// Whether a page shows what the store holds: task by task, stream by stream, notice by notice.
import type { Task } from '../core/model.ts'
import type { StreamPiece, WireTask } from '../protocol/values.ts'
import type { Store, StoreSnapshot } from '../server/store.ts'
import type { Page } from './page.ts'
import type { Simulation } from './simulation.ts'
import { runOf, type Truth } from './truth.ts'

interface Compared {
  readonly version: number
  readonly user: string
  readonly tasks: unknown
  readonly notifications: unknown
}

/** Compares pages with the store, and none twice while neither has changed since they were alike. */
export class Likeness {
  readonly #simulation: Scene
  readonly #alike = new Map<Page, Compared>()

  constructor(simulation: Scene) {
    this.#simulation = simulation
  }

  /** The first difference, or null. */
  async differenceOf(page: Page): Promise<string | null> {
    const { store } = page.socket
    const last = this.#alike.get(page)
    const next = {
      version: this.#simulation.kept.version(),
      user: page.session.user,
      tasks: store.tasks(),
      notifications: store.notifications(),
    }
    if (last !== undefined && isSame(last, next)) return null
    const difference = await differenceOf(page, this.#simulation)
    if (difference === null) this.#alike.set(page, next)
    return difference
  }
}

const isSame = (last: Compared, next: Compared): boolean =>
  last.version === next.version && last.user === next.user && last.tasks === next.tasks && last.notifications === next.notifications

async function differenceOf(page: Page, simulation: Scene): Promise<string | null> {
  const { kept, rewound } = simulation
  const snapshot = await kept.store.snapshot(page.session.user)
  return (
    taskDifference(page, snapshot, simulation) ??
    // A silent loss may leave a task that only a receipt told of, and nobody can know (LOG2).
    (rewound.silently > 0 ? null : await strangerIn(page, snapshot, simulation)) ??
    (await goneFrom(page, kept.store)) ??
    noticeDifference(page, snapshot)
  )
}

type Scene = Pick<Simulation, 'kept' | 'truth' | 'rewound' | 'setting' | 'clock'>

function taskDifference(page: Page, { tasks, pieces }: StoreSnapshot, { truth, rewound }: Scene): string | null {
  const shown = new Map(page.socket.store.tasks().map(task => [task.id, task]))
  // A restored store may have lost chunks of a worker that then ends its task without another (TASK3).
  const isWhole = rewound.silently + rewound.stamped === 0
  for (const task of tasks) {
    const own = shown.get(task.id)
    if (own === undefined) return `task ${task.key} (${task.status}) is not shown`
    const difference = headDifference(own, task) ?? streamDifference(own, task, pieces) ?? (isWhole ? endingDifference(own, truth) : null)
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

/** An ending is written by the attempt that stands there, and after all of its text (TASK3). */
function endingDifference(shown: Task, truth: Truth): string | null {
  if (shown.status !== 'succeeded') return null
  if (shown.kind === 'steps') {
    const own = JSON.stringify({ attempt: shown.attempt })
    return JSON.stringify(shown.result) === own ? null : `attempt ${shown.attempt} succeeded as ${JSON.stringify(shown.result)}`
  }
  if (shown.kind !== 'talk' && shown.kind !== 'again') return null
  const text = shown.streams['text']?.value
  const run = typeof text === 'string' ? runOf(truth, text) : null
  if (run !== null && run.text === text && run.attempt === shown.attempt) return null
  return `succeeded with the text ${String(text).slice(0, 60)}, which is not all of a run of attempt ${shown.attempt}`
}

function streamDifference(shown: Task, kept: WireTask, pieces: readonly StreamPiece[]): string | null {
  for (const [name, length] of Object.entries(kept.lengths)) {
    const own = shown.streams[name]?.value ?? ''
    const parts = pieces.filter(piece => piece.id === kept.id && piece.name === name && piece.attempt === kept.attempt)
    if (own.length !== length) return `stream ${name} shows ${own.length} of ${length}`
    if (typeof own === 'string' && own !== parts.map(({ chunk }) => (typeof chunk === 'string' ? chunk : '')).join(''))
      return `stream ${name} shows other text`
  }
  return null
}

/** A task that is shown and no longer in the snapshot must stand in the store all the same, or be shown as lost (SNAP3). */
async function strangerIn(page: Page, { tasks }: StoreSnapshot, { kept, setting, clock }: Scene): Promise<string | null> {
  const known = new Set(tasks.map(({ id }) => id))
  const forgottenBefore = clock.now() - (setting.retention.settledMs ?? Infinity)
  for (const task of page.socket.store.tasks()) {
    if (task.id === null || known.has(task.id)) continue
    const stored = await kept.store.get(page.session.user, { id: task.id })
    if (stored !== null && stored.task.status !== task.status) return `task ${task.key} shows ${task.status}, is ${stored.task.status}`
    const isLost = task.status === 'failed' && task.error.code === 'lost'
    const isForgotten = 'finishedAt' in task && task.finishedAt < forgottenBefore
    if (stored === null && !isLost && !isForgotten) return `task ${task.key} (${task.status}) is shown and the server does not know it`
  }
  return null
}

const MOST_TASKS = 500

/** What was shown once and stands in the store is shown still, for absence from a snapshot means nothing (SNAP3). */
async function goneFrom(page: Page, store: Store): Promise<string | null> {
  const shown = new Set(page.socket.store.tasks().map(({ id }) => id))
  if (shown.size >= MOST_TASKS) return null
  for (const id of page.record.shownIds) {
    if (shown.has(id)) continue
    const stored = await store.get(page.session.user, { id })
    if (stored !== null) return `task ${stored.task.key} (${stored.task.status}) was shown, stands in the store, and is gone`
  }
  return null
}

function noticeDifference(page: Page, { notifications }: StoreSnapshot): string | null {
  const shown = new Set(page.socket.store.notifications().map(({ id }) => id))
  const missing = notifications.find(({ id }) => !shown.has(id))
  return missing === undefined ? null : `notification ${missing.id} is not shown`
}
