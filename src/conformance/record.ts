// A transcript as it grows: each entry wakes those who wait for it.
import { BOUNDS } from './limits.ts'
import { closingOf, type Entry, type Transcript, type Who } from './transcript.ts'
import type { World } from './world.ts'

export interface Record {
  readonly transcript: Transcript
  note(entry: Entry): void
  /** More than a run may hold. */
  isFull(): boolean
  when<T>(pick: (transcript: Transcript) => T | null, ms: number): Promise<T | null>
}

export function createRecord(world: World, who: Who): Record {
  const entries: Entry[] = []
  const transcript: Transcript = { who, entries }
  const waiting = new Set<() => void>()
  let heldBytes = 0

  return {
    transcript,
    isFull: () => entries.length > BOUNDS.heldEntries || heldBytes > BOUNDS.heldBytes,
    note(entry) {
      if (closingOf(transcript) !== null) return
      entries.push(entry)
      if (entry.kind === 'heard') heldBytes += entry.bytes
      for (const look of waiting) look()
    },
    when: (pick, ms) =>
      new Promise(resolve => {
        const look = (): void => {
          const found = pick(transcript)
          if (found !== null || closingOf(transcript) !== null) done(found)
        }
        const done = (found: ReturnType<typeof pick>): void => {
          waiting.delete(look)
          cancel()
          resolve(found)
        }
        const cancel = world.after(ms, () => done(null))
        waiting.add(look)
        look()
      }),
  }
}
