// Send, and stop while a reply is under way.
'use client'
import type { ReactElement } from 'react'
import { sendIcon, stopIcon, Icon } from '../shared/icons.tsx'
import { Part, type PartProps } from '../shared/part.tsx'
import { useDraft, useFrame, useView } from './context.ts'

export function SendButton(given: PartProps<'button', { readonly canSend: boolean }>): ReactElement {
  const { text } = useFrame().language
  const { isEmpty, isBlocked } = useDraft()
  const canSend = !isEmpty && !isBlocked
  // Not `disabled`: the focus would be lost with every sent message.
  const own = { type: 'submit', 'aria-label': text.chatSend, title: text.chatSend, 'aria-disabled': !canSend || undefined } as const
  return (
    <Part as="button" name="chat-send" state={{ canSend }} own={own} given={given}>
      <Icon shape={sendIcon} />
    </Part>
  )
}

export function StopButton(given: PartProps<'button', null>): ReactElement | null {
  const { language, offers, onStop, inputRef } = useFrame()
  const { isBusy, replyId } = useView()
  if (!offers.stop || !isBusy || replyId === null) return null
  const onClick = (): void => {
    // The button vanishes when the reply has stopped.
    inputRef.current?.focus()
    onStop(replyId)
  }
  const { chatStop } = language.text
  return (
    <Part
      as="button"
      name="chat-stop"
      state={null}
      own={{ type: 'button', onClick, 'aria-label': chatStop, title: chatStop }}
      given={given}
    >
      <Icon shape={stopIcon} />
    </Part>
  )
}
