// What the engine wants done. The driver runs these and decides nothing.
import type { Command, ServerMessage } from '../../protocol/frames.ts'
import type { Cursor } from '../../protocol/values.ts'
import { type Frame, frameOf } from './frame.ts'

export type Effect =
  | { readonly type: 'send'; readonly frame: Frame }
  | { readonly type: 'close'; readonly code: number; readonly reason: string }
  /** The peer did not answer our close: the socket is torn down. */
  | { readonly type: 'terminate' }
  /** Frames that arrive meanwhile are held, in order, until `resume-reading`. */
  | { readonly type: 'pause-reading' }
  | { readonly type: 'resume-reading' }
  /** Answered by `authenticated`. */
  | { readonly type: 'authenticate'; readonly token: string | null; readonly client: string }
  | { readonly type: 'watch'; readonly user: string }
  | { readonly type: 'unwatch' }
  /** Answered by `read` or `store-failed`. */
  | { readonly type: 'read-store'; readonly user: string; readonly after: Cursor }
  /** Answered by `snapshot` or `store-failed`. */
  | { readonly type: 'read-snapshot'; readonly user: string }
  /** Answered by `begun`, then `receipt` or `command-failed`. */
  | { readonly type: 'execute'; readonly user: string; readonly command: Command }
  /** The handshake ended well: the node counts the connection and ends an older one of the same client. */
  | { readonly type: 'welcomed'; readonly user: string; readonly client: string }
  /** The socket is gone: the node forgets the connection. */
  | { readonly type: 'released' }
  | { readonly type: 'log'; readonly level: 'debug' | 'info' | 'warn' | 'error'; readonly event: string; readonly fields: LogFields }

export type LogFields = Readonly<Record<string, string | number | boolean | null>>

export const send = (message: ServerMessage): Effect => ({ type: 'send', frame: frameOf(message) })

export const log = (level: 'debug' | 'info' | 'warn' | 'error', event: string, fields: LogFields = {}): Effect => ({
  type: 'log',
  level,
  event,
  fields,
})
