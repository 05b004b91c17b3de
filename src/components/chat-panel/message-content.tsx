// What a message says: text as plain text in its own direction, and the tasks it speaks of.
'use client'
import type { ReactElement } from 'react'
import type { ChatMessage, Part as MessagePart } from '../../core/model.ts'
import { Part, type PartProps } from '../shared/part.tsx'
import { useFrame, useRow, useView } from './context.ts'
import { awaitsFirstWord } from './rows.ts'
import { TaskProgress } from './task-progress.tsx'
import { TypingDots } from './typing-dots.tsx'

export interface ContentState {
  readonly message: ChatMessage
}

export function MessageContent(given: PartProps<'div', ContentState>): ReactElement | null {
  const { message } = useRow().row
  const { renderMessage } = useFrame()
  const custom = renderMessage?.(message)
  if (custom === undefined && message.parts.length === 0) return <WaitingContent message={message} given={given} />
  return (
    <Part as="div" name="chat-message-content" state={{ message }} own={{ lang: message.lang }} given={given}>
      {custom ?? message.parts.map((part, index) => <MessagePartView key={keyOf(part, index)} part={part} message={message} />)}
    </Part>
  )
}

function WaitingContent({ message, given }: { message: ChatMessage; given: PartProps<'div', ContentState> }): ReactElement | null {
  if (!awaitsFirstWord([message], true)) return null
  return (
    <Part as="div" name="chat-message-content" state={{ message }} given={given}>
      <TypingDots />
    </Part>
  )
}

function MessagePartView({ part, message }: { part: MessagePart; message: ChatMessage }): ReactElement | null {
  switch (part.type) {
    case 'text':
      return <TextPart text={part.text} message={message} />
    case 'task':
      return <TaskPart taskKey={part.taskKey} message={message} />
    case 'custom':
      return null
  }
}

function TextPart({ text, message }: { text: string; message: ChatMessage }): ReactElement {
  const { Markdown } = useFrame().components
  return (
    <div data-rs="chat-text" dir="auto">
      {Markdown ? <Markdown text={text} message={message} /> : text}
    </div>
  )
}

function TaskPart({ taskKey, message }: { taskKey: string; message: ChatMessage }): ReactElement | null {
  const { Task } = useFrame().components
  const task = useView().tasks.find(({ key }) => key === taskKey)
  if (task === undefined) return null
  return Task === undefined ? <TaskProgress task={task} /> : <Task task={task} message={message} />
}

// Parts only ever grow at the end, so their place names them.
function keyOf(part: MessagePart, index: number): string {
  return `${index}:${part.type}`
}
