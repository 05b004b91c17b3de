// The bell's words in English.
import type { Words } from '../words.ts'

export interface BellStrings {
  readonly bellLabel: (unread: number, words: Words) => string
  readonly bellPanel: string
  readonly bellEmpty: string
  readonly bellMarkSeen: string
  readonly bellDismiss: string
  readonly bellNew: string
  readonly bellArrived: (count: number, words: Words) => string
  readonly bellSucceeded: string
  readonly bellFailed: string
  readonly bellCancelled: string
  readonly bellInputRequired: string
  readonly bellNotice: string
}

export const bellEn: BellStrings = {
  bellLabel: (unread, words) => (unread === 0 ? 'Notifications' : `Notifications, ${words.number(unread)} new`),
  bellPanel: 'Notifications',
  bellEmpty: "You're all caught up.",
  bellMarkSeen: 'Mark all as read',
  bellDismiss: 'Dismiss',
  bellNew: 'New',
  bellArrived: (count, words) => `${words.number(count)} new ${words.plural(count, { one: 'notification', other: 'notifications' })}`,
  bellSucceeded: 'Finished',
  bellFailed: 'Failed',
  bellCancelled: 'Cancelled',
  bellInputRequired: 'Needs your answer',
  bellNotice: 'Notice',
}
