// Ends the reply that is under way.
'use client'
import type { ReactElement } from 'react'
import { stopIcon, Icon } from '../shared/icons.tsx'
import { Part, type PartProps } from '../shared/part.tsx'
import { useFrame, useView } from './context.ts'

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
