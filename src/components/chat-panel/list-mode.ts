// Whether all rows stand in the page or only those near the view: few rows all do, and so do all of them while the reader searches.
import type { ChatMessage } from '../../core/model.ts'
import * as CHAT_BOUNDS from './limits.ts'

export type Virtualize = 'auto' | boolean

export interface ListWish {
  readonly virtualize: Virtualize
  readonly count: number
  /** As it is now: near the bound it does not go to and fro. */
  readonly isVirtual: boolean
  /** The browser's own search finds only what stands in the page. */
  readonly isSearching: boolean
}

export function wantsVirtual({ virtualize, count, isVirtual, isSearching }: ListWish): boolean {
  if (isSearching || virtualize === false || count === 0) return false
  return virtualize === true || count >= (isVirtual ? CHAT_BOUNDS.virtualFrom / 2 : CHAT_BOUNDS.virtualFrom)
}

const LINE_PX = 24
const LINE_CHARACTERS = 84
const REPLY_PX = 58
const SENT_PX = 56

/** A guess until the row was measured; a near one keeps the scroll bar honest. */
export function heightOf({ role, parts }: ChatMessage): number {
  const characters = parts.reduce((sum, part) => sum + (part.type === 'text' ? part.text.length : LINE_CHARACTERS), 0)
  const lines = Math.max(1, Math.ceil(characters / LINE_CHARACTERS))
  return lines * LINE_PX + (role === 'user' ? SENT_PX : REPLY_PX) - LINE_PX
}

/** What a key press means for the search: other keys with Ctrl or Cmd, and F3, go on with it. */
export function searchMoveOf({ key, ctrlKey, metaKey, altKey }: SearchKey, { virtual, isSearching }: SearchStand): 'begin' | 'end' | null {
  const isCommand = ctrlKey || metaKey
  if (virtual !== null && isCommand && !altKey && key.toLowerCase() === 'f') return 'begin'
  const isGoingOn = isCommand || /^(?:F\d+|Control|Meta|Shift|Alt|Escape)$/.test(key)
  return isSearching && !isGoingOn ? 'end' : null
}

interface SearchStand {
  /** null while all rows stand in the page anyway. */
  readonly virtual: object | null
  readonly isSearching: boolean
}

interface SearchKey {
  readonly key: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
}
