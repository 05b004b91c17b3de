// Only the rows near the view, between gaps as high as the others: TanStack Virtual measures and anchors, the rows stand in the normal flow.
// Its core is used without the hook around it: that would have to be mounted in place of the rows, and all of them would be made twice.
import {
  defaultRangeExtractor,
  elementScroll,
  observeElementOffset,
  observeElementRect,
  type Range,
  Virtualizer,
  type VirtualizerOptions,
} from '@tanstack/virtual-core'
import type { RefObject } from 'react'
import type { ChatMessage } from '../../core/model.ts'
import * as CHAT_BOUNDS from './limits.ts'
import { heightOf } from './list-mode.ts'
import { type Handover, rowsIn } from './place.ts'

export interface VirtualList {
  readonly messages: readonly ChatMessage[]
  /** The same array while no message came, went or moved. */
  readonly ids: readonly string[]
}

export interface ShownRow {
  readonly index: number
  /** Room for the rows left out above it, px. */
  readonly gap: number
}

export interface ShownRows {
  readonly items: readonly ShownRow[]
  /** Room for the rows left out below, px. */
  readonly after: number
}

export interface VirtualWindow {
  /** Told while the reader scrolls. */
  readonly subscribe: (wake: () => void) => () => void
  readonly version: () => number
  readonly show: (list: VirtualList, activeIndex: number | null) => ShownRows
  /** `wake`: told of rows that were measured; not at once, or the observer that measured them would run in a circle. */
  readonly attach: (wake: () => void) => () => void
  /** After each commit. */
  readonly settle: (stand: { readonly hasOlder: boolean; readonly isFollowing: boolean }) => void
  readonly measure: (row: HTMLDivElement | null) => void
}

export interface WindowPlace {
  readonly handover: Handover
  readonly viewportRef: RefObject<HTMLDivElement | null>
  readonly listRef: RefObject<HTMLDivElement | null>
}

type Options = VirtualizerOptions<HTMLDivElement, HTMLDivElement>

export function createVirtualWindow(first: VirtualList, place: WindowPlace): VirtualWindow {
  const wakes = new Set<() => void>()
  let version = 0
  let list = first
  let getItemKey = keysOf(list)
  let active: number | null = null
  let rangeExtractor = rangeWith(active)
  let wakeLater = (): void => {}
  let margin = place.handover.margin
  let older: boolean | null = null
  const onChange = (_: unknown, isScrolling: boolean): void => {
    if (!isScrolling) return wakeLater()
    version += 1
    for (const tell of wakes) tell()
  }
  const estimateSize = (index: number): number => {
    const message = list.messages[index]
    return message === undefined ? 0 : (place.handover.sizes.get(message.id) ?? heightOf(message))
  }
  const initialOffset = (): number => offsetOf(place.handover, list.ids, estimateSize)
  const fixed = { ...fixedOptions(place, estimateSize), initialOffset, onChange }
  const options = (): Options => ({ ...fixed, count: list.ids.length, getItemKey, rangeExtractor, scrollMargin: margin })
  const virtualizer = new Virtualizer(options())
  // What its adapters for every framework call.
  const { _didMount: mount, _willUpdate: update } = virtualizer
  return {
    subscribe(tell) {
      wakes.add(tell)
      return () => wakes.delete(tell)
    },
    version: () => version,
    show(next, activeIndex) {
      if (next.ids !== list.ids) getItemKey = keysOf(next)
      if (activeIndex !== active) rangeExtractor = rangeWith(activeIndex)
      list = next
      active = activeIndex
      virtualizer.setOptions(options())
      return shownBy(virtualizer, margin)
    },
    attach(wake) {
      wakeLater = wake
      const detach = mount()
      update()
      if (place.viewportRef.current !== null) rowsIn(place.viewportRef.current).forEach(virtualizer.measureElement)
      return detach
    },
    settle({ hasOlder, isFollowing }) {
      update()
      if (older === hasOlder) return
      older = hasOlder
      const next = marginOf(place) ?? margin
      // What stands above the rows may come and go; the rows stay where they are.
      if (!isFollowing && place.viewportRef.current !== null) place.viewportRef.current.scrollTop += next - margin
      if (next === margin) return
      margin = next
      wakeLater()
    },
    measure: virtualizer.measureElement,
  }
}

/** The core keeps what it has computed while this stays the same function. */
function keysOf({ ids }: VirtualList): (index: number) => string | number {
  return index => ids[index] ?? index
}

function fixedOptions({ handover, viewportRef }: WindowPlace, estimateSize: (index: number) => number): Omit<Options, 'count'> {
  return {
    getScrollElement: () => viewportRef.current,
    observeElementRect,
    observeElementOffset,
    scrollToFn: elementScroll,
    estimateSize,
    // The observer reports before the frame is painted, so nothing need be measured while React commits.
    measureElement: (element, entry, { indexFromElement, itemSizeCache, options }) => {
      const index = indexFromElement(element)
      return entry?.borderBoxSize?.[0]?.blockSize ?? itemSizeCache.get(options.getItemKey(index)) ?? estimateSize(index)
    },
    overscan: CHAT_BOUNDS.spareRows,
    anchorTo: 'end',
    scrollEndThreshold: CHAT_BOUNDS.endSlackPx,
    initialRect: { width: 0, height: handover.viewHeight },
  }
}

function shownBy(virtualizer: Virtualizer<HTMLDivElement, HTMLDivElement>, margin: number): ShownRows {
  const items = virtualizer.getVirtualItems()
  return {
    items: items.map(({ index, start }, at) => ({ index, gap: start - (items[at - 1]?.end ?? margin) })),
    after: virtualizer.getTotalSize() + margin - (items.at(-1)?.end ?? margin),
  }
}

/** The row that Tab leads to stays in the page, or the focus would be lost with it. */
function rangeWith(active: number | null): (range: Range) => number[] {
  return range => {
    const indexes = defaultRangeExtractor(range)
    return active === null || indexes.includes(active) ? indexes : [...indexes, active].toSorted((a, b) => a - b)
  }
}

function marginOf({ viewportRef, listRef }: WindowPlace): number | null {
  const [viewport, list] = [viewportRef.current, listRef.current]
  if (viewport === null || list === null) return null
  return list.getBoundingClientRect().top - viewport.getBoundingClientRect().top + viewport.scrollTop
}

function offsetOf({ place, margin }: Handover, ids: readonly string[], sizeOf: (index: number) => number): number {
  const index = place === null ? ids.length : ids.indexOf(place.id)
  const above = ids.slice(0, Math.max(0, index)).reduce((sum, _, at) => sum + sizeOf(at), 0)
  return margin + above - (place?.top ?? 0)
}
