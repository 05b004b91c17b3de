// The one subscription every reading hook makes: a selected value that keeps its identity while it says the same.
'use client'
import { useState, useSyncExternalStore } from 'react'
import type { SocketStore } from '../client/types.ts'
import { createKeeper } from './keeper.ts'
import { SERVER_STORE } from './server-store.ts'

export function useStore<T>(store: SocketStore, select: (store: SocketStore) => T): T {
  const [keep] = useState(createKeeper<T>)
  return useSyncExternalStore(
    store.subscribe,
    () => keep(select(store)),
    () => keep(select(SERVER_STORE)),
  )
}
