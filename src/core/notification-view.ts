// Which notifications one reader wants, and how many of those are new to the user.
import { isSettled } from '../protocol/notice.ts'
import type { Task, TaskNotification } from './model.ts'

export interface NotificationWish {
  readonly kinds?: readonly string[] | undefined
  readonly filter?: ((notification: TaskNotification) => boolean) | undefined
  readonly limit?: number | undefined
}

export function isWanted(notification: TaskNotification, { kinds, filter }: NotificationWish): boolean {
  return (kinds === undefined || kinds.includes(notification.kind)) && (filter === undefined || filter(notification))
}

export function wantedOf(notifications: readonly TaskNotification[], wish: NotificationWish): readonly TaskNotification[] {
  const isWhole = wish.kinds === undefined && wish.filter === undefined
  const wanted = isWhole ? notifications : notifications.filter(notification => isWanted(notification, wish))
  return wish.limit === undefined || wanted.length <= wish.limit ? wanted : wanted.slice(0, wish.limit)
}

/** `all` is the store's count, which also knows of notifications no longer kept; a narrower wish counts its own. */
export function unreadOf(notifications: readonly TaskNotification[], wish: NotificationWish, all: number): number {
  if (wish.kinds === undefined && wish.filter === undefined) return all
  return notifications.filter(notification => !notification.seen && isWanted(notification, wish)).length
}

/** A number, not a list, so that progress does not render a bell. */
export function activeCountOf(tasks: readonly Task[]): number {
  return tasks.filter(task => !isSettled(task.status)).length
}
