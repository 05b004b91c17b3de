// Rows that all stand in the page: a short list, the newest of a long one while its code loads, or every row while the reader searches.
'use client'
import { type ReactElement, useLayoutEffect, useRef } from 'react'
import { useFollowing } from './context.ts'
import { CHAT_BOUNDS } from './limits.ts'
import { restore } from './place.ts'
import { Row } from './row.tsx'
import type { Rows } from './rows.ts'

export function PlainRows({ rows, ids, activeIndex }: Rows & { readonly activeIndex: number | null }): ReactElement {
  const { mode } = useFollowing()
  const isPartial = mode.stage !== 'whole' && mode.place === null && rows.length > CHAT_BOUNDS.virtualFrom
  const shown = isPartial ? rows.slice(-CHAT_BOUNDS.firstRows) : rows
  usePlaceOf(ids, shown[0]?.message.id ?? null)
  return (
    <>
      {shown.map(row => (
        <Row key={row.message.id} row={row} count={rows.length} isActive={row.index === activeIndex} />
      ))}
    </>
  )
}

interface Top {
  readonly id: string | null
  readonly height: number
}

/** Earlier messages were put on top: what the reader reads must not move. */
function usePlaceOf(ids: readonly string[], firstId: string | null): void {
  const { isFollowing, mode, viewportRef } = useFollowing()
  const top = useRef<Top>({ id: null, height: 0 })
  const { place } = mode
  useLayoutEffect(() => {
    const viewport = viewportRef.current
    if (viewport === null) return
    const before = top.current
    const isPrepended = before.id !== null && firstId !== before.id && ids.includes(before.id)
    if (isPrepended && !isFollowing) viewport.scrollTop += viewport.scrollHeight - before.height
    top.current = { id: firstId, height: viewport.scrollHeight }
  })
  useLayoutEffect(() => {
    if (viewportRef.current !== null && place !== null) restore(viewportRef.current, place, ids)
    // oxlint-disable-next-line react/exhaustive-deps -- a place is taken once: later messages leave it to the reader
  }, [place, viewportRef])
}
