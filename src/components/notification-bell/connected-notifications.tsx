// Hands the bell the provider's notifications, where props are missing.
'use client'
import type { ReactElement, ReactNode } from 'react'
import { type TaskNotifications, type TaskNotificationsOptions, useTaskNotifications } from '../../react/use-task-notifications.ts'

interface ConnectedNotificationsProps {
  readonly options: TaskNotificationsOptions
  readonly children: (held: TaskNotifications) => ReactNode
}

export function ConnectedNotifications({ options, children }: ConnectedNotificationsProps): ReactElement {
  return <>{children(useTaskNotifications(options))}</>
}
