// Which row Tab leads to, told by the viewport to the list.
'use client'
import { type Context, createContext } from 'react'

export const ActiveRowContext: Context<{ readonly index: number | null }> = createContext<{ readonly index: number | null }>({
  index: null,
})
