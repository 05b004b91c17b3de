// What the user should be told: kept newest first, told once per id (TASK4), unread above `seen`.
import type { WireNotification } from '../protocol/values.ts'
import * as BOUNDS from './limits.ts'
import type { TaskNotification } from './model.ts'

export interface NotificationBook {
  /** Newest first, at most 200, dismissed ones left out. */
  readonly list: readonly TaskNotification[]
  /** Offset up to which the user has seen them, on any device: the largest wins. */
  readonly seen: number
  /** Ids already told, newest last: a notice seen twice is told once. */
  readonly told: readonly string[]
  readonly dismissed: readonly string[]
}

export const NO_NOTIFICATIONS: NotificationBook = { list: [], seen: 0, told: [], dismissed: [] }

/** The book with these notices, and those of them that are new here, in order. What a lost history told may happen again: it is listed, not told. */
export function withNotices(
  book: NotificationBook,
  notices: readonly WireNotification[],
): readonly [NotificationBook, readonly TaskNotification[]] {
  if (notices.length === 0) return [book, []]
  const told = new Set(book.told)
  const known = new Set([...book.list.map(({ id }) => id), ...book.dismissed])
  const added = notices.filter(({ id }) => !known.has(id) && known.add(id)).map(notice => shown(notice, book.seen))
  const fresh = notices.filter(({ id }) => !told.has(id) && told.add(id)).map(notice => shown(notice, book.seen))
  if (added.length === 0 && fresh.length === 0) return [book, []]
  const list = [...added.toReversed(), ...book.list].toSorted((a, b) => b.offset - a.offset).slice(0, BOUNDS.notifications)
  return [{ ...book, list, told: [...told].slice(-BOUNDS.remembered) }, fresh]
}

/** A snapshot's notices are the truth of that history; what was told stays told. */
export const replacedNotices = (
  book: NotificationBook,
  { notices, seen }: { readonly notices: readonly WireNotification[]; readonly seen: number },
): readonly [NotificationBook, readonly TaskNotification[]] => withNotices({ ...book, list: [], seen }, notices)

export function withSeen(book: NotificationBook, offset: number): NotificationBook {
  if (offset <= book.seen) return book
  return {
    ...book,
    seen: offset,
    list: book.list.map(notice => (notice.seen || notice.offset > offset ? notice : { ...notice, seen: true })),
  }
}

/** Local to this page: it is not shown again here. */
export function withoutNotice(book: NotificationBook, id: string): NotificationBook {
  const list = book.list.filter(notice => notice.id !== id)
  if (list.length === book.list.length) return book
  return { ...book, list, dismissed: [...book.dismissed, id].slice(-BOUNDS.dismissed) }
}

const shown = (notice: WireNotification, seen: number): TaskNotification => ({
  id: notice.id,
  offset: notice.offset,
  time: notice.time,
  seen: notice.offset <= seen,
  taskId: notice.task ?? null,
  kind: notice.kind,
  title: notice.title ?? null,
  body: notice.body ?? null,
  data: notice.data ?? null,
})
