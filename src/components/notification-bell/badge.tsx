// The number on the bell, for the eye only: the button's name says it too.
'use client'
import type { ReactElement } from 'react'
import { Part, type PartProps } from '../shared/part.tsx'
import { countOf } from './bell-words.ts'
import { type BellState, useBell } from './context.ts'

export function BellBadge(given: PartProps<'span', BellState>): ReactElement | null {
  const { state, language, max } = useBell('Badge')
  if (state.unread === 0) return null
  return (
    <Part as="span" name="bell-badge" state={state} own={{ 'aria-hidden': true }} given={given}>
      {countOf(state.unread, max, language.words)}
    </Part>
  )
}
