// The line above the first message of a day.
'use client'
import type { ReactElement } from 'react'
import { Part, type PartProps } from '../shared/part.tsx'
import { useSecondOfRender } from '../shared/ticker-context.ts'
import { useFrame } from './context.ts'

export function DaySeparator({ at, ...given }: PartProps<'div', { readonly at: number }> & { readonly at: number }): ReactElement | null {
  const { times } = useFrame()
  const now = useSecondOfRender()
  if (now === null) return null
  return (
    <Part as="div" name="chat-day" state={{ at }} given={given}>
      <span>{times.day(at, now)}</span>
    </Part>
  )
}
