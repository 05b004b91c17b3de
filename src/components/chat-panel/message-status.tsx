// What became of a message, in words, with what can be done about it.
'use client'
import type { MouseEvent, ReactElement } from 'react'
import type { ChatMessage } from '../../core/model.ts'
import { alertIcon, clockIcon, questionIcon, stopIcon, waitingIcon, Icon, type IconShape } from '../shared/icons.tsx'
import { Part, type PartProps } from '../shared/part.tsx'
import { useFrame, useRow } from './context.ts'
import type { ChatWords } from './words.ts'

export interface StatusLineState {
  readonly message: ChatMessage
}

interface Notice {
  readonly icon: IconShape | null
  readonly words: string
  readonly detail: string | null
  /** The label of the button that tries again; null where there is nothing to try. */
  readonly retry: string | null
  readonly discard: string | null
}

export function MessageStatusLine(given: PartProps<'div', StatusLineState>): ReactElement | null {
  const { message } = useRow().row
  const { language, isLive } = useFrame()
  const notice = noticeOf(message, language.text, isLive)
  if (notice === null) return null
  return (
    <Part as="div" name="chat-message-status" state={{ message }} data={{ 'data-status': message.status }} given={given}>
      {notice.icon && <Icon shape={notice.icon} />}
      <span data-rs="chat-message-words">
        {notice.words}
        {notice.detail !== null && <span dir="auto"> {notice.detail}</span>}
      </span>
      {notice.retry !== null && <ChatRetryButton>{notice.retry}</ChatRetryButton>}
      {notice.discard !== null && <ChatDiscardButton>{notice.discard}</ChatDiscardButton>}
    </Part>
  )
}

export function ChatRetryButton(given: PartProps<'button', StatusLineState>): ReactElement | null {
  const { message } = useRow().row
  const { offers, onRetry, language } = useFrame()
  if (!offers.retry) return null
  const onClick = (event: MouseEvent<HTMLElement>): void => {
    focusRow(event)
    onRetry(message.id)
  }
  return (
    <Part as="button" name="chat-retry" state={{ message }} own={{ type: 'button', onClick }} given={given}>
      {language.text.chatTryAgain}
    </Part>
  )
}

export function ChatDiscardButton(given: PartProps<'button', StatusLineState>): ReactElement | null {
  const { message } = useRow().row
  const { offers, onDiscard, language, inputRef } = useFrame()
  if (!offers.discard) return null
  const onClick = (): void => {
    // The row goes away, and the focus must not go with it.
    inputRef.current?.focus()
    onDiscard(message.id)
  }
  return (
    <Part as="button" name="chat-discard" state={{ message }} own={{ type: 'button', onClick }} given={given}>
      {language.text.chatDiscard}
    </Part>
  )
}

/** The pressed button is about to vanish; its row stays. */
function focusRow(event: MouseEvent<HTMLElement>): void {
  event.currentTarget.closest<HTMLElement>('[data-rs~="chat-message"]')?.focus()
}

function noticeOf(message: ChatMessage, text: ChatWords, isLive: boolean): Notice | null {
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
      return { ...nothing, words: text.chatUserCancelled, retry: text.chatSendAgain, discard: text.chatDiscard }
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
