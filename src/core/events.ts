// What the machine can be told. Events of a socket carry its dial number, so that an older socket's die in one line.
import type { EventsFrame, ServerMessage } from '../protocol/frames.ts'
import type { Cursor, Json } from '../protocol/values.ts'
import type { ConnectionStatus } from './model.ts'
import type { Loaded, Restoring } from './restore.ts'
import type { Settings } from './settings.ts'

/** Time and chance arrive together: `now` in epoch ms, `roll` uniform in [0, 1). */
export interface Moment {
  readonly now: number
  readonly roll: number
}

export type HintName = 'online' | 'offline' | 'visible' | 'hidden' | 'pageshow' | 'pagehide' | 'resume'

export type LinkEvent =
  /** `retain`: a page holds it, which does not undo a close by the user. */
  | { readonly type: 'connect'; readonly by: 'user' | 'retain' }
  | { readonly type: 'reconnect' }
  | { readonly type: 'close'; readonly why: 'closed-by-user' | 'disabled' }
  | { readonly type: 'token'; readonly dial: number; readonly result: 'ready' | 'signed-out' | 'failed' }
  | { readonly type: 'opened'; readonly dial: number }
  /** `bytes`: length of the text it came as. `proof`: none where it was made on this side, so that it is no sign of life of the far one (PLAIN1). */
  | { readonly type: 'frame'; readonly dial: number; readonly message: ServerMessage; readonly bytes: number; readonly proof?: 'none' }
  /** A frame of an unknown type: proof of life. */
  | { readonly type: 'noise'; readonly dial: number; readonly name: string }
  /** A frame that is not protocol v1. */
  | { readonly type: 'invalid'; readonly dial: number; readonly problem: string }
  /** `allowed`: what the user's `shouldReconnect` said. */
  | { readonly type: 'closed'; readonly dial: number; readonly code: number; readonly reason: string; readonly allowed: boolean }
  /** The answer to an HTTP probe: its status, 0 where that cannot be read, null where none came. */
  | { readonly type: 'probed'; readonly probe: number; readonly status: number | null }
  | { readonly type: 'hint'; readonly hint: HintName }
  | { readonly type: 'tick' }

export interface NewCommand {
  readonly id: string
  readonly op: string
  readonly data: Json
  /** UTF-8 bytes of the frame it makes. */
  readonly bytes: number
  readonly ttlMs: number | null
}

/** What the application asks of the machine; the same in every phase. */
export type DeskEvent =
  | { readonly type: 'send'; readonly command: NewCommand }
  /** `commandId` names the `task.cancel` that a written submit needs. */
  | { readonly type: 'cancel'; readonly id: string; readonly commandId: string }
  | { readonly type: 'retry'; readonly id: string; readonly newId: string }
  | { readonly type: 'discard'; readonly id: string }
  | { readonly type: 'ask'; readonly ref: string }
  | { readonly type: 'see'; readonly offset: number; readonly commandId: string }
  | { readonly type: 'dismiss'; readonly id: string }
  /** Something was written over HTTP, and its effect stands at this cursor (GAP4). */
  | { readonly type: 'wrote'; readonly cursor: Cursor }
  /** What was found out of tasks beside any link, of this epoch: the state follows, and nothing is said of the connection (PLAIN1). */
  | { readonly type: 'learn'; readonly frame: EventsFrame; readonly epoch: string }
  | { readonly type: 'settings'; readonly settings: Settings }
  /** What storage held. `take`: what is made of it, which a flight record leaves out. */
  | ({ readonly type: 'restore'; readonly take: Restoring } & Loaded)
  | { readonly type: 'storage'; readonly storage: ConnectionStatus['storage'] }
  /** Other tabs await receipts over this page's socket, the oldest since then; null: none does any more. */
  | { readonly type: 'relaying'; readonly since: number | null }
  /** The last page let go: linger, then leave. */
  | { readonly type: 'release' }
  | { readonly type: 'dispose' }

export type MachineEvent = LinkEvent | DeskEvent
