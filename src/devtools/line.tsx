// One line of a list: when, what, the few words about it, and where it stands.
'use client'
import type { ReactElement, ReactNode } from 'react'
import type { Tone } from './facts.ts'
import { clockWords } from './words.ts'

interface LineProps {
  readonly at: number
  readonly name: string
  readonly detail: ReactNode
  readonly stand?: string | undefined
  readonly tone?: Tone
}

export function Line({ at, name, detail, stand, tone }: LineProps): ReactElement {
  return (
    <>
      <time>{clockWords(at)}</time>
      <b>{name}</b>
      <span>{detail}</span>
      {stand !== undefined && <em data-tone={tone}>{stand}</em>}
    </>
  )
}
