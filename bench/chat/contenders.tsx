// What is compared, over the same messages and in the same page: the chat panel, react-virtual by itself, chatscope's list, and a plain one.
import { ChatContainer, MainContainer, Message, MessageList } from '@chatscope/chat-ui-kit-react'
import '@chatscope/chat-ui-kit-styles/dist/default/styles.min.css'
import { useVirtualizer } from '@tanstack/react-virtual'
import { memo, type ReactElement, useEffect, useRef, useState } from 'react'
import { ChatPanel } from '../../src/components/index.ts'
import type { ChatMessage } from '../../src/core/model.ts'

export interface ContenderProps {
  readonly messages: readonly ChatMessage[]
}

export const contenders: Readonly<Record<string, (props: ContenderProps) => ReactElement>> = {
  ChatPanel: Panel,
  'react-virtual alone': BareVirtual,
  chatscope: Chatscope,
  'plain list': PlainList,
}

function Panel({ messages }: ContenderProps): ReactElement {
  return <ChatPanel messages={messages} busy onSend={() => {}} onRetry={() => {}} onStop={() => {}} />
}

const textOf = ({ parts }: ChatMessage): string => parts.map(part => (part.type === 'text' ? part.text : '')).join('')
const row = { padding: '8px 0', whiteSpace: 'pre-wrap', lineHeight: '24px' } as const
const scroller = { flex: 1, minHeight: 0, overflow: 'auto', overflowAnchor: 'none' } as const
const column = { display: 'flex', flexDirection: 'column', height: '100%', maxWidth: 704, margin: '0 auto' } as const

/** The least that a virtual chat can be: text rows, measured, held to the end. */
function BareVirtual({ messages }: ContenderProps): ReactElement {
  'use no memo'
  const view = useRef<HTMLDivElement>(null)
  // oxlint-disable-next-line react/incompatible-library -- what is measured
  const virtualizer = useVirtualizer({
    count: messages.length,
    getScrollElement: () => view.current,
    estimateSize: () => 72,
    getItemKey: index => messages[index]?.id ?? index,
    overscan: 6,
    anchorTo: 'end',
    followOnAppend: true,
  })
  const count = messages.length
  useEffect(() => virtualizer.scrollToIndex(count - 1, { align: 'end' }), [virtualizer, count])
  return (
    <div style={column}>
      <div ref={view} style={scroller}>
        <div style={{ position: 'relative', height: virtualizer.getTotalSize() }}>
          {virtualizer.getVirtualItems().map(item => {
            const message = messages[item.index]
            return (
              <div
                key={item.key}
                ref={virtualizer.measureElement}
                data-index={item.index}
                style={{ position: 'absolute', insetInline: 0, top: 0, transform: `translateY(${item.start}px)` }}
              >
                {message && <PlainRow message={message} />}
              </div>
            )
          })}
        </div>
      </div>
      <Field />
    </div>
  )
}

/** As its documentation shows it, each message made once; with the field of the others, for its own writes HTML. */
function Chatscope({ messages }: ContenderProps): ReactElement {
  return (
    <div style={column}>
      <MainContainer style={{ flex: 1, minHeight: 0 }}>
        <ChatContainer>
          <MessageList>{messages.map(chatscopeMessage)}</MessageList>
        </ChatContainer>
      </MainContainer>
      <Field />
    </div>
  )
}

const made = new WeakMap<ChatMessage, ReactElement>()

function chatscopeMessage(message: ChatMessage): ReactElement {
  const direction = message.role === 'user' ? 'outgoing' : 'incoming'
  const model = { message: textOf(message), sender: message.role, direction, position: 'single', type: 'text' } as const
  const element = made.get(message) ?? <Message key={message.id} model={model} />
  made.set(message, element)
  return element
}

function PlainList({ messages }: ContenderProps): ReactElement {
  const view = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (view.current !== null && messages.length > 0) view.current.scrollTop = view.current.scrollHeight
  }, [messages])
  return (
    <div style={column}>
      <div ref={view} style={scroller}>
        {messages.map(message => (
          <PlainRow key={message.id} message={message} />
        ))}
      </div>
      <Field />
    </div>
  )
}

const PlainRow = memo(function PlainRow({ message }: { readonly message: ChatMessage }): ReactElement {
  return <div style={row}>{textOf(message)}</div>
})

function Field(): ReactElement {
  const [text, setText] = useState('')
  return <textarea aria-label="Message" value={text} onChange={event => setText(event.target.value)} />
}
