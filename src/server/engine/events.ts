// What the engine can be told: frames, answers to its effects, hints, and the passing of time.
import type { ClientMessage, ProtocolError, UnknownFrame } from '../../protocol/frames.ts'
import type { Reading, StoredReceipt, StoreSnapshot } from '../store.ts'
import type { Identity } from '../types.ts'

/** What the world says at the time of an event. `now` is epoch ms. */
export interface Moment {
  readonly now: number
  /** Bytes that the transport has taken and not yet handed to the network. */
  readonly bufferedBytes: number
  /** How wide this node wants returning clients to spread (BACK1). */
  readonly reconnectSpreadMs: number
}

/**
 * How the node received a new socket. `shed`: too many handshakes. `forbidden`: its Origin may not. `needs-token`: it named no Origin,
 * so only a token proves that no browser was led to dial (AUTH4).
 */
export type Admission = 'admitted' | 'needs-token' | 'shed' | 'forbidden'

export type AuthAnswer =
  | { readonly outcome: 'identity'; readonly identity: Identity }
  | { readonly outcome: 'nobody' }
  /** As many other pages of this user as a node serves. */
  | { readonly outcome: 'crowded' }
  /** `authenticate` threw or answered what is no identity. */
  | { readonly outcome: 'failed' }

export type EngineEvent =
  | { readonly type: 'opened'; readonly admission: Admission }
  | { readonly type: 'frame'; readonly message: ClientMessage | UnknownFrame | ProtocolError }
  | { readonly type: 'binary' }
  /** More frames came while reading was paused than a socket can hold. */
  | { readonly type: 'overrun' }
  | { readonly type: 'authenticated'; readonly answer: AuthAnswer }
  | { readonly type: 'read'; readonly reading: Reading }
  | { readonly type: 'snapshot'; readonly snapshot: StoreSnapshot }
  | { readonly type: 'store-failed' }
  /** A hint that the user's log grew (LOG5). */
  | { readonly type: 'woken' }
  /** The command has begun, so the next may. */
  | { readonly type: 'begun'; readonly id: string }
  | { readonly type: 'receipt'; readonly id: string; readonly receipt: StoredReceipt }
  /** The store failed, so nobody can say whether the command ran: no receipt, and the client asks again on a new socket. */
  | { readonly type: 'command-failed'; readonly id: string }
  /** The transport handed bytes to the network. */
  | { readonly type: 'flushed' }
  | { readonly type: 'drain'; readonly graceMs: number; readonly spreadMs: number }
  /** The node ends this connection: superseded, replaced or revoked. */
  | { readonly type: 'leave'; readonly code: number; readonly reason: string }
  | { readonly type: 'closed' }
  | { readonly type: 'tick' }
