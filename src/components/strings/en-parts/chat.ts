// The chat's words in English.
import type { Words } from '../words.ts'

export interface ChatStrings {
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
  /** Before the first connection. */
  readonly chatConnecting: string
  readonly chatReconnecting: string
  /** Nobody tries: signed out, replaced, given up. */
  readonly chatDisconnected: string
  readonly chatSendBlocked: string
  readonly chatCharactersLeft: (count: number, words: Words) => string
}

export const chatEn: ChatStrings = {
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
  chatConnecting: 'Connecting. Messages are sent as soon as that is done.',
  chatReconnecting: 'Reconnecting. Messages are sent as soon as the connection is back.',
  chatDisconnected: 'Not connected. Messages wait here until you are.',
  chatSendBlocked: "Sending is possible again when you're connected.",
  chatCharactersLeft: (count, words) => `${words.number(count)} ${words.plural(count, { one: 'character', other: 'characters' })} left`,
}
