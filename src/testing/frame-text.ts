// Single facts from the text of a frame: the simulation looks at each one, and decodes few.
import type { Place } from './evidence.ts'

/** Ids of the notifications of a snapshot's part. */
export function noticesIn(text: string): readonly string[] {
  const { notifications }: { notifications: readonly { readonly id: string }[] } = JSON.parse(text)
  return notifications.map(({ id }) => id)
}

export const numberIn = (text: string, pattern: RegExp): number => Number(pattern.exec(text)?.[1] ?? Number.NaN)

/** The cursor of a hello. */
export function resumedIn(text: string): Place | null {
  const { cursor }: { cursor?: Place } = JSON.parse(text)
  return cursor === undefined ? null : { epoch: cursor.epoch, offset: cursor.offset }
}
