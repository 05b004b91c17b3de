// Brings the virtual list when there are many rows: its code is loaded then and not before, and the rows change hands where the reader is.
'use client'
import { type ComponentType, useEffect, useMemo, useState } from 'react'
import { type Virtualize, wantsVirtual } from './list-mode.ts'
import type { Handover, Place } from './place.ts'
import type { Rows } from './rows.ts'

export interface VirtualRowsProps extends Rows {
  readonly handover: Handover
  readonly activeIndex: number | null
}

type VirtualRows = ComponentType<VirtualRowsProps>

export interface ListMode {
  /** `partial`: the newest rows, while the code is on its way. `waiting`: it is here, and wants to be told where the reader is. */
  readonly stage: 'whole' | 'partial' | 'waiting'
  /** Shows the rows from where the handover says; null in the stages before. */
  readonly virtual: { readonly Rows: VirtualRows; readonly handover: Handover } | null
  readonly isSearching: boolean
  /** Where whole rows have to begin, when they take over. */
  readonly place: Place | null
  readonly enter: (handover: Handover) => void
  /** Puts all rows into the page, for the browser's own search. */
  readonly search: (place: Place | null) => void
  readonly endSearch: () => void
}

type Loaded = VirtualRows | 'absent' | null

interface Stand {
  readonly handover: Handover | null
  readonly place: Place | null
  readonly isSearching: boolean
}

const beginning: Stand = { handover: null, place: null, isSearching: false }
let loaded: Loaded = null

export function useListMode(count: number, virtualize: Virtualize): ListMode {
  const [code, setCode] = useState<Loaded>(() => loaded)
  const [stand, setStand] = useState(beginning)
  const { handover, place, isSearching } = stand
  const isWanted = wantsVirtual({ virtualize, count, isVirtual: handover !== null, isSearching })
  // What was measured then is not true for ever.
  if (!isWanted && handover !== null) setStand({ ...stand, handover: null })
  useEffect(() => {
    if (!isWanted || code !== null) return undefined
    let isGone = false
    void load().then(found => isGone || setCode(() => found))
    return () => {
      isGone = true
    }
  }, [isWanted, code])
  return useMemo(() => {
    const Rows = isWanted && code !== 'absent' ? code : null
    const whole = isWanted && code === null ? 'partial' : 'whole'
    return {
      stage: Rows === null ? whole : 'waiting',
      virtual: Rows !== null && handover !== null ? { Rows, handover } : null,
      isSearching,
      place,
      enter: taken => setStand({ handover: taken, place: null, isSearching: false }),
      search: from => setStand({ handover: null, place: from, isSearching: true }),
      endSearch: () => setStand(last => ({ ...last, isSearching: false })),
    }
  }, [isWanted, code, handover, place, isSearching])
}

/** `absent`: without the optional package a long list is whole, and slow, and still right. */
async function load(): Promise<Loaded> {
  try {
    loaded = (await import('./virtual-rows.tsx')).VirtualRows
  } catch {
    loaded = 'absent'
  }
  return loaded
}
