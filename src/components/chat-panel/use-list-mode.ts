// Brings the virtual list when there are many rows: its code is loaded then and not before, and the rows change hands where the reader is.
'use client'
import { useEffect, useMemo, useState } from 'react'
import { type Virtualize, wantsVirtual } from './list-mode.ts'
import type { Place } from './place.ts'
import type { createVirtualWindow, VirtualWindow } from './virtual-window.ts'

type CreateWindow = typeof createVirtualWindow

export interface ListMode {
  /** `partial`: the newest rows, while the code is on its way. `waiting`: it is here, and wants to be told where the reader is. */
  readonly stage: 'whole' | 'partial' | 'waiting'
  /** null in the stages before. */
  readonly virtual: VirtualWindow | null
  readonly isSearching: boolean
  /** Where whole rows have to begin, when they take over. */
  readonly place: Place | null
  /** Makes the rows virtual, with the window that the function makes. */
  readonly enter: (open: (create: CreateWindow) => VirtualWindow) => void
  /** Puts all rows into the page, for the browser's own search. */
  readonly search: (place: Place | null) => void
  readonly endSearch: () => void
}

type Loaded = CreateWindow | 'absent' | null

interface Stand {
  readonly virtual: VirtualWindow | null
  readonly place: Place | null
  readonly isSearching: boolean
}

const beginning: Stand = { virtual: null, place: null, isSearching: false }
let loaded: Loaded = null

export function useListMode(count: number, virtualize: Virtualize): ListMode {
  const [code, setCode] = useState<Loaded>(() => loaded)
  const [stand, setStand] = useState(beginning)
  const { virtual, place, isSearching } = stand
  const isWanted = wantsVirtual({ virtualize, count, isVirtual: virtual !== null, isSearching })
  // What was measured then is not true for ever.
  if (!isWanted && virtual !== null) setStand({ ...stand, virtual: null })
  useEffect(() => {
    if (!isWanted || code !== null) return undefined
    let isGone = false
    void load().then(found => isGone || setCode(() => found))
    return () => {
      isGone = true
    }
  }, [isWanted, code])
  return useMemo(() => {
    const create = isWanted && code !== 'absent' ? code : null
    const whole = isWanted && code === null ? 'partial' : 'whole'
    return {
      stage: create === null ? whole : 'waiting',
      virtual: create === null ? null : virtual,
      isSearching,
      place,
      enter: open => create !== null && setStand({ virtual: open(create), place: null, isSearching: false }),
      search: from => setStand({ virtual: null, place: from, isSearching: true }),
      endSearch: () => setStand(last => ({ ...last, isSearching: false })),
    }
  }, [isWanted, code, virtual, place, isSearching])
}

/** `absent`: it could not be loaded, as on a page that is offline by then. A long list is whole then, and slow, and still right. */
async function load(): Promise<Loaded> {
  try {
    loaded = (await import('./virtual-window.ts')).createVirtualWindow
  } catch {
    loaded = 'absent'
  }
  return loaded
}
