// The chat's section: takes the data, tells its parts, and speaks for all of them.
'use client'
import { type ReactElement, type ReactNode, useCallback, useLayoutEffect, useMemo, useRef, useState } from 'react'
import type { ConversationOptions } from '../../react/use-conversation.ts'
import { useTellUserGone } from '../../react/user-gone.ts'
import { Announcer } from '../shared/announcer.tsx'
import { customProperties } from '../shared/custom-properties.ts'
import { useMachine } from '../shared/machine.ts'
import { Part, type PartProps } from '../shared/part.tsx'
import { useStrings } from '../strings/use-strings.ts'
import { heraldMachine } from './announcements.ts'
import { ConnectedChat } from './connected-chat.tsx'
import { DraftContext, FollowContext, FrameContext, MessagesContext, ViewContext } from './context.ts'
import { type ChatRootData, UNREAD_PROPERTY } from './data-attributes.ts'
import { isStreaming } from './rows.ts'
import type { ChatProps, TaskView } from './types.ts'
import { useDraftState } from './use-draft.ts'
import { useFileDrop } from './use-file-drop.ts'
import { useFollow } from './use-follow.ts'
import { useFrameValue } from './use-frame.ts'
import { useSearch } from './use-search.ts'
import { chatWords } from './words.ts'

export interface ChatState {
  readonly isEmpty: boolean
  readonly isBusy: boolean
  readonly isDragging: boolean
}

type Native = PartProps<'section', ChatState> & { readonly children?: ReactNode }

interface FromProvider {
  /** Reads and writes this conversation of the nearest provider. */
  readonly conversation: string
  readonly conversationOptions?: ConversationOptions | undefined
}

/** Fed by a provider through `conversation`, or by props through `messages` and callbacks. */
export type ChatRootProps = Native & ((FromProvider & Partial<ChatProps>) | (ChatProps & { readonly conversation?: undefined }))

export function ChatRoot(props: ChatRootProps): ReactElement {
  if (props.conversation === undefined) return <OwnedChat {...props} />
  const { conversation: id, conversationOptions, ...rest } = props
  return (
    <ConnectedChat id={id} options={conversationOptions}>
      {({ conversation, status, tasks, user }) => (
        <OwnedChat
          key={id}
          draftKey={id}
          draftUser={user}
          {...{ status, tasks, messages: conversation.messages, busy: conversation.busy, hasOlder: conversation.hasOlder }}
          onSend={draft => void conversation.send(draft)}
          onRetry={messageId => void conversation.retry(messageId)}
          onStop={messageId => conversation.cancel(messageId)}
          onDiscard={messageId => conversation.discard(messageId)}
          onLoadOlder={() => conversation.loadOlder()}
          {...rest}
        />
      )}
    </ConnectedChat>
  )
}

/** Another conversation is another chat, and so is another user's: its draft, its place and what is news in it are its own. */
function OwnedChat(props: Native & ChatProps): ReactElement {
  const { draftUser, draftKey = '' } = props
  const [turn, setTurn] = useState({ user: draftUser, count: 0 })
  const { user: former } = turn
  // What was written before it was known who writes is that user's.
  const isOther = typeof former === 'string' && former !== draftUser
  if (former !== draftUser) setTurn({ user: draftUser, count: turn.count + (isOther ? 1 : 0) })
  useTellUserGone(draftUser)
  return <ChatView key={`${turn.count}:${draftKey}`} {...props} />
}

const noTasks: readonly TaskView[] = []

function ChatView(props: Native & ChatProps): ReactElement {
  const {
    messages,
    busy,
    hasOlder = false,
    status,
    tasks = noTasks,
    onSend,
    onRetry,
    onStop,
    onDiscard,
    onLoadOlder,
    onFiles,
    ...rest
  } = props
  const { draft, defaultDraft, onDraftChange, draftKey, draftUser, draftStorage, attachments, maxLength, ...others } = rest
  const { sendWhileOffline, submitKey, ...more } = others
  const { renderMessage, components, announce = 'boundary', spokenCharacters, virtualize = 'auto', strings, children, ...given } = more
  const language = useStrings(chatWords, strings)
  const inputRef = useRef<HTMLTextAreaElement>(null)
  const [herald, tell] = useMachine(heraldMachine)
  const say = useCallback((text: string) => tell({ type: 'say', text }), [tell])
  useLayoutEffect(
    () => tell({ type: 'messages', messages, mode: announce, language, spokenCharacters }),
    [messages, announce, language, spokenCharacters, tell],
  )
  const streaming = messages.findLast(isStreaming)
  const isBusy = busy ?? streaming !== undefined
  const isEmpty = messages.length === 0
  const replyId = (streaming ?? messages.at(-1))?.id ?? null
  const callbacks = { onSend, onRetry, onStop, onDiscard, onLoadOlder, onFiles }
  const isLive = status === undefined || status.freshness === 'live'
  const frame = useFrameValue({ callbacks, look: { renderMessage, components }, language, isLive, inputRef, say })
  const view = useMemo(() => ({ isEmpty, isBusy, replyId, hasOlder, status, tasks }), [isEmpty, isBusy, replyId, hasOlder, status, tasks])
  const follow = useFollow(messages, virtualize)
  const options = {
    draft,
    defaultDraft,
    onDraftChange,
    draftKey,
    draftUser,
    draftStorage,
    attachments,
    maxLength,
    sendWhileOffline,
    submitKey,
  }
  const draftValue = useDraftState(options, { status, inputRef, onSend: value => onSend?.(value) })
  const searchHandlers = useSearch(messages, follow)
  const [isDragging, dropHandlers] = useFileDrop(frame.offers.files, frame.onFiles)
  const state: ChatState = { isEmpty, isBusy, isDragging }
  const data: ChatRootData = { 'data-status': status?.state ?? null, 'data-empty': isEmpty, 'data-dragging': isDragging }
  const style = customProperties({ [UNREAD_PROPERTY]: follow.unread })
  const own = { ...dropHandlers, ...searchHandlers, 'aria-label': language.text.chatLabel, style }
  return (
    <FrameContext value={frame}>
      <ViewContext value={view}>
        <FollowContext value={follow}>
          <DraftContext value={draftValue}>
            <MessagesContext value={messages}>
              <Part as="section" name="chat" state={state} data={{ ...data }} own={own} given={given}>
                {announce !== 'off' && <Announcer announcement={herald.polite} />}
                {announce !== 'off' && <Announcer announcement={herald.urgent} />}
                {children}
                {isDragging && <span data-rs="chat-drop">{language.text.chatDropFiles}</span>}
              </Part>
            </MessagesContext>
          </DraftContext>
        </FollowContext>
      </ViewContext>
    </FrameContext>
  )
}
