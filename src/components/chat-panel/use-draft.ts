// The text being written, kept here or by the caller, and the one way it is sent.
'use client'
import { type RefObject, useCallback, useState, useSyncExternalStore } from 'react'
import type { ConnectionStatus, Draft } from '../../core/model.ts'
import type { ChatDraftValue } from './context.ts'
import { createDraftStore, type DraftStorage } from './draft-store.ts'
import type { ChatDraft } from './types.ts'

interface DraftPlace {
  readonly status: ConnectionStatus | undefined
  readonly inputRef: RefObject<HTMLTextAreaElement | null>
  readonly onSend: (draft: Draft) => void
}

export function useDraftState(options: ChatDraft, { status, inputRef, onSend }: DraftPlace): ChatDraftValue {
  const { draft, defaultDraft = '', onDraftChange, attachments, maxLength, sendWhileOffline = 'queue', submitKey = 'enter' } = options
  const { draftKey = null, draftStorage } = options
  const [store] = useState(() => createDraftStore({ initial: defaultDraft, key: draft === undefined ? draftKey : null }))
  const subscribe = useCallback(
    (wake: () => void) => store.subscribe(wake, () => (draftStorage === undefined ? storageOf(inputRef.current) : draftStorage)),
    [store, draftStorage, inputRef],
  )
  const kept = useSyncExternalStore(subscribe, store.text, () => defaultDraft)
  const text = draft ?? kept
  const isEmpty = text.trim() === '' && (attachments === undefined || attachments.length === 0)
  const isBlocked = sendWhileOffline === 'block' && status !== undefined && status.state !== 'connected'
  const setText = (next: string): void => {
    store.write(next)
    onDraftChange?.(next)
  }
  const send = (): void => {
    if (isEmpty || isBlocked) return
    onSend(attachments === undefined ? { text: text.trim() } : { text: text.trim(), attachments })
    setText('')
  }
  return { text, setText, isEmpty, isBlocked, maxLength, submitKey, send }
}

/** The tab's own: another tab writes another message. */
function storageOf(input: HTMLElement | null): DraftStorage | null {
  return input?.ownerDocument.defaultView?.sessionStorage ?? null
}
