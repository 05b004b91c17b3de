// Puts the open panel into the browser's top layer, where a press elsewhere and Escape close it and nothing covers it.
'use client'
import { type ToggleEvent, useLayoutEffect, useReducer, useRef, useSyncExternalStore } from 'react'
import type { ElementProps } from '../shared/merge-props.ts'

const never = (): (() => void) => () => {}

/** The props of the panel, which is in the page only while it is open. Where there are no popovers it is shown in the page's own layer. */
export function usePopover(close: () => void): ElementProps {
  const ref = useRef<HTMLElement>(null)
  const [, look] = useReducer((count: number) => count + 1, 0)
  const isOffered = useSyncExternalStore(
    never,
    () => 'showPopover' in HTMLElement.prototype,
    () => false,
  )
  // With every render: the browser may have closed what the page keeps open.
  useLayoutEffect(() => {
    if (isOffered && ref.current?.matches(':popover-open') === false) ref.current.showPopover()
  })
  return {
    ref,
    // Without a way to show it, the attribute alone would hide it (jsdom).
    popover: isOffered ? 'auto' : undefined,
    onToggle: ({ newState, target, currentTarget }: ToggleEvent<HTMLElement>) => {
      if (newState !== 'closed' || target !== currentTarget) return
      close()
      look()
    },
  }
}
