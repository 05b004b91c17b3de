// What storage held comes back: the state of one user as it stood, and sends of pages that are gone (KEEP1).
import type { Cursor } from '../protocol/values.ts'
import { type Asking, withAsks } from './asks.ts'
import { expectedUser } from './greet.ts'
import * as BOUNDS from './limits.ts'
import type { NotificationBook } from './notifications.ts'
import { fits } from './outbox-room.ts'
import { type Entry, isUnsettled, type Outbox, trimmed, unsettled } from './outbox.ts'
import type { Settings } from './settings.ts'
import type { MachineState } from './state.ts'
import { bounded, type TaskRecord } from './tasks.ts'
import * as TIMES from './times.ts'

/** One user's state as one whole: never a cursor ahead of what it stands for. */
export interface Kept {
  readonly user: string
  readonly cursor: Cursor
  /** The last frame before it was written, epoch ms. */
  readonly heardAt: number | null
  readonly tasks: readonly TaskRecord[]
  readonly notifications: NotificationBook
  /** Asks that were open: they are repeated on the next socket (STR2). */
  readonly asks: readonly { readonly ref: string; readonly by: Asking['by'] }[]
}

/** What was found, `entries` of pages that are gone, oldest first. */
export interface Loaded {
  readonly kept: Kept | null
  readonly entries: readonly Entry[]
}

/** Comes with the event, for only a page with a storage has a use for it. */
export type Restoring = (state: MachineState, loaded: Loaded, now: number) => MachineState

export const restored: Restoring = (state, { kept, entries }, now) => {
  const held = kept !== null && hasRoomFor(state, kept) ? withKept(state, kept) : state
  const user = expectedUser(held)
  // What the page has sent while storage was read may have filled the room that there was.
  const own = fitting(
    held.outbox,
    entries.filter(entry => entry.user === user),
    held.settings.outbox,
  )
  return own.length === 0 ? held : { ...held, outbox: withLoaded(held.outbox, own, now) }
}

/** Only where nothing is known yet, where hello has not said so, and where it is of nobody but whom the page states (AUTH1). */
export function hasRoomFor({ user, cursor, phase, settings: { identity } }: MachineState, kept: Kept): boolean {
  if (user !== null || cursor !== null || phase.name === 'greeting' || phase.name === 'live') return false
  return typeof identity === 'string' ? identity === 'unstated' : identity.user === kept.user
}

/** Which of these it has room for, in their order: none overtakes one that must wait. Ended ones take no room, and one that is alone has it, however large. */
export function fitting(outbox: Outbox, loaded: readonly Entry[], policy: Settings['outbox']): readonly Entry[] {
  const ids = new Set(loaded.map(({ id }) => id))
  const taken = unsettled(outbox).filter(({ id }) => !ids.has(id))
  for (const entry of loaded.filter(isUnsettled)) {
    if (taken.length > 0 && !fits(taken, entry, policy)) break
    taken.push(entry)
  }
  return loaded.filter(entry => !isUnsettled(entry) || taken.includes(entry))
}

function withKept(state: MachineState, { user, cursor, heardAt, tasks, notifications, asks: open }: Kept): MachineState {
  const book = bounded(new Map(tasks.map((record): [string, TaskRecord] => [record.head.id, record])))
  return {
    ...open.reduce((next, { ref, by }) => withAsks(next, [ref], by), state),
    user,
    cursor,
    tasks: book,
    notifications: {
      ...notifications,
      list: notifications.list.slice(0, BOUNDS.notifications),
      told: notifications.told.slice(-BOUNDS.remembered),
      dismissed: notifications.dismissed.slice(-BOUNDS.dismissed),
    },
    past: { ...state.past, heardAt },
    status: { ...state.status, staleSince: heardAt },
  }
}

/** Older than what this page sent meanwhile. One that is here under the same id may have run there: the loaded one stands, unless it has ended. */
function withLoaded(outbox: Outbox, loaded: readonly Entry[], now: number): Outbox {
  const here = new Set(outbox.entries.map(({ id }) => id))
  const standing = loaded.filter(entry => isUnsettled(entry) || !here.has(entry.id))
  const ids = new Set(standing.map(({ id }) => id))
  const others = outbox.entries.filter(entry => !ids.has(entry.id))
  // A clock that was set back must not let it outlive what the server remembers (SEND3).
  const inTime = standing.map(entry =>
    isUnsettled(entry) ? { ...entry, expiresAt: Math.min(entry.expiresAt, now + TIMES.ttlCapMs) } : entry,
  )
  return { ...outbox, entries: trimmed([...inTime, ...others]) }
}
