// Before the first message: what this is for, and a few ways to begin.
'use client'
import type { ReactElement, ReactNode } from 'react'
import { chatIcon, Icon } from '../shared/icons.tsx'
import { Part, type PartProps } from '../shared/part.tsx'
import { useFrame, useView } from './context.ts'

export type EmptyStateProps = PartProps<'div', null> & {
  /** Texts that are sent when chosen, or anything else. */
  readonly suggestions?: readonly string[] | ReactNode
}

export function EmptyState({ suggestions, ...given }: EmptyStateProps): ReactElement | null {
  const { text } = useFrame().language
  const { isEmpty } = useView()
  if (!isEmpty) return null
  return (
    <Part as="div" name="chat-empty" state={null} given={given}>
      <span data-rs="chat-empty-icon" aria-hidden="true">
        <Icon shape={chatIcon} />
      </span>
      <p data-rs="chat-empty-title">{text.chatEmptyTitle}</p>
      <p data-rs="chat-empty-detail">{text.chatEmptyDetail}</p>
      {isTexts(suggestions) ? <Suggestions texts={suggestions} /> : suggestions}
    </Part>
  )
}

function isTexts(suggestions: EmptyStateProps['suggestions']): suggestions is readonly string[] {
  return Array.isArray(suggestions) && suggestions.every(item => typeof item === 'string')
}

function Suggestions({ texts }: { readonly texts: readonly string[] }): ReactElement {
  const { language, sendText, inputRef } = useFrame()
  const choose = (text: string): void => {
    inputRef.current?.focus()
    sendText(text)
  }
  return (
    <div data-rs="chat-suggestions" role="group" aria-label={language.text.chatSuggestions}>
      {texts.map(text => (
        <button key={text} type="button" data-rs="chat-suggestion" dir="auto" onClick={() => choose(text)}>
          {text}
        </button>
      ))}
    </div>
  )
}
