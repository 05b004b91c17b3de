// The strings of one component: its own first, then the provider's, then English.
'use client'
import { useContext, useMemo } from 'react'
import { StringsContext } from '../../react/strings-context.ts'
import type { ComponentStrings } from './en.ts'
import { type Words, wordsOf } from './words.ts'

/** A component's `strings` prop: any part of the whole. */
export type StringsProp = Partial<ComponentStrings> | undefined

export interface Language<Strings> {
  readonly text: Strings
  readonly words: Words
  readonly locale: string
}

/** `english`: the component's own part, a constant. */
export function useStrings<Strings extends Partial<ComponentStrings>>(english: Strings, own: StringsProp): Language<Strings> {
  const { strings, locale } = useContext(StringsContext)
  return useMemo(() => ({ text: { ...english, ...strings, ...own }, words: wordsOf(locale), locale }), [english, strings, own, locale])
}
