// Words at the pace of a reader: each is given when its time has come, and none after the signal.
import { wait, type Clock } from '../clock.ts'

export interface Pace {
  readonly clock: Clock
  /** From one word to the next; 0: all at once. */
  readonly wordMs: number
}

/** A word with the white space before it, so that the pieces joined are the text. */
export const piecesOf = (text: string): readonly string[] => text.match(/\s*\S+|\s+$/g) ?? []

export async function* readAloud(text: string, { clock, wordMs }: Pace, signal: AbortSignal): AsyncGenerator<string> {
  if (wordMs === 0) {
    signal.throwIfAborted()
    return yield text
  }
  for (const piece of piecesOf(text)) {
    await wait(clock, wordMs, signal)
    yield piece
  }
}
