// The part of a conversation that only the application's own store holds, loaded backwards page by page.
'use client'
import { useCallback, useMemo, useRef, useState } from 'react'
import type { ChatMessage } from '../core/model.ts'

export interface PastOptions {
  /** Rows of your own store, oldest first. */
  readonly initial?: readonly ChatMessage[] | undefined
  /** The page before a row, oldest first; an empty page says that there is no more. */
  readonly loadOlder?: ((before: ChatMessage) => Promise<readonly ChatMessage[]>) | undefined
}

export interface Past {
  readonly rows: readonly ChatMessage[]
  /** Nobody said yet that there is nothing before. */
  readonly isOpen: boolean
  readonly load: (before: ChatMessage) => Promise<void>
}

interface Loaded {
  readonly id: string
  readonly older: readonly ChatMessage[]
  readonly isOpen: boolean
}

const NOTHING: readonly ChatMessage[] = []

export function usePast(id: string, { initial = NOTHING, loadOlder }: PastOptions): Past {
  const [held, keep] = useState<Loaded>(() => emptyOf(id))
  const loaded = held.id === id ? held : emptyOf(id)
  if (loaded !== held) keep(loaded)
  const underWay = useRef<{ readonly id: string; readonly done: Promise<void> } | null>(null)
  const rows = useMemo(() => [...loaded.older, ...initial], [loaded, initial])
  const load = useCallback(
    (before: ChatMessage): Promise<void> => {
      if (underWay.current?.id === id) return underWay.current.done
      const page = loadOlder?.(before) ?? Promise.resolve(NOTHING)
      const done = page.then(older => keep(last => (last.id === id ? withPage(last, older, initial) : last)))
      const ended = done.finally(() => {
        if (underWay.current?.id === id) underWay.current = null
      })
      underWay.current = { id, done: ended }
      return ended
    },
    [id, initial, loadOlder],
  )
  return { rows, isOpen: loaded.isOpen && loadOlder !== undefined, load }
}

const emptyOf = (id: string): Loaded => ({ id, older: NOTHING, isOpen: true })

// Pages may overlap what is already here.
function withPage(loaded: Loaded, page: readonly ChatMessage[], initial: readonly ChatMessage[]): Loaded {
  const known = new Set([...loaded.older, ...initial].map(({ id }) => id))
  const fresh = page.filter(({ id }) => !known.has(id))
  return { id: loaded.id, older: [...fresh, ...loaded.older], isOpen: page.length > 0 }
}
