// That there is no notification.
'use client'
import type { ReactElement } from 'react'
import { Part, type PartProps } from '../shared/part.tsx'
import { type BellState, useBell } from './context.ts'

export function BellEmpty(given: PartProps<'p', BellState>): ReactElement | null {
  const { state, language, notifications } = useBell('Empty')
  if (notifications.length > 0) return null
  return (
    <Part as="p" name="bell-empty" state={state} given={given}>
      {language.text.bellEmpty}
    </Part>
  )
}
