// Only the rows near the view, between spacers as high as the others: TanStack Virtual measures and anchors, the rows stand in the normal flow.
'use client'
import { defaultRangeExtractor, type Range, useVirtualizer } from '@tanstack/react-virtual'
import { type CSSProperties, Fragment, type ReactElement, useCallback, useLayoutEffect, useState } from 'react'
import { useFollowing, useView } from './context.ts'
import { CHAT_BOUNDS } from './limits.ts'
import { heightOf } from './list-mode.ts'
import { Row } from './row.tsx'
import type { VirtualRowsProps } from './use-list-mode.ts'

/** The compiler cannot see through the virtualizer, which is why it lives alone in this file. */
export function VirtualRows({ rows, ids, handover, activeIndex }: VirtualRowsProps): ReactElement {
  'use no memo'
  const { viewportRef } = useFollowing()
  const [margin, setMargin] = useState(handover.margin)
  const getItemKey = useCallback((index: number) => ids[index] ?? index, [ids])
  const rangeExtractor = useCallback((range: Range) => withActive(defaultRangeExtractor(range), activeIndex), [activeIndex])
  const estimateSize = (index: number): number => {
    const row = rows[index]
    return row === undefined ? 0 : (handover.sizes.get(row.message.id) ?? heightOf(row.message))
  }
  // oxlint-disable-next-line react/incompatible-library -- see above
  const virtualizer = useVirtualizer<HTMLDivElement, HTMLDivElement>({
    count: rows.length,
    getScrollElement: () => viewportRef.current,
    estimateSize,
    getItemKey,
    rangeExtractor,
    // The observer reports before the frame is painted, so nothing need be measured while React commits.
    measureElement: (element, entry, { indexFromElement, itemSizeCache }) => {
      const index = indexFromElement(element)
      return entry?.borderBoxSize?.[0]?.blockSize ?? itemSizeCache.get(getItemKey(index)) ?? estimateSize(index)
    },
    overscan: CHAT_BOUNDS.spareRows,
    anchorTo: 'end',
    scrollEndThreshold: CHAT_BOUNDS.endSlackPx,
    scrollMargin: margin,
    initialRect: { width: 0, height: handover.viewHeight },
    initialOffset: () => offsetOf(handover, ids, estimateSize),
  })
  useMargin(margin, setMargin)
  const items = virtualizer.getVirtualItems()
  return (
    <>
      {items.map((item, at) => {
        const row = rows[item.index]
        if (row === undefined) return null
        return (
          <Fragment key={row.message.id}>
            <Spacer size={item.start - (items[at - 1]?.end ?? margin)} />
            <Row row={row} count={rows.length} isActive={item.index === activeIndex} measure={virtualizer.measureElement} />
          </Fragment>
        )
      })}
      <Spacer size={virtualizer.getTotalSize() + margin - (items.at(-1)?.end ?? margin)} />
    </>
  )
}

function Spacer({ size }: { readonly size: number }): ReactElement | null {
  const style: CSSProperties = { blockSize: size, flex: 'none' }
  return size > 0 ? <div data-rs="chat-spacer" style={style} /> : null
}

/** The row that Tab leads to stays in the page, or the focus would be lost with it. */
function withActive(indexes: number[], active: number | null): number[] {
  return active === null || indexes.includes(active) ? indexes : [...indexes, active].toSorted((a, b) => a - b)
}

/** What stands above the rows may come and go; the rows stay where they are. After the virtualizer, which has its own write to make first. */
function useMargin(margin: number, setMargin: (margin: number) => void): void {
  const { viewportRef, listRef, isFollowing } = useFollowing()
  const { hasOlder } = useView()
  useLayoutEffect(() => {
    const [viewport, list] = [viewportRef.current, listRef.current]
    if (viewport === null || list === null) return
    const next = list.getBoundingClientRect().top - viewport.getBoundingClientRect().top + viewport.scrollTop
    if (!isFollowing) viewport.scrollTop += next - margin
    setMargin(next)
    // oxlint-disable-next-line react/exhaustive-deps -- only `hasOlder` changes what is above, and reading the layout in every render is slow
  }, [hasOlder])
}

function offsetOf({ place, margin }: VirtualRowsProps['handover'], ids: readonly string[], sizeOf: (index: number) => number): number {
  const index = place === null ? ids.length : ids.indexOf(place.id)
  const above = ids.slice(0, Math.max(0, index)).reduce((sum, _, at) => sum + sizeOf(at), 0)
  return margin + above - (place?.top ?? 0)
}
