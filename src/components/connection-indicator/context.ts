// What the indicator's root tells its parts.
'use client'
import { type Context, createContext, useContext } from 'react'
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
  const value = useContext(IndicatorContext)
  if (value !== null) return value
  throw new Error(
    `<ConnectionIndicator.${part}> was rendered outside <ConnectionIndicator.Root>, so it has no status to show. Put it inside the root, or use <ConnectionIndicator /> as it is.`,
  )
}
