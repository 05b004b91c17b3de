// Frames that arrived and were not read yet, in order. A paused socket still delivers what it had taken from the network.
import { byteLength } from '../../protocol/codec.ts'
import { BOUNDS } from '../limits.ts'

export interface Inbox {
  /** False when more is held than a socket can have taken: the peer ignores that we do not read. */
  put(text: string): boolean
  /** The next frame, or null while paused or empty. */
  next(): string | null
  pause(): void
  resume(): void
  drop(): void
}

export function createInbox(): Inbox {
  const held: string[] = []
  let heldBytes = 0
  let gate: 'open' | 'paused' | 'dropped' = 'open'

  return {
    put(text) {
      if (gate === 'dropped') return true
      held.push(text)
      heldBytes += byteLength(text)
      return gate === 'open' || heldBytes <= BOUNDS.heldBytes
    },
    next() {
      const text = gate === 'open' ? held.shift() : undefined
      if (text !== undefined) heldBytes -= byteLength(text)
      return text ?? null
    },
    pause() {
      if (gate === 'open') gate = 'paused'
    },
    resume() {
      if (gate === 'paused') gate = 'open'
    },
    drop() {
      gate = 'dropped'
      held.length = 0
    },
  }
}
