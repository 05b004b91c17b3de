// A whole chat: the conversation, and a composer that works whatever the connection does.
'use client'
import { type FunctionComponent, memo, type NamedExoticComponent, type ReactElement, type ReactNode } from 'react'
import { CharactersLeft } from './characters-left.tsx'
import { Composer } from './composer.tsx'
import { ConnectionSlot } from './connection-slot.tsx'
import { CopyButton } from './copy-button.tsx'
import { DaySeparator } from './day-separator.tsx'
import { ChatDiscardButton } from './discard-button.tsx'
import { EmptyState, type EmptyStateProps } from './empty-state.tsx'
import { ChatInput } from './input.tsx'
import { ChatList } from './list.tsx'
import { LoadOlder } from './load-older.tsx'
import { MessageContent } from './message-content.tsx'
import { MessageStatusLine } from './message-status.tsx'
import { MessageTime } from './message-time.tsx'
import { ChatMessageRow } from './message.tsx'
import { RegenerateButton } from './regenerate-button.tsx'
import { ChatRetryButton } from './retry-button.tsx'
import { ChatRoot, type ChatRootProps } from './root.tsx'
import { ScrollToLatest } from './scroll-to-latest.tsx'
import { SendButton } from './send-button.tsx'
import { StopButton } from './stop-button.tsx'
import { TaskProgress } from './task-progress.tsx'
import { TypingIndicator } from './typing-indicator.tsx'
import { UnreadSeparator } from './unread-separator.tsx'
import { ChatViewport } from './viewport.tsx'

export interface ChatPanelSlots {
  /** Shown while there is no message, in place of the default. */
  readonly emptyState?: ReactNode
  readonly suggestions?: EmptyStateProps['suggestions']
  /** Above the text, inside the composer: attachments. */
  readonly composerAbove?: ReactNode
  /** Before the text: a button that picks files. */
  readonly composerStart?: ReactNode
  readonly composerEnd?: ReactNode
}

export type ChatPanelProps = ChatRootProps & ChatPanelSlots

export interface ChatPanelParts {
  readonly Root: typeof ChatRoot
  readonly Viewport: typeof ChatViewport
  readonly LoadOlder: typeof LoadOlder
  readonly List: typeof ChatList
  readonly Message: typeof ChatMessageRow
  readonly MessageContent: typeof MessageContent
  readonly MessageStatus: typeof MessageStatusLine
  readonly MessageTime: typeof MessageTime
  readonly RetryButton: typeof ChatRetryButton
  readonly DiscardButton: typeof ChatDiscardButton
  readonly CopyButton: typeof CopyButton
  readonly RegenerateButton: typeof RegenerateButton
  readonly TaskProgress: typeof TaskProgress
  readonly TypingIndicator: typeof TypingIndicator
  readonly DaySeparator: typeof DaySeparator
  readonly UnreadSeparator: typeof UnreadSeparator
  readonly ScrollToLatest: typeof ScrollToLatest
  readonly EmptyState: typeof EmptyState
  readonly ConnectionSlot: typeof ConnectionSlot
  readonly Composer: typeof Composer
  readonly Input: typeof ChatInput
  readonly CharactersLeft: typeof CharactersLeft
  readonly SendButton: typeof SendButton
  readonly StopButton: typeof StopButton
}

/** Complete by itself; with children, or through its parts, composed at will. */
export const ChatPanel: FunctionComponent<ChatPanelProps> & ChatPanelParts = /* @__PURE__ */ Object.assign(Chat, {
  Root: ChatRoot,
  Viewport: ChatViewport,
  LoadOlder,
  List: ChatList,
  Message: ChatMessageRow,
  MessageContent,
  MessageStatus: MessageStatusLine,
  MessageTime,
  RetryButton: ChatRetryButton,
  DiscardButton: ChatDiscardButton,
  CopyButton,
  RegenerateButton,
  TaskProgress,
  TypingIndicator,
  DaySeparator,
  UnreadSeparator,
  ScrollToLatest,
  EmptyState,
  ConnectionSlot,
  Composer,
  Input: ChatInput,
  CharactersLeft,
  SendButton,
  StopButton,
})

function Chat({ emptyState, suggestions, composerAbove, composerStart, composerEnd, children, ...props }: ChatPanelProps): ReactElement {
  const slots = { emptyState, suggestions, composerAbove, composerStart, composerEnd }
  return <ChatRoot {...props}>{children ?? <ChatContent {...slots} />}</ChatRoot>
}

/** Its parts read what they show themselves: a token renders those it concerns. */
const ChatContent: NamedExoticComponent<ChatPanelSlots> = memo(function ChatContent(slots: ChatPanelSlots): ReactElement {
  const { emptyState, suggestions, composerAbove, composerStart, composerEnd } = slots
  return (
    <>
      <ChatViewport>
        <LoadOlder />
        {emptyState === undefined ? <EmptyState suggestions={suggestions} /> : <EmptyState>{emptyState}</EmptyState>}
        <ChatList />
      </ChatViewport>
      <div data-rs="chat-foot">
        <ScrollToLatest />
        <ConnectionSlot />
        <Composer>
          {composerAbove}
          <span data-rs="chat-composer-row">
            {composerStart}
            <ChatInput />
            {composerEnd}
            <StopButton />
            <SendButton />
          </span>
          <CharactersLeft />
        </Composer>
      </div>
    </>
  )
})
