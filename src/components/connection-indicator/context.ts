// What the indicator's root tells its parts.
'use client'
import { type Context, createContext } from 'react'
import { usePart } from '../shared/use-part.ts'
import type { IndicatorStrings } from '../strings/en-parts/indicator.ts'
import type { Language } from '../strings/use-strings.ts'
import type { IndicatorFacts } from './indicator-words.ts'

export interface IndicatorState extends IndicatorFacts {
  /** Unsettled sends. */
  readonly queued: number
}

export interface IndicatorContextValue {
  readonly state: IndicatorState
  readonly language: Language<IndicatorStrings>
}

export const IndicatorContext: Context<IndicatorContextValue | null> = createContext<IndicatorContextValue | null>(null)

export function useIndicator(part: string): IndicatorContextValue {
  return usePart(IndicatorContext, 'ConnectionIndicator.Root', part)
}
