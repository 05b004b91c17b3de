// Words and locale travel from the provider to the components through this one context.
'use client'
import { type Context, createContext } from 'react'

export interface StringsValue {
  /** Replaces some of the components' strings; which ones exist is the components' affair (`ComponentStrings`). */
  readonly strings: object
  /** A BCP 47 tag for numbers, plurals and times. The same on server and client, or hydration differs. */
  readonly locale: string
}

export const StringsContext: Context<StringsValue> = createContext<StringsValue>({ strings: {}, locale: 'en' })
