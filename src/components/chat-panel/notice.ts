// What became of a message, in words, and what can be done about it.
import type { ChatMessage } from '../../core/model.ts'
import { alertIcon, clockIcon, type IconShape, questionIcon, stopIcon, waitingIcon } from '../shared/icons.tsx'
import type { ChatWords } from './words.ts'

export interface Notice {
  readonly icon: IconShape | null
  readonly words: string
  readonly detail: string | null
  /** The label of the button that tries again; null where there is nothing to try. */
  readonly retry: string | null
  readonly discard: string | null
}

export function noticeOf(message: ChatMessage, text: ChatWords, isLive: boolean): Notice | null {
  return message.role === 'user' ? sentNotice(message, text) : replyNotice(message, text, isLive)
}

const nothing = { icon: null, detail: null, retry: null, discard: null } as const

function sentNotice({ status, error }: ChatMessage, text: ChatWords): Notice | null {
  switch (status) {
    case 'queued':
      return { ...nothing, icon: clockIcon, words: text.chatQueued }
    case 'sending':
      return { ...nothing, words: text.chatSending }
    case 'unconfirmed':
      return { ...nothing, icon: questionIcon, words: text.chatUnconfirmed, retry: text.chatSendAgain, discard: text.chatDismiss }
    case 'failed':
      return {
        icon: alertIcon,
        words: text.chatNotSent,
        detail: error?.message ?? null,
        retry: text.chatTryAgain,
        discard: text.chatDiscard,
      }
    case 'cancelled':
      return { ...nothing, icon: stopIcon, words: text.chatUserCancelled, retry: text.chatSendAgain, discard: text.chatDiscard }
    case 'sent':
    case 'streaming':
    case 'complete':
    case 'interrupted':
      return null
  }
}

function replyNotice({ status, error }: ChatMessage, text: ChatWords, isLive: boolean): Notice | null {
  switch (status) {
    case 'interrupted':
      return isLive
        ? { ...nothing, icon: alertIcon, words: text.chatInterrupted, retry: text.chatTryAgain }
        : { ...nothing, icon: waitingIcon, words: text.chatInterrupted, detail: text.chatInterruptedDetail }
    case 'failed':
      return { ...nothing, icon: alertIcon, words: text.chatReplyFailed, detail: error?.message ?? null, retry: retryLabel(error, text) }
    case 'cancelled':
      return { ...nothing, icon: stopIcon, words: text.chatReplyCancelled }
    case 'queued':
      return { ...nothing, icon: clockIcon, words: text.chatQueued }
    case 'unconfirmed':
      return { ...nothing, icon: questionIcon, words: text.chatUnconfirmed, retry: text.chatTryAgain }
    case 'sending':
    case 'sent':
    case 'streaming':
    case 'complete':
      return null
  }
}

function retryLabel(error: ChatMessage['error'], text: ChatWords): string | null {
  return error === null || error.retryable ? text.chatTryAgain : null
}
