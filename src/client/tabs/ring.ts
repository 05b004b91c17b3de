// The leader's last events frames, as they came: a follower that was away for a moment is given just those it missed.
import type { EventsFrame } from '../../protocol/frames.ts'
import type { Cursor } from '../../protocol/values.ts'
import * as TABS from './limits.ts'

interface Kept {
  readonly to: Cursor
  readonly text: string
}

export interface Ring {
  readonly from: Cursor
  readonly kept: readonly Kept[]
  readonly chars: number
}

export const ringAt = (from: Cursor): Ring => ({ from, kept: [], chars: 0 })

/** How far its frames reach. */
const endOf = ({ from, kept }: Ring): Cursor => kept.at(-1)?.to ?? from

/** The ring after the leader took this frame and stands at `cursor`. A frame that does not go on from the ring begins a new one. */
export function withFrame(ring: Ring | null, { frame, text, cursor }: { frame: EventsFrame; text: string; cursor: Cursor }): Ring {
  if (ring === null || endOf(ring).epoch !== cursor.epoch) return ringAt(cursor)
  const { offset } = endOf(ring)
  if (frame.offset <= offset) return ring
  if (frame.prev > offset || !isSame(cursor, { epoch: cursor.epoch, offset: frame.offset, mark: frame.mark })) return ringAt(cursor)
  return trimmed({ ...ring, kept: [...ring.kept, { to: cursor, text }], chars: ring.chars + text.length })
}

function trimmed(ring: Ring): Ring {
  const [first, ...rest] = ring.kept
  const isFull = ring.kept.length > TABS.ringFrames || ring.chars > TABS.ringChars
  if (!isFull || first === undefined) return ring
  return trimmed({ from: first.to, kept: rest, chars: ring.chars - first.text.length })
}

/** The frames after a cursor that the ring proves by its mark; null where only a snapshot will do. */
export function framesAfter(ring: Ring | null, cursor: Cursor): readonly string[] | null {
  if (ring === null) return null
  const index = [ring.from, ...ring.kept.map(({ to }) => to)].findIndex(place => isSame(place, cursor))
  return index < 0 ? null : ring.kept.slice(index).map(({ text }) => text)
}

const isSame = (a: Cursor, b: Cursor): boolean => a.epoch === b.epoch && a.offset === b.offset && a.mark === b.mark
