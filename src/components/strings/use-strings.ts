// The strings of one component: its own first, then the provider's, then English.
'use client'
import { useContext, useMemo } from 'react'
import { StringsContext } from '../../react/strings-context.ts'
import { type ComponentStrings, en } from './en.ts'
import { type Words, wordsOf } from './words.ts'

/** A component's `strings` prop: any part of the whole. */
export type StringsProp = Partial<ComponentStrings> | undefined

export interface Language {
  readonly text: ComponentStrings
  readonly words: Words
}

export function useStrings(own: StringsProp): Language {
  const { strings, locale } = useContext(StringsContext)
  return useMemo(() => ({ text: { ...en, ...strings, ...own }, words: wordsOf(locale) }), [strings, own, locale])
}
