// Closes an open panel the ways people expect: Escape, a press elsewhere, or the focus going elsewhere.
'use client'
import { type FocusEvent, type KeyboardEvent, type RefObject, useEffect, useEffectEvent, useRef } from 'react'
import type { ElementProps } from '../shared/merge-props.ts'

export interface LightDismiss {
  readonly isOpen: boolean
  readonly close: () => void
  /** Gets the focus back when Escape closes the panel. */
  readonly buttonRef: RefObject<HTMLElement | null>
}

/** The props of the element that holds both button and panel. */
export function useLightDismiss({ isOpen, close, buttonRef }: LightDismiss): ElementProps {
  const ref = useRef<HTMLElement>(null)
  const closeNow = useEffectEvent(close)
  useEffect(() => {
    const page = isOpen ? ref.current?.ownerDocument : undefined
    if (page === undefined) return undefined
    const pressed = ({ target }: Event): void => {
      if (!(target instanceof Node) || ref.current?.contains(target) !== true) closeNow()
    }
    page.addEventListener('pointerdown', pressed)
    return () => page.removeEventListener('pointerdown', pressed)
  }, [isOpen])
  return {
    ref,
    onKeyDown: (event: KeyboardEvent<HTMLElement>) => {
      if (!isOpen || event.key !== 'Escape') return
      event.stopPropagation()
      buttonRef.current?.focus()
      close()
    },
    onBlur: ({ currentTarget, relatedTarget }: FocusEvent<HTMLElement>) => {
      // A null target is another window, or a press that the listener above judges.
      if (isOpen && relatedTarget !== null && !currentTarget.contains(relatedTarget)) close()
    },
  }
}
