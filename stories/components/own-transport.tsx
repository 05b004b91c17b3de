// An application with a transport of its own: it keeps the messages and the status, and the components are told by props alone.
import { type ReactElement, useState } from 'react'
import { ChatPanel, type ChatPanelProps, ReconnectBanner } from '../../src/components/index.ts'
import type { ChatMessage } from '../../src/core/model.ts'
import * as status from '../../test/components/builders.ts'

export function OwnTransport({ messages, ...props }: Extract<ChatPanelProps, { conversation?: undefined }>): ReactElement {
  const [all, setAll] = useState(messages)
  const [isUp, setUp] = useState(true)
  const send = (text: string): void =>
    setAll(now => {
      const next = [...now, status.message({ id: `${now.length}`, text, status: 'queued', createdAt: status.NOW })]
      return isUp ? answered(next) : next
    })
  const comeBack = (): void => {
    setUp(true)
    setAll(answered)
  }
  const now = isUp ? status.live : status.waitingLong
  return (
    <div style={{ display: 'flex', flexDirection: 'column', blockSize: '100%' }}>
      <div style={{ display: 'grid', gap: 8, padding: 8 }}>
        <button type="button" data-rs="reconnect" style={{ justifySelf: 'start' }} onClick={() => setUp(false)}>
          Lose the line
        </button>
        <ReconnectBanner status={now} onReconnect={comeBack} />
      </div>
      <div style={{ flex: 1, minBlockSize: 0 }}>
        <ChatPanel {...props} messages={all} status={now} onSend={({ text }) => send(text)} />
      </div>
    </div>
  )
}

function answered(messages: readonly ChatMessage[]): readonly ChatMessage[] {
  return messages.flatMap(message => {
    if (message.status !== 'queued') return [message]
    const [part] = message.parts
    const text = `You said: ${part?.type === 'text' ? part.text : ''}`
    return [{ ...message, status: 'sent' as const }, status.reply({ id: `re-${message.id}`, text, createdAt: status.NOW })]
  })
}
