// What readers see of the state: changed at once on a change of status or by the user, else once a frame, so that a burst is one render.
import { expectedUser } from '../core/greet.ts'
import type { Inspector } from '../core/inspector.ts'
import type { Task } from '../core/model.ts'
import { shallowEqual } from '../core/shallow-equal.ts'
import type { MachineState } from '../core/state.ts'
import { isBehind, outboxOf, tasksOf } from '../core/view.ts'
import type { SocketStore } from './types.ts'
import type { World } from './world.ts'

export interface Shelf {
  readonly store: SocketStore
  /** `for-a-look`: whoever looks finds it now, and subscribers wake before the next paint. */
  readonly show: (state: MachineState, when: Showing) => void
}

/**
 * `for-a-look` is the one moment at which readers that did not wake are behind one that renders for a reason of its own. It lasts until the next
 * frame's callbacks, where all wake, and React renders what a store tells in the microtask after: so nobody sees it painted. To hold the former state
 * for all until then would be level too, and wrong: who is told of a task often shows it at once (`onNotification: n => open(n.taskId)`), and what it
 * shows would not be there yet, or would be asked of the server for nothing.
 */
export type Showing = 'now' | 'before-paint' | 'for-a-look'

export interface ShelfOptions {
  readonly world: World
  /** Hears of a subscriber that throws: the others still wake. */
  readonly report: (error: unknown) => void
  readonly inspector: Inspector
}

export function createShelf(initial: MachineState, { world, report, inspector }: ShelfOptions): Shelf {
  let shown = initial
  let newest = initial
  let told = initial
  let cancel: (() => void) | null = null
  const wakes = new Set<() => void>()

  const publish = (): void => {
    cancel?.()
    cancel = null
    shown = newest
    if (told === newest) return
    told = newest
    for (const wake of wakes) guarded(wake)
  }

  const guarded = (wake: () => void): void => {
    try {
      wake()
    } catch (error) {
      report(error)
    }
  }

  const subscribe = (wake: () => void) => {
    wakes.add(wake)
    return () => void wakes.delete(wake)
  }

  return {
    store: { subscribe, ...readers(() => shown, inspector) },
    show(state, when) {
      newest = state
      if (when === 'now' || told === newest) return publish()
      if (when === 'for-a-look') shown = newest
      cancel ??= world.beforePaint(publish)
    },
  }
}

function readers(state: () => MachineState, inspector: Inspector): Omit<SocketStore, 'subscribe'> {
  const tasks = remembered(
    now => [now.tasks, now.outbox.entries, isBehind(now)],
    now => tasksOf(now, inspector.payloads),
  )
  const outbox = remembered(now => [now.outbox.entries, now.tasks], outboxOf)
  const index = remembered(
    now => [tasks(now)],
    now => byName(tasks(now)),
  )
  const unread = remembered(
    now => [now.notifications],
    now => now.notifications.list.filter(({ seen }) => !seen).length,
  )
  return {
    status: () => state().status,
    tasks: () => tasks(state()),
    notifications: () => state().notifications.list,
    outbox: () => outbox(state()),
    unread: () => unread(state()),
    invalid: inspector.counts,
    user: () => expectedUser(state()),
    task: idOrKey => index(state()).get(idOrKey) ?? (state().asks.absent.has(idOrKey) ? null : undefined),
  }
}

/** The same value while what it is made of is the same. */
function remembered<T>(partsOf: (state: MachineState) => readonly unknown[], make: (state: MachineState) => T): (state: MachineState) => T {
  let last: { readonly parts: readonly unknown[]; readonly value: T } | null = null
  return state => {
    const parts = partsOf(state)
    if (last !== null && shallowEqual(last.parts, parts)) return last.value
    const value = make(state)
    // Parts may change without anything shown changing, as when a send that is no task waits.
    last = { parts, value: last !== null && shallowEqual(last.value, value) ? last.value : value }
    return last.value
  }
}

function byName(tasks: readonly Task[]): ReadonlyMap<string, Task> {
  const names = new Map(tasks.map(task => [task.key, task]))
  for (const task of tasks) if (task.id !== null) names.set(task.id, task)
  return names
}
