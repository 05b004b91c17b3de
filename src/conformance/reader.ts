// Where a reader of the protocol stands at each frame of a transcript: its epoch, its offset, and the snapshot it is being told.
import type { SnapshotFrame } from '../protocol/frames.ts'
import type { Cursor, Item } from '../protocol/values.ts'
import { type Frame, framesOf, heardOf, sentOf, type Transcript } from './transcript.ts'

/** The reader before `frame`. */
export interface Reading {
  readonly frame: Frame
  readonly epoch: string
  /** The offset up to which all is known; null before the first snapshot of a reader that stated no cursor of this epoch. */
  readonly offset: number | null
  /** Parts of a snapshot that came, and whose last part has not. */
  readonly staged: readonly SnapshotFrame[]
}

export function readingsOf(transcript: Transcript): readonly Reading[] {
  const readings: Reading[] = []
  const stated = sentOf(transcript, 'hello')[0]?.cursor ?? null
  let reader = START
  for (const frame of framesOf(transcript)) {
    readings.push({ frame, ...reader })
    reader = after(reader, frame, stated)
  }
  return readings
}

/** Where the reader stands at the end; null when it stands nowhere. */
export function cursorOf(transcript: Transcript): Cursor | null {
  const cursor = sentOf(transcript, 'hello')[0]?.cursor ?? null
  const { epoch, offset, mark } = framesOf(transcript).reduce((reader, frame) => after(reader, frame, cursor), START)
  return offset === null ? null : { epoch, offset, mark }
}

/** Whether the newest word is that it has caught up (GAP3), and no snapshot is under way. */
export function isLive(transcript: Transcript): boolean {
  const last = transcript.entries.findLast(entry => entry.kind === 'heard' && (entry.frame.type === 'snapshot' || isLiveFrame(entry.frame)))
  return last?.kind === 'heard' && last.frame.type === 'events'
}

const isLiveFrame = (frame: Frame): boolean => frame.type === 'events' && frame.live === true

export const welcomeOf = (transcript: Transcript): Extract<Frame, { type: 'welcome' }> | null => heardOf(transcript, 'welcome')[0] ?? null

interface Reader extends Omit<Reading, 'frame'> {
  readonly mark: string
}

const START: Reader = { epoch: '', mark: '', offset: null, staged: [] }

function after(reader: Reader, frame: Frame, stated: Cursor | null): Reader {
  switch (frame.type) {
    case 'welcome': {
      const isOurs = stated?.epoch === frame.epoch
      return { epoch: frame.epoch, offset: isOurs ? stated.offset : null, mark: isOurs ? stated.mark : '', staged: [] }
    }
    case 'snapshot': {
      const staged = frame.part === 1 ? [frame] : [...reader.staged, frame]
      return frame.part < frame.parts ? { ...reader, staged } : { ...frame.cursor, staged: [] }
    }
    case 'events':
      return frame.offset > (reader.offset ?? -1) ? { ...reader, offset: frame.offset, mark: frame.mark } : reader
    case 'receipt':
    case 'authenticated':
    case 'auth-required':
    case 'bye':
    case 'ping':
    case 'pong':
    case 'unknown':
    case 'protocol-error':
      return reader
  }
}

/** What a reader is told that it did not know: items after its offset, one by one, and snapshots when they are whole. */
export type Told =
  | { readonly kind: 'item'; readonly epoch: string; readonly item: Item }
  | { readonly kind: 'snapshot'; readonly parts: readonly SnapshotFrame[] }

export function toldTo(transcript: Transcript): readonly Told[] {
  return readingsOf(transcript).flatMap<Told>(({ frame, epoch, offset, staged }) => {
    if (frame.type === 'snapshot' && frame.part === frame.parts) return [{ kind: 'snapshot', parts: [...staged, frame] }]
    if (frame.type !== 'events') return []
    return frame.list.filter(item => item.offset > (offset ?? -1)).map(item => ({ kind: 'item', epoch, item }))
  })
}
