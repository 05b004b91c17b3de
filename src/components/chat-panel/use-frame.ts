// Makes the chat's rarely changing frame: callbacks stay the same functions while the latest ones are called.
'use client'
import { type RefObject, useLayoutEffect, useMemo, useRef } from 'react'
import { timesOf } from '../strings/times.ts'
import type { Language } from '../strings/use-strings.ts'
import type { ChatFrame } from './context.ts'
import type { ChatCallbacks, ChatLook } from './types.ts'
import type { ChatWords } from './words.ts'

interface FrameParts {
  readonly callbacks: ChatCallbacks
  readonly look: ChatLook
  readonly language: Language<ChatWords>
  readonly isLive: boolean
  readonly inputRef: RefObject<HTMLTextAreaElement | null>
  readonly say: (text: string) => void
}

const noComponents = {}

export function useFrameValue({ callbacks, look, language, isLive, inputRef, say }: FrameParts): ChatFrame {
  const latest = useRef(callbacks)
  useLayoutEffect(() => {
    latest.current = callbacks
  })
  const { renderMessage, components = noComponents } = look
  const retry = callbacks.onRetry !== undefined
  const stop = callbacks.onStop !== undefined
  const discard = callbacks.onDiscard !== undefined
  const older = callbacks.onLoadOlder !== undefined
  const files = callbacks.onFiles !== undefined
  return useMemo(
    () => ({
      language,
      times: timesOf(language.locale),
      isLive,
      components,
      renderMessage,
      inputRef,
      say,
      offers: { retry, stop, discard, older, files },
      onRetry: messageId => latest.current.onRetry?.(messageId),
      onStop: messageId => latest.current.onStop?.(messageId),
      onDiscard: messageId => latest.current.onDiscard?.(messageId),
      onLoadOlder: () => latest.current.onLoadOlder?.(),
      onFiles: (dropped, from) => latest.current.onFiles?.(dropped, from),
      sendText: text => latest.current.onSend?.({ text }),
    }),
    [language, isLive, components, renderMessage, inputRef, say, retry, stop, discard, older, files],
  )
}
