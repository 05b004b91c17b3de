// One socket as it was heard, from its dial to its close: what every rule judges.
import type { ClientMessage, ProtocolError, ServerMessage, UnknownFrame } from '../protocol/frames.ts'

export type Frame = ServerMessage | UnknownFrame | ProtocolError

export type Entry =
  | { readonly kind: 'opened'; readonly at: number; readonly protocol: string }
  /** `message` is null for what is deliberately no frame of v1. */
  | { readonly kind: 'sent'; readonly at: number; readonly message: ClientMessage | null }
  | { readonly kind: 'heard'; readonly at: number; readonly frame: Frame; readonly bytes: number; readonly form: 'text' | 'binary' }
  | { readonly kind: 'closed'; readonly at: number; readonly code: number; readonly why: string }

/** Whose token its hello carries. */
export type Who = 'first' | 'second' | 'nobody'

export interface Transcript {
  readonly who: Who
  readonly entries: readonly Entry[]
}

type FrameOf<T extends Frame['type']> = Extract<Frame, { readonly type: T }>

/** What was heard, in order. */
export function framesOf({ entries }: Transcript): readonly Frame[] {
  const frames: Frame[] = []
  for (const entry of entries) if (entry.kind === 'heard') frames.push(entry.frame)
  return frames
}

/** What was heard of one type, in order. */
export function heardOf<T extends Frame['type']>(transcript: Transcript, type: T): readonly FrameOf<T>[] {
  return framesOf(transcript).filter((frame): frame is FrameOf<T> => frame.type === type)
}

export function closingOf({ entries }: Transcript): Extract<Entry, { kind: 'closed' }> | null {
  const last = entries.at(-1)
  return last?.kind === 'closed' ? last : null
}

/** What was sent of one type, in order. */
export function sentOf<T extends ClientMessage['type']>(
  { entries }: Transcript,
  type: T,
): readonly Extract<ClientMessage, { readonly type: T }>[] {
  return entries.flatMap(entry => (entry.kind === 'sent' && entry.message !== null && isOf(entry.message, type) ? [entry.message] : []))
}

const isOf = <T extends ClientMessage['type']>(message: ClientMessage, type: T): message is Extract<ClientMessage, { readonly type: T }> =>
  message.type === type
