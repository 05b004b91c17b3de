// Asks for earlier messages; the reader's place is kept when they come.
'use client'
import { type ReactElement, useState } from 'react'
import { Part, type PartProps } from '../shared/part.tsx'
import { useFrame, useView } from './context.ts'

export function LoadOlder(given: PartProps<'button', { readonly isLoading: boolean }>): ReactElement | null {
  const { language, offers, onLoadOlder } = useFrame()
  const { hasOlder } = useView()
  const [isLoading, setLoading] = useState(false)
  if (!hasOlder || !offers.older) return null
  const load = (): void => {
    if (isLoading) return
    setLoading(true)
    const settle = (): void => setLoading(false)
    // A failed load is the caller's to tell; the button is there to try again.
    Promise.resolve(onLoadOlder()).then(settle, settle)
  }
  const { chatLoadEarlier, chatLoadingEarlier } = language.text
  const own = { type: 'button', onClick: load, 'aria-disabled': isLoading || undefined, 'aria-busy': isLoading || undefined } as const
  return (
    <Part as="button" name="chat-older" state={{ isLoading }} own={own} given={given}>
      {isLoading ? chatLoadingEarlier : chatLoadEarlier}
    </Part>
  )
}
