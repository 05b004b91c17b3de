// What the chat's root tells its parts, split by how often it changes: rows must not render for a keystroke, nor for another row's token.
'use client'
import { type Context, createContext, type RefObject, useContext } from 'react'
import type { ChatMessage, ConnectionStatus } from '../../core/model.ts'
import type { Times } from '../strings/times.ts'
import type { Language } from '../strings/use-strings.ts'
import type { ChatRow } from './rows.ts'
import type { SubmitKey } from './submit-key.ts'
import type { ChatCallbacks, ChatComponents, ChatLook, TaskView } from './types.ts'
import type { ListMode } from './use-list-mode.ts'
import type { ChatWords } from './words.ts'

/** Changes rarely. Its functions are stable. */
export interface ChatFrame {
  /** What is shown is current; true without a status. */
  readonly isLive: boolean
  readonly language: Language<ChatWords>
  readonly times: Times
  readonly components: ChatComponents
  readonly renderMessage: ChatLook['renderMessage']
  readonly offers: {
    readonly retry: boolean
    readonly stop: boolean
    readonly discard: boolean
    readonly older: boolean
    readonly files: boolean
  }
  readonly onRetry: (messageId: string) => void
  readonly onStop: (messageId: string) => void
  readonly onDiscard: (messageId: string) => void
  readonly onLoadOlder: () => void | Promise<void>
  readonly onFiles: NonNullable<ChatCallbacks['onFiles']>
  /** Sends at once, past the draft: for suggestions. */
  readonly sendText: (text: string) => void
  readonly say: (text: string) => void
  readonly inputRef: RefObject<HTMLTextAreaElement | null>
}

/** Changes with the state of the chat, and with no token. The messages, which do, are a context of their own. */
export interface ChatView {
  readonly isEmpty: boolean
  readonly isBusy: boolean
  /** The reply that `stop` ends: the one being written, else the newest message. */
  readonly replyId: string | null
  readonly hasOlder: boolean
  readonly status: ConnectionStatus | undefined
  readonly tasks: readonly TaskView[]
}

/** Changes with every key. */
export interface ChatDraftValue {
  readonly text: string
  readonly setText: (text: string) => void
  readonly isEmpty: boolean
  readonly isBlocked: boolean
  readonly maxLength: number | undefined
  readonly submitKey: SubmitKey
  readonly send: () => void
}

export interface ChatFollow {
  readonly isFollowing: boolean
  readonly isScrolling: boolean
  readonly unread: number
  readonly firstUnreadId: string | null
  readonly jump: () => void
  readonly mode: ListMode
  readonly onScroll: () => void
  readonly viewportRef: RefObject<HTMLDivElement | null>
  readonly listRef: RefObject<HTMLDivElement | null>
}

export interface ChatRowValue {
  readonly row: ChatRow
  readonly count: number
  /** The row that Tab leads to. */
  readonly isActive: boolean
}

export const FrameContext: Context<ChatFrame | null> = createContext<ChatFrame | null>(null)
export const ViewContext: Context<ChatView | null> = createContext<ChatView | null>(null)
export const MessagesContext: Context<readonly ChatMessage[] | null> = createContext<readonly ChatMessage[] | null>(null)
export const DraftContext: Context<ChatDraftValue | null> = createContext<ChatDraftValue | null>(null)
export const FollowContext: Context<ChatFollow | null> = createContext<ChatFollow | null>(null)
export const RowContext: Context<ChatRowValue | null> = createContext<ChatRowValue | null>(null)

export function useFrame(): ChatFrame {
  return usePresent(FrameContext)
}

export function useView(): ChatView {
  return usePresent(ViewContext)
}

export function useMessages(): readonly ChatMessage[] {
  return usePresent(MessagesContext)
}

export function useDraft(): ChatDraftValue {
  return usePresent(DraftContext)
}

export function useFollowing(): ChatFollow {
  return usePresent(FollowContext)
}

export function useRow(): ChatRowValue {
  return usePresent(RowContext)
}

function usePresent<Value>(context: Context<Value | null>): Value {
  const value = useContext(context)
  if (value !== null) return value
  throw new Error(
    'A part of ChatPanel was rendered outside its place, so it has nothing to show. Put parts inside <ChatPanel.Root>, and parts of a message inside <ChatPanel.Message>.',
  )
}
