// A sign for the eye, beside the word that says it.
'use client'
import type { ReactElement } from 'react'
import { Part, type PartProps } from '../shared/part.tsx'
import { type IndicatorState, useIndicator } from './context.ts'

export function IndicatorDot(given: PartProps<'span', IndicatorState>): ReactElement {
  const { state } = useIndicator('Dot')
  return <Part as="span" name="indicator-dot" state={state} own={{ 'aria-hidden': true }} given={given} />
}
