// What the bell marks as new while it is open, and what it says aloud: arrivals, never what it was born with.
import type { TaskNotification } from '../../core/model.ts'
import type { Announcement } from '../shared/announcer-outlets.ts'
import type { Due, Machine } from '../shared/machine.ts'
import type { BellStrings } from '../strings/en-parts/bell.ts'
import type { Language } from '../strings/use-strings.ts'
import { titleOf } from './bell-words.ts'

export interface BellView {
  readonly isOpen: boolean
  /** Opening the panel marks everything as seen; these stay marked for the eye until it closes. */
  readonly fresh: ReadonlySet<string>
  /** The greatest offset told so far; null before the first look. */
  readonly newest: number | null
  readonly news: Announcement | null
}

export interface BellTold {
  readonly type: 'told'
  readonly isOpen: boolean
  readonly notifications: readonly TaskNotification[]
  readonly language: Language<BellStrings>
}

const closed: BellView = { isOpen: false, fresh: new Set(), newest: null, news: null }

export const bellMachine: Machine<BellView, BellTold> = { initial: closed, step, deadlineOf: () => null }

function step(view: BellView, event: BellTold | Due): BellView {
  if (event.type === 'due') return view
  const { isOpen, notifications } = event
  const newest = Math.max(view.newest ?? 0, ...notifications.map(({ offset }) => offset))
  const arrived = view.newest === null ? [] : notifications.filter(({ offset, seen }) => offset > (view.newest ?? 0) && !seen)
  const news = arrived.length === 0 ? view.news : { text: wordsFor(arrived, event), isUrgent: false }
  return { isOpen, newest, news, fresh: isOpen ? freshWith(view, notifications) : closed.fresh }
}

function freshWith(view: BellView, notifications: readonly TaskNotification[]): ReadonlySet<string> {
  const before = view.isOpen ? view.fresh : closed.fresh
  const unseen = notifications.filter(({ id, seen }) => !seen && !before.has(id))
  // Only what is still listed, so that a panel left open for a day holds no more than the list does.
  return unseen.length === 0 ? before : new Set(notifications.flatMap(({ id, seen }) => (!seen || before.has(id) ? [id] : [])))
}

function wordsFor(arrived: readonly TaskNotification[], { language: { text, words } }: BellTold): string {
  const [only, ...others] = arrived
  return only === undefined || others.length > 0 ? text.bellArrived(arrived.length, words) : titleOf(only, text)
}
