// Copies a finished message. Tab finds it only in the active row, or a long chat is a long walk.
'use client'
import type { MouseEvent, ReactElement } from 'react'
import type { ChatMessage } from '../../core/model.ts'
import { checkIcon, copyIcon, Icon } from '../shared/icons.tsx'
import { type Machine, useMachine } from '../shared/machine.ts'
import { Part, type PartProps } from '../shared/part.tsx'
import { useFrame, useRow } from './context.ts'
import type { CopyButtonData } from './data-attributes.ts'
import { textOf } from './rows.ts'
import * as CHAT_TIMES from './times.ts'

export interface CopyState {
  readonly message: ChatMessage
  readonly isDone: boolean
}

/** null, or the instant at which "Copied" has been seen. */
const copied: Machine<number | null, 'copied'> = {
  initial: null,
  step: (state, event, now) => {
    if (event === 'copied') return now + CHAT_TIMES.copiedMs
    return state !== null && state <= now ? null : state
  },
  deadlineOf: state => state,
}

export function CopyButton(given: PartProps<'button', CopyState>): ReactElement | null {
  const { row, isActive } = useRow()
  const { language, say } = useFrame()
  const [doneUntil, tell] = useMachine(copied)
  const { text } = language
  if (row.message.status === 'streaming') return null
  const words = textOf(row.message)
  if (words === '') return null
  const isDone = doneUntil !== null
  const onClick = (event: MouseEvent<HTMLElement>): void => {
    const clipboard: Clipboard | undefined = event.currentTarget.ownerDocument.defaultView?.navigator.clipboard
    const confirm = (): void => {
      tell('copied')
      say(text.chatCopied)
    }
    // Refused by the user or the browser, nothing is lost: the text is still there to be selected.
    clipboard?.writeText(words).then(confirm, () => undefined)
  }
  const label = isDone ? text.chatCopied : text.chatCopy
  const data: CopyButtonData = { 'data-done': isDone }
  const own = { type: 'button', onClick, 'aria-label': label, title: label, tabIndex: isActive ? 0 : -1 } as const
  return (
    <Part as="button" name="chat-action" state={{ message: row.message, isDone }} data={{ ...data }} own={own} given={given}>
      <Icon shape={isDone ? checkIcon : copyIcon} />
    </Part>
  )
}
