// The text field: grows with its text, sends on the agreed key, and never while an input method is writing.
'use client'
import type { ChangeEvent, ClipboardEvent, KeyboardEvent, ReactElement } from 'react'
import { Part, type PartProps } from '../shared/part.tsx'
import { useDraft, useFrame } from './context.ts'
import type { InputFrameData } from './data-attributes.ts'
import * as CHAT_BOUNDS from './limits.ts'
import { sends } from './submit-key.ts'

export function ChatInput(given: PartProps<'textarea', { readonly isEmpty: boolean }>): ReactElement {
  const { language, inputRef, offers, onFiles } = useFrame()
  const { text, setText, isEmpty, send, submitKey, maxLength } = useDraft()
  const { chatInput, chatPlaceholder } = language.text
  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    const { key, keyCode, shiftKey, altKey, ctrlKey, metaKey, nativeEvent } = event
    const press = { key, keyCode, shiftKey, altKey, ctrlKey, metaKey, isComposing: nativeEvent.isComposing }
    if (!sends(press, submitKey, isTouch(event.currentTarget))) return
    event.preventDefault()
    send()
  }
  const onPaste = (event: ClipboardEvent): void => {
    const files = [...event.clipboardData.files]
    if (!offers.files || files.length === 0) return
    event.preventDefault()
    onFiles(files, 'paste')
  }
  const own = {
    ref: inputRef,
    'aria-label': chatInput,
    placeholder: chatPlaceholder,
    value: text,
    rows: 1,
    dir: 'auto',
    maxLength,
    onChange: (event: ChangeEvent<HTMLTextAreaElement>) => setText(event.target.value),
    onKeyDown,
    onPaste,
  } as const
  const frame: InputFrameData = { 'data-value': text.slice(0, CHAT_BOUNDS.mirroredCharacters) }
  return (
    <span data-rs="chat-input-frame" {...frame}>
      <Part as="textarea" name="chat-input" state={{ isEmpty }} own={own} given={given} />
    </span>
  )
}

function isTouch(element: HTMLElement): boolean {
  return element.ownerDocument.defaultView?.matchMedia?.('(hover: none) and (pointer: coarse)').matches ?? false
}
