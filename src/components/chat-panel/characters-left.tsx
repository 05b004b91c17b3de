// How much more may be written, near the end.
'use client'
import type { ReactElement } from 'react'
import { Part, type PartProps } from '../shared/part.tsx'
import { useDraft, useFrame } from './context.ts'
import type { CharactersLeftData } from './data-attributes.ts'
import * as CHAT_BOUNDS from './limits.ts'

export function CharactersLeft(given: PartProps<'span', { readonly left: number }>): ReactElement | null {
  const { text, maxLength } = useDraft()
  const { text: strings, words } = useFrame().language
  const left = maxLength === undefined ? Infinity : maxLength - text.length
  if (left > CHAT_BOUNDS.charactersLeftShown) return null
  const data: CharactersLeftData = { 'data-full': left <= 0 }
  return (
    <Part as="span" name="chat-count" state={{ left }} data={{ ...data }} given={given}>
      {strings.chatCharactersLeft(left, words)}
    </Part>
  )
}
