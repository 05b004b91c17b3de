// Single facts from the text of frames, and from sends that were kept: the simulation looks at each one, and decodes few.
import type { ResilientSocket } from '../client/index.ts'
import type { Sent } from '../core/model.ts'
import type { Place } from './evidence.ts'

/** Ids of the notifications of a snapshot's part. */
export function noticesIn(text: string): readonly string[] {
  const { notifications }: { notifications: readonly { readonly id: string }[] } = JSON.parse(text)
  return notifications.map(({ id }) => id)
}

export const numberIn = (text: string, pattern: RegExp): number => Number(pattern.exec(text)?.[1] ?? Number.NaN)

/** The id of a command. Reading marks are left out: those of a history that is gone are given up, answered or not. */
export const commandIn = (text: string): string | null => /^\{"type":"command","id":"([^"]+)","op":"(?!notif)/.exec(text)?.[1] ?? null

/** The cursor of a hello. */
export function resumedIn(text: string): Place | null {
  const { cursor }: { cursor?: Place } = JSON.parse(text)
  return cursor === undefined ? null : { epoch: cursor.epoch, offset: cursor.offset }
}

/** The same task under the same key: its answer may have come already, and then it is given once more. */
export function resubmitted(socket: ResilientSocket, key: string, data: unknown): Sent {
  const { kind, input } =
    typeof data === 'object' && data !== null && 'kind' in data && 'input' in data ? data : { kind: null, input: null }
  return socket.submit(String(kind), input, { key })
}
