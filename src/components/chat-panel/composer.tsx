// Where a message is written. The connection never disables it: only what sending means differs.
'use client'
import type { ReactElement, ReactNode, SubmitEvent } from 'react'
import { Part, type PartProps } from '../shared/part.tsx'
import { useDraft, useFrame, useView } from './context.ts'
import type { ComposerData } from './data-attributes.ts'

export interface ComposerState {
  readonly isOffline: boolean
  readonly isPending: boolean
  readonly isEmpty: boolean
}

export function Composer(given: PartProps<'form', ComposerState> & { readonly children?: ReactNode }): ReactElement {
  const { language, inputRef } = useFrame()
  const { status, isBusy } = useView()
  const { isEmpty, send } = useDraft()
  const isOffline = status !== undefined && status.state !== 'connected' && status.state !== 'idle'
  const onSubmit = (event: SubmitEvent): void => {
    event.preventDefault()
    send()
    inputRef.current?.focus()
  }
  const data: ComposerData = { 'data-offline': isOffline, 'data-pending': isBusy, 'data-empty': isEmpty }
  const state: ComposerState = { isOffline, isPending: isBusy, isEmpty }
  const own = { 'aria-label': language.text.chatComposer, onSubmit }
  return <Part as="form" name="chat-composer" state={state} data={{ ...data }} own={own} given={given} />
}
