// Every word the components say, in English; a translation is an object of this type.
import type { Words } from './words.ts'

export interface ComponentStrings {
  readonly bannerLabel: string
  readonly bannerOffline: string
  readonly bannerOfflineDetail: string
  /** The very first attempt of a page that has never been connected. */
  readonly bannerConnecting: string
  readonly bannerReconnecting: string
  readonly bannerLost: string
  readonly bannerUnreachable: string
  readonly bannerBlocked: string
  readonly bannerBlockedDetail: string
  readonly bannerRetrySoon: string
  readonly bannerRetryIn: (seconds: number, words: Words) => string
  readonly bannerSignedOut: string
  readonly bannerSignedOutDetail: string
  readonly bannerReplaced: string
  readonly bannerRestored: string
  readonly bannerCatchingUp: string
  readonly bannerTryNow: string
  readonly bannerTryAgain: string
  readonly bannerUseHere: string
  readonly bannerSignIn: string
  readonly bannerDismiss: string
  readonly reconnectNow: string
  readonly reconnecting: string
  readonly reconnected: string
  readonly reconnectFailed: string
  readonly chatLabel: string
  readonly chatMessages: string
  readonly chatAuthorUser: string
  readonly chatAuthorAssistant: string
  readonly chatAuthorSystem: string
  /** Names a row for a screen reader; the row's text follows by itself. */
  readonly chatMessageLabel: (author: string, time: string | null) => string
  readonly chatInput: string
  readonly chatPlaceholder: string
  readonly chatSend: string
  readonly chatStop: string
  readonly chatComposer: string
  readonly chatDropFiles: string
  readonly chatQueued: string
  readonly chatSending: string
  readonly chatUnconfirmed: string
  readonly chatNotSent: string
  readonly chatReplyFailed: string
  readonly chatInterrupted: string
  readonly chatInterruptedDetail: string
  readonly chatUserCancelled: string
  readonly chatReplyCancelled: string
  readonly chatTryAgain: string
  readonly chatSendAgain: string
  readonly chatDiscard: string
  readonly chatDismiss: string
  readonly chatCopy: string
  readonly chatCopied: string
  readonly chatRegenerate: string
  readonly chatTyping: string
  readonly chatReplyStarted: string
  readonly chatReplyComplete: (paragraphs: number, words: Words) => string
  readonly chatNewMessages: (count: number, words: Words) => string
  readonly chatNotSentAnnouncement: string
  readonly chatUnread: string
  readonly chatJumpToLatest: string
  readonly chatLoadEarlier: string
  readonly chatLoadingEarlier: string
  readonly chatEmptyTitle: string
  readonly chatEmptyDetail: string
  readonly chatSuggestions: string
  readonly chatBroken: string
  readonly chatOffline: string
  readonly chatReconnecting: string
  readonly chatSendBlocked: string
  readonly chatCharactersLeft: (count: number, words: Words) => string
  readonly taskLabel: string
  readonly taskProgress: (label: string, ratio: number, words: Words) => string
  readonly taskQueued: string
  readonly taskRunning: string
  readonly taskInputRequired: string
  readonly taskSucceeded: string
  readonly taskFailed: string
  readonly taskCancelled: string
  readonly indicatorLive: string
  readonly indicatorStale: string
  readonly indicatorOffline: string
  readonly indicatorConnecting: string
  readonly indicatorWaiting: string
  readonly indicatorUnreachable: string
  readonly indicatorBlocked: string
  readonly indicatorSignedOut: string
  readonly indicatorReplaced: string
  readonly indicatorCatchingUp: string
  readonly indicatorIdle: string
  /** Sends that the server has not answered yet. */
  readonly indicatorQueued: (count: number, words: Words) => string
  readonly tasksLabel: string
  readonly tasksEmpty: string
  readonly tasksCancel: string
  readonly tasksCancelling: string
  readonly tasksRetry: string
  readonly tasksSubmitting: string
  readonly tasksUnconfirmed: string
  /** Beside a task whose last known state may be old. */
  readonly tasksStale: string
  readonly tasksEnded: (title: string, state: string) => string
  readonly tasksEndedMany: (count: number, words: Words) => string
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

export const en: ComponentStrings = {
  bannerLabel: 'Connection',
  bannerOffline: "You're offline.",
  bannerOfflineDetail: "Messages you send will go out when you're back.",
  bannerConnecting: 'Connecting…',
  bannerReconnecting: 'Reconnecting…',
  bannerLost: 'Connection lost.',
  bannerUnreachable: "Can't reach the server.",
  bannerBlocked: "Live updates can't get through.",
  bannerBlockedDetail: 'The server answers, but something on the way blocks them. Another network may help.',
  bannerRetrySoon: 'Trying again soon…',
  bannerRetryIn: (seconds, words) =>
    `Trying again in ${words.number(seconds)} ${words.plural(seconds, { one: 'second', other: 'seconds' })}.`,
  bannerSignedOut: 'Your session has ended.',
  bannerSignedOutDetail: 'Sign in to reconnect.',
  bannerReplaced: 'Open in another window.',
  bannerRestored: 'Back online.',
  bannerCatchingUp: 'Catching up…',
  bannerTryNow: 'Try now',
  bannerTryAgain: 'Try again',
  bannerUseHere: 'Use here',
  bannerSignIn: 'Sign in',
  bannerDismiss: 'Dismiss',
  reconnectNow: 'Reconnect now',
  reconnecting: 'Reconnecting…',
  reconnected: 'Reconnected',
  reconnectFailed: "Still can't connect",
  chatLabel: 'Chat',
  chatMessages: 'Messages',
  chatAuthorUser: 'You',
  chatAuthorAssistant: 'Assistant',
  chatAuthorSystem: 'Notice',
  chatMessageLabel: (author, time) => (time === null ? `${author}, message` : `${author}, message, ${time}`),
  chatInput: 'Message',
  chatPlaceholder: 'Message',
  chatSend: 'Send',
  chatStop: 'Stop the reply',
  chatComposer: 'New message',
  chatDropFiles: 'Drop files to attach them',
  chatQueued: 'Waiting for connection',
  chatSending: 'Sending…',
  chatUnconfirmed: 'It is not certain that this arrived.',
  chatNotSent: 'Not sent.',
  chatReplyFailed: 'The reply failed.',
  chatInterrupted: 'Reply was cut off.',
  chatInterruptedDetail: "It goes on when you're back.",
  chatUserCancelled: 'Cancelled',
  chatReplyCancelled: 'Stopped',
  chatTryAgain: 'Try again',
  chatSendAgain: 'Send again',
  chatDiscard: 'Delete draft',
  chatDismiss: 'Dismiss',
  chatCopy: 'Copy',
  chatCopied: 'Copied',
  chatRegenerate: 'Ask again',
  chatTyping: 'Assistant is replying',
  chatReplyStarted: 'Assistant is replying',
  chatReplyComplete: (paragraphs, words) =>
    `Reply complete, ${words.number(paragraphs)} ${words.plural(paragraphs, { one: 'paragraph', other: 'paragraphs' })}`,
  chatNewMessages: (count, words) => `${words.number(count)} new ${words.plural(count, { one: 'message', other: 'messages' })}`,
  chatNotSentAnnouncement: 'Message not sent. Retry available.',
  chatUnread: 'New',
  chatJumpToLatest: 'Jump to latest',
  chatLoadEarlier: 'Load earlier messages',
  chatLoadingEarlier: 'Loading earlier messages…',
  chatEmptyTitle: 'How can I help?',
  chatEmptyDetail: 'Ask anything. Answers keep coming even if your connection drops.',
  chatSuggestions: 'Suggestions',
  chatBroken: "This message can't be shown.",
  chatOffline: "You're offline. Messages are sent when you're back.",
  chatReconnecting: 'Reconnecting. Messages are sent as soon as the connection is back.',
  chatSendBlocked: "Sending is possible again when you're connected.",
  chatCharactersLeft: (count, words) => `${words.number(count)} ${words.plural(count, { one: 'character', other: 'characters' })} left`,
  taskLabel: 'Task',
  taskProgress: (label, ratio, words) => `${label}: ${words.percent(ratio)} complete`,
  taskQueued: 'Waiting to start',
  taskRunning: 'In progress',
  taskInputRequired: 'Waiting for your answer',
  taskSucceeded: 'Done',
  taskFailed: 'Failed',
  taskCancelled: 'Cancelled',
  indicatorLive: 'Live',
  indicatorStale: 'Checking connection',
  indicatorOffline: 'Offline',
  indicatorConnecting: 'Connecting',
  indicatorWaiting: 'Connection lost',
  indicatorUnreachable: 'No connection',
  indicatorBlocked: 'Blocked',
  indicatorSignedOut: 'Signed out',
  indicatorReplaced: 'Open elsewhere',
  indicatorCatchingUp: 'Catching up',
  indicatorIdle: 'Not connected',
  indicatorQueued: (count, words) => `${words.number(count)} to send`,
  tasksLabel: 'Tasks',
  tasksEmpty: 'Nothing here yet.',
  tasksCancel: 'Cancel',
  tasksCancelling: 'Cancelling…',
  tasksRetry: 'Try again',
  tasksSubmitting: 'Sending…',
  tasksUnconfirmed: 'It is not certain that this started.',
  tasksStale: 'As last known',
  tasksEnded: (title, state) => `${title}: ${state}`,
  tasksEndedMany: (count, words) => `${words.number(count)} ${words.plural(count, { one: 'task', other: 'tasks' })} ended`,
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
