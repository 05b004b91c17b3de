// How many sends wait for the connection.
'use client'
import type { ReactElement } from 'react'
import { Part, type PartProps } from '../shared/part.tsx'
import { type IndicatorState, useIndicator } from './context.ts'

/** While live, answers come within a moment: a number that only flickers tells nobody anything. */
export function IndicatorQueued(given: PartProps<'span', IndicatorState>): ReactElement | null {
  const { state, language } = useIndicator('Queued')
  if (state.queued === 0 || state.status === 'live') return null
  return (
    <Part as="span" name="indicator-queued" state={state} given={given}>
      {language.text.indicatorQueued(state.queued, language.words)}
    </Part>
  )
}
