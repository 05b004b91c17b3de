// Which rows stand in the page: all of them, the newest while the code of the virtual list loads, or those near the view.
'use client'
import { useCallback, useLayoutEffect, useReducer, useRef, useSyncExternalStore } from 'react'
import { useFollowing, useView } from './context.ts'
import * as CHAT_BOUNDS from './limits.ts'
import type { ShownRows, VirtualList, VirtualWindow } from './virtual-window.ts'

export interface ShownAndMeasured extends ShownRows {
  /** Told each row's element. Stable, or every row would be made anew when the list becomes virtual. */
  readonly measure: (row: HTMLDivElement | null) => void
}

const zero = (): number => 0
const never = (): (() => void) => () => {}

export function useShownRows(list: VirtualList, activeIndex: number | null): ShownAndMeasured {
  // The compiler cannot see that `show` reads what `version` stands for.
  'use no memo'
  const { isFollowing, mode } = useFollowing()
  const { hasOlder } = useView()
  const { virtual } = mode
  // Such a store renders within the frame of the scroll, so that no blank is seen.
  useSyncExternalStore(virtual?.subscribe ?? never, virtual?.version ?? zero, zero)
  const [, renderLater] = useReducer((count: number) => count + 1, 0)
  const current = useRef<VirtualWindow | null>(null)
  useLayoutEffect(() => {
    current.current = virtual
    return virtual?.attach(renderLater)
  }, [virtual])
  useLayoutEffect(() => virtual?.settle({ hasOlder, isFollowing }))
  const measure = useCallback((row: HTMLDivElement | null) => current.current?.measure(row), [])
  const isPartial = mode.stage !== 'whole' && mode.place === null && list.ids.length > CHAT_BOUNDS.virtualFrom
  const shown = virtual === null ? newestOf(list.ids.length, isPartial ? CHAT_BOUNDS.firstRows : Infinity) : virtual.show(list, activeIndex)
  return { ...shown, measure }
}

function newestOf(count: number, most: number): ShownRows {
  const start = Math.max(0, count - most)
  return { items: Array.from({ length: count - start }, (_, at) => ({ index: start + at, gap: 0 })), after: 0 }
}
