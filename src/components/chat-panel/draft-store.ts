// A draft that outlives a reload: written to a storage with every change, read once from it, and no worse without one.
import { onUserGone } from '../../react/user-gone.ts'
import { type DraftOwner, type DraftStorage, dropDrafts, keepDraft, keptDraft } from './kept-drafts.ts'
import * as CHAT_BOUNDS from './limits.ts'

export interface DraftStore {
  /** Opened when there is a page to open it in. */
  readonly subscribe: (wake: () => void, place: DraftPlace) => () => void
  readonly text: () => string
  readonly write: (text: string) => void
}

export interface DraftPlace {
  readonly open: () => DraftStorage | null
  /** null: not known yet, or nobody is signed in, so nothing is kept. */
  readonly owner: DraftOwner | null
}

/** Those opened in this page, which has one. */
const opened = new Set<DraftStorage>()

/** `key` null: not kept. */
export function createDraftStore({ initial, key }: { readonly initial: string; readonly key: string | null }): DraftStore {
  const listeners = new Set<() => void>()
  let text = initial
  let keep: (text: string) => void = () => {}
  return {
    text: () => text,
    subscribe(wake, { open, owner }) {
      listeners.add(wake)
      const storage = key === null || owner === null ? null : attempt(open)
      if (storage !== null && key !== null && owner !== null) {
        remember(storage)
        keep = next => void attempt(() => keepDraft(storage, owner, [key, next]))
        // Here, and not before: the server's page and its first render in the browser must agree.
        if (text === '') text = attempt(() => keptDraft(storage, owner, key)) ?? ''
        // What was written before it was known whose it is.
        else if (text !== initial) keep(text)
      }
      return () => listeners.delete(wake)
    },
    write(next) {
      text = next
      keep(next)
      for (const wake of listeners) wake()
    },
  }
}

/** Forgets all drafts kept there: for an application that takes its provider away as a user signs out. */
export function forgetDrafts(storage: DraftStorage): void {
  attempt(() => dropDrafts(storage))
}

function forgetUser(user: string): void {
  for (const storage of opened) attempt(() => dropDrafts(storage, user))
}

function remember(storage: DraftStorage): void {
  if (opened.size >= CHAT_BOUNDS.draftStorages) opened.clear()
  opened.add(storage)
  onUserGone(forgetUser)
}

// A private window refuses its storage, a full one refuses to write: neither may stop anyone from writing a message.
function attempt<Result>(act: () => Result): Result | null {
  try {
    return act()
  } catch {
    return null
  }
}
