// A message with the text it makes, encoded once: what goes out is what the window counts.
import { byteLength, encode } from '../../protocol/codec.ts'
import type { ServerMessage } from '../../protocol/frames.ts'

export interface Frame {
  readonly message: ServerMessage
  readonly text: string
  /** UTF-8 bytes of the text. */
  readonly bytes: number
}

export function frameOf(message: ServerMessage): Frame {
  const text = encode(message)
  return { message, text, bytes: byteLength(text) }
}
