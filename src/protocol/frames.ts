// Every frame of protocol v1, as decoded values, grouped by direction. docs/PROTOCOL.md says what each is for.
import type { RefusalCode } from './check.ts'
import type { Cursor, Head, Item, Json, ReasonedError, StreamPiece, WireNotification, WireTask } from './values.ts'

export const SUBPROTOCOL = 'resilient-socket.v1'
export const PROTOCOL_VERSION = 1

/* client → server */

/** First frame on every socket. `user` states the expected identity; `cursor` asks for a resume. */
export interface Hello {
  readonly type: 'hello'
  readonly v: 1
  readonly client: string
  readonly user?: string
  readonly token?: string
  readonly cursor?: Cursor
}

/** "I have applied everything up to `offset`", or snapshot part `part`. */
export interface Ack {
  readonly type: 'ack'
  readonly offset: number
  readonly part?: number
}

/** A request whose id makes a resend harmless. `ttlMs` is what is left of its life. */
export interface Command {
  readonly type: 'command'
  readonly id: string
  readonly op: string
  readonly data: Json
  readonly ttlMs: number
  readonly epoch?: string
}

export interface Auth {
  readonly type: 'auth'
  readonly token: string
}

/* server → client */

export type SnapshotReason = 'new' | 'epoch' | 'trimmed' | 'overflow' | 'diverged'

export interface Welcome {
  readonly type: 'welcome'
  readonly connection: string
  readonly user: string
  readonly epoch: string
  readonly head: number
  /** A forecast only (SNAP4): a snapshot may come at any time. */
  readonly outcome: 'replayed' | 'snapshot'
  readonly reason?: SnapshotReason
  readonly heartbeat: { readonly intervalMs: number; readonly activeIntervalMs: number; readonly timeoutMs: number }
  readonly limits: { readonly upBytes: number; readonly inFlight: number; readonly ackBytes: number; readonly hedge: boolean }
  readonly reconnectSpreadMs: number
  readonly tokenExpiresInMs?: number
}

/** The unit of application and of cursor movement (GAP1). `live` ends catching up (GAP3). */
export interface EventsFrame {
  readonly type: 'events'
  readonly prev: number
  readonly offset: number
  readonly mark: string
  readonly list: readonly Item[]
  readonly live?: true
}

/** One part of the whole state at `cursor`; the last part replaces everything (SNAP2). */
export interface SnapshotFrame {
  readonly type: 'snapshot'
  readonly cursor: Cursor
  readonly part: number
  readonly parts: number
  readonly tasks: readonly WireTask[]
  readonly pieces: readonly StreamPiece[]
  readonly notifications: readonly WireNotification[]
  readonly seen: number
}

/** The answer to one command. */
export type Receipt =
  | { readonly type: 'receipt'; readonly id: string; readonly ok: true; readonly data?: Json; readonly cursor?: Cursor }
  | { readonly type: 'receipt'; readonly id: string; readonly ok: false; readonly error: ReasonedError }

export interface Authenticated {
  readonly type: 'authenticated'
  readonly expiresInMs?: number
}

export interface AuthRequired {
  readonly type: 'auth-required'
  readonly inMs: number
}

/** The server is about to close with `code`; the durations say when and how spread to come back (BACK2, DRAIN1). */
export interface Bye {
  readonly type: 'bye'
  readonly code: number
  readonly reason: string
  readonly retryAfterMs?: number
  readonly spreadMs?: number
  readonly graceMs?: number
}

/* both */

export interface Ping {
  readonly type: 'ping'
  readonly id: number
}

export interface Pong {
  readonly type: 'pong'
  readonly id: number
}

/** A frame of a newer peer: proof of life, and nothing else. */
export interface UnknownFrame {
  readonly type: 'unknown'
  readonly name: string
}

/** Text that is no frame of v1. A value, never thrown: the reader closes with `closeCode`. */
export interface ProtocolError {
  readonly type: 'protocol-error'
  readonly code: RefusalCode
  readonly closeCode: number
  readonly message: string
}

export type ClientMessage = Hello | Ack | Command | Auth | Ping | Pong
export type ServerMessage = Welcome | EventsFrame | SnapshotFrame | Receipt | Authenticated | AuthRequired | Bye | Ping | Pong

/** What each built-in op takes and answers. `app.*` ops are the application's own. */
export interface Ops {
  'task.submit': { data: { kind: string; input: Json; conversation?: string; retryOf?: string }; answer: { task: Head } }
  'task.cancel': { data: { id: string } | { key: string }; answer: { task: Head } }
  'task.get': { data: { id: string } | { key: string }; answer: { task: WireTask; pieces: readonly StreamPiece[] } }
  'task.input': { data: { id: string; rev: number; data: Json }; answer: { task: Head } }
  'notifications.seen': { data: { offset: number }; answer: { offset: number } }
}
