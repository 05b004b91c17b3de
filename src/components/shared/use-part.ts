// How a part reads what its root tells it, and the error of a part that stands outside its root.
'use client'
import { type Context, useContext } from 'react'

/** `root`: such as `TaskList.Item`; `part`: such as `Title`. */
export function usePart<Value>(context: Context<Value | null>, root: string, part: string): Value {
  const value = useContext(context)
  if (value !== null) return value
  const component = root.split('.')[0]
  throw new Error(
    `<${component}.${part}> was rendered outside <${root}>, which tells it what to show. Put it inside, or use <${component} /> without children.`,
  )
}
