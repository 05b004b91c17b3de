// How the connection is, in a word or two.
'use client'
import type { ReactElement } from 'react'
import { Part, type PartProps } from '../shared/part.tsx'
import { type IndicatorState, useIndicator } from './context.ts'
import { indicatorWords } from './indicator-words.ts'

export function IndicatorLabel(given: PartProps<'span', IndicatorState>): ReactElement {
  const { state, language } = useIndicator('Label')
  return (
    <Part as="span" name="indicator-label" state={state} given={given}>
      {indicatorWords(state, language.text)}
    </Part>
  )
}
