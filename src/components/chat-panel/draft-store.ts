// A draft that outlives a reload: written to a storage with every change, read once from it, and no worse without one.
import { CHAT_BOUNDS } from './limits.ts'

/** `sessionStorage` is one. Whatever it throws is as if it were not there. */
export interface DraftStorage {
  readonly getItem: (key: string) => string | null
  readonly setItem: (key: string, text: string) => void
  readonly removeItem: (key: string) => void
}

export interface DraftStore {
  /** Opened when there is a page to open it in. */
  readonly subscribe: (wake: () => void, open: () => DraftStorage | null) => () => void
  readonly text: () => string
  readonly write: (text: string) => void
}

export interface DraftKeeping {
  readonly initial: string
  /** null: not kept. */
  readonly key: string | null
}

export function createDraftStore({ initial, key }: DraftKeeping): DraftStore {
  const listeners = new Set<() => void>()
  const kept = key === null ? null : `resilient-socket:draft:${key}`
  let text = initial
  let storage: DraftStorage | null = null
  return {
    text: () => text,
    subscribe(wake, open) {
      listeners.add(wake)
      storage = attempt(open)
      // Here, and not before: the server's page and its first render in the browser must agree.
      if (text === '' && kept !== null) text = attempt(() => storage?.getItem(kept)) ?? ''
      return () => listeners.delete(wake)
    },
    write(next) {
      text = next
      if (kept !== null) attempt(() => keep(storage, kept, next))
      for (const wake of listeners) wake()
    },
  }
}

function keep(storage: DraftStorage | null, key: string, text: string): void {
  if (text === '' || text.length > CHAT_BOUNDS.keptDraftCharacters) storage?.removeItem(key)
  else storage?.setItem(key, text)
}

// A private window refuses its storage, a full one refuses to write: neither may stop anyone from writing a message.
function attempt<Result>(act: () => Result): Result | null {
  try {
    return act()
  } catch {
    return null
  }
}
