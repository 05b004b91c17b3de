// Sends what is written.
'use client'
import type { ReactElement } from 'react'
import { sendIcon, Icon } from '../shared/icons.tsx'
import { Part, type PartProps } from '../shared/part.tsx'
import { useDraft, useFrame } from './context.ts'

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
