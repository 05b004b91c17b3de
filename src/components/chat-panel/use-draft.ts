// The text being written, kept here or by the caller, and the one way it is sent.
'use client'
import { type RefObject, useCallback, useLayoutEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react'
import type { ConnectionStatus, Draft } from '../../core/model.ts'
import type { ChatDraftValue } from './context.ts'
import { createDraftStore } from './draft-store.ts'
import type { DraftStorage } from './kept-drafts.ts'
import type { ChatDraft } from './types.ts'

interface DraftPlace {
  readonly status: ConnectionStatus | undefined
  readonly inputRef: RefObject<HTMLTextAreaElement | null>
  readonly onSend: (draft: Draft) => void
}

export function useDraftState(options: ChatDraft, { status, inputRef, onSend }: DraftPlace): ChatDraftValue {
  const { draft, defaultDraft = '', onDraftChange, attachments, maxLength, sendWhileOffline = 'queue', submitKey = 'enter' } = options
  const { draftKey = null, draftUser, draftStorage } = options
  const [store] = useState(() => createDraftStore({ initial: defaultDraft, key: draft === undefined ? draftKey : null }))
  const subscribe = useCallback(
    (wake: () => void) =>
      store.subscribe(wake, { owner: draftUser, open: () => (draftStorage === undefined ? storageOf(inputRef.current) : draftStorage) }),
    [store, draftUser, draftStorage, inputRef],
  )
  const kept = useSyncExternalStore(subscribe, store.text, () => defaultDraft)
  const text = draft ?? kept
  const isEmpty = text.trim() === '' && (attachments === undefined || attachments.length === 0)
  const isBlocked = sendWhileOffline === 'block' && status !== undefined && status.state !== 'connected'
  const latest = useRef({ onDraftChange, attachments, onSend })
  useLayoutEffect(() => {
    latest.current = { onDraftChange, attachments, onSend }
  })
  // The same object while nothing of it changed, or each token of a reply would render the composer.
  return useMemo(() => {
    const setText = (next: string): void => {
      store.write(next)
      latest.current.onDraftChange?.(next)
    }
    const send = (): void => {
      if (isEmpty || isBlocked) return
      const { attachments: files } = latest.current
      latest.current.onSend(files === undefined ? { text: text.trim() } : { text: text.trim(), attachments: files })
      setText('')
    }
    return { text, setText, isEmpty, isBlocked, maxLength, submitKey, send }
  }, [store, text, isEmpty, isBlocked, maxLength, submitKey])
}

/** The tab's own: another tab writes another message. */
function storageOf(input: HTMLElement | null): DraftStorage | null {
  return input?.ownerDocument.defaultView?.sessionStorage ?? null
}
