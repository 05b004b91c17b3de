// What the user should be told: settled tasks, questions and the server's notices, as a list and as they happen.
'use client'
import { useState } from 'react'
import type { TaskNotification } from '../core/model.ts'
import { activeCountOf, isWanted, unreadOf, wantedOf, type NotificationWish } from '../core/notification-view.ts'
import type { NotificationActions } from './binding.ts'
import { useBinding } from './context.ts'
import { createKeeper } from './keeper.ts'
import { useListener } from './use-socket-event.ts'
import { useStore } from './use-store.ts'

export interface TaskNotificationsOptions extends NotificationWish {
  /** Once per tab, in order, also for what happened while the page was away; never for what the first load found. */
  readonly onNotification?: ((notification: TaskNotification) => void) | undefined
}

export interface TaskNotifications extends NotificationActions {
  /** Newest first. */
  readonly notifications: readonly TaskNotification[]
  readonly unread: number
  /** Tasks that are not settled. */
  readonly activeCount: number
}

/** `kinds` and `filter` narrow all three: the list, `unread` and `onNotification`. */
export function useTaskNotifications(options: TaskNotificationsOptions = {}): TaskNotifications {
  const { socket, notifications: actions } = useBinding('useTaskNotifications')
  const [keepList] = useState(createKeeper<readonly TaskNotification[]>)
  useListener(socket, 'notification', notification => {
    if (isWanted(notification, options)) options.onNotification?.(notification)
  })
  return useStore(socket.store, store => ({
    ...actions,
    notifications: keepList(wantedOf(store.notifications(), options)),
    unread: unreadOf(store.notifications(), options, store.unread()),
    activeCount: activeCountOf(store.tasks()),
  }))
}
