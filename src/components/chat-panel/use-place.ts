// While all rows stand in the page: what the reader reads stays where it is when rows come above it, and where another list had it.
'use client'
import { useLayoutEffect, useRef } from 'react'
import { useFollowing } from './context.ts'
import { restore } from './place.ts'

interface Top {
  readonly id: string | null
  readonly height: number
}

/** `firstId`: of the first row in the page. */
export function usePlaceOf(ids: readonly string[], firstId: string | null): void {
  const { isFollowing, mode, viewportRef } = useFollowing()
  const top = useRef<Top>({ id: null, height: 0 })
  const { place } = mode
  useLayoutEffect(() => {
    const before = top.current
    const isPrepended = before.id !== null && firstId !== before.id && ids.includes(before.id)
    const viewport = viewportRef.current
    // Reading a height makes the browser lay the page out at once, which a reader at the end need not pay for with every token.
    if (viewport === null || mode.virtual !== null || isFollowing) {
      top.current = { id: null, height: 0 }
      return
    }
    if (isPrepended) viewport.scrollTop += viewport.scrollHeight - before.height
    top.current = { id: firstId, height: viewport.scrollHeight }
  })
  useLayoutEffect(() => {
    if (viewportRef.current !== null && place !== null) restore(viewportRef.current, place, ids)
    // oxlint-disable-next-line react/exhaustive-deps -- a place is taken once: later messages leave it to the reader
  }, [place, viewportRef])
}
