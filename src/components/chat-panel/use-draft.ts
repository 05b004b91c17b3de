// The text being written, kept here or by the caller, and the one way it is sent.
'use client'
import { useState } from 'react'
import type { ConnectionStatus, Draft } from '../../core/model.ts'
import type { ChatDraftValue } from './context.ts'
import type { ChatDraft } from './types.ts'

export function useDraftState(options: ChatDraft, status: ConnectionStatus | undefined, onSend: (draft: Draft) => void): ChatDraftValue {
  const { draft, defaultDraft = '', onDraftChange, attachments, maxLength, sendWhileOffline = 'queue', submitKey = 'enter' } = options
  const [kept, keep] = useState(defaultDraft)
  const text = draft ?? kept
  const isEmpty = text.trim() === '' && (attachments === undefined || attachments.length === 0)
  const isBlocked = sendWhileOffline === 'block' && status !== undefined && status.state !== 'connected'
  const setText = (next: string): void => {
    keep(next)
    onDraftChange?.(next)
  }
  const send = (): void => {
    if (isEmpty || isBlocked) return
    onSend(attachments === undefined ? { text: text.trim() } : { text: text.trim(), attachments })
    setText('')
  }
  return { text, setText, isEmpty, isBlocked, maxLength, submitKey, send }
}
