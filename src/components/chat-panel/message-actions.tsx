// What can be done with a finished message: copy it, ask again. Tab finds these only in the active row, or a long chat is a long walk.
'use client'
import type { MouseEvent, ReactElement } from 'react'
import type { ChatMessage } from '../../core/model.ts'
import { againIcon, checkIcon, copyIcon, Icon } from '../shared/icons.tsx'
import { type Machine, useMachine } from '../shared/machine.ts'
import { Part, type PartProps } from '../shared/part.tsx'
import { useFrame, useRow } from './context.ts'
import { CHAT_TIMES } from './limits.ts'
import { textOf } from './rows.ts'

export interface MessageActionState {
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

export function CopyButton(given: PartProps<'button', MessageActionState>): ReactElement | null {
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
  const own = { type: 'button', onClick, 'aria-label': label, title: label, tabIndex: isActive ? 0 : -1 } as const
  return (
    <Part as="button" name="chat-action" state={{ message: row.message, isDone }} data={{ 'data-done': isDone }} own={own} given={given}>
      <Icon shape={isDone ? checkIcon : copyIcon} />
    </Part>
  )
}

export function RegenerateButton(given: PartProps<'button', MessageActionState>): ReactElement | null {
  const { row, count, isActive } = useRow()
  const { language, offers, onRetry } = useFrame()
  const { message } = row
  const canAskAgain = message.role === 'assistant' && (message.status === 'complete' || message.status === 'cancelled')
  if (!offers.retry || !canAskAgain || row.index !== count - 1) return null
  const { chatRegenerate: label } = language.text
  const onClick = (event: MouseEvent<HTMLElement>): void => {
    event.currentTarget.closest<HTMLElement>('[data-rs~="chat-message"]')?.focus()
    onRetry(message.id)
  }
  const own = { type: 'button', onClick, 'aria-label': label, title: label, tabIndex: isActive ? 0 : -1 } as const
  return (
    <Part as="button" name="chat-action" state={{ message, isDone: false }} own={own} given={given}>
      <Icon shape={againIcon} />
    </Part>
  )
}
