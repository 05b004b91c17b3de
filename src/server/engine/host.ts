// What a connection stands between: the transport that carries it, and the node that it belongs to.
import type { Command } from '../../protocol/frames.ts'
import type { Store, StoredReceipt } from '../store.ts'
import type { Limits, Log } from '../types.ts'
import type { ServerWorld } from '../world.ts'
import type { AuthAnswer } from './events.ts'

/** One socket, whatever carries it. Its owner reports what arrives to the `Connection`. */
export interface Transport {
  send(text: string): void
  close(code: number, reason: string): void
  /** Ends it without waiting for the peer. */
  terminate(): void
  /** Bytes taken by `send` and not yet handed to the network. */
  bufferedBytes(): number
  /** Stops reading from the network, so that the peer's own buffers fill. */
  pause(): void
  resume(): void
}

export interface Connection {
  readonly id: string
  /** A text frame arrived. */
  received(text: string): void
  receivedBinary(): void
  /** The transport handed bytes to the network. */
  flushed(): void
  /** The transport is gone; nothing is sent any more. */
  closed(): void
  drain(how: Drain): void
  /** Closes with this code, whatever is under way. */
  leave(code: number, reason: string): void
}

/** `graceMs`: how long it is served on. `spreadMs`: how wide its clients should spread. */
export interface Drain {
  readonly graceMs: number
  readonly spreadMs: number
}

/** A command under way. `begun` settles when the next may begin. Both reject when the store fails: nobody knows then whether it ran. */
export interface Execution {
  readonly begun: Promise<void>
  readonly receipt: Promise<StoredReceipt>
}

export type Execute = (user: string, command: Command) => Execution

/** Whose connection it is, and which page's. */
export interface Place {
  readonly user: string
  readonly client: string
}

/** What a connection needs of its node. */
export interface ConnectionHost {
  readonly world: ServerWorld
  readonly store: Store
  readonly limits: Limits
  readonly log: Log
  /** Never rejects. */
  readonly authenticate: (token: string | null, client: string) => Promise<AuthAnswer>
  readonly execute: Execute
  readonly reconnectSpreadMs: () => number
  readonly welcomed: (connection: Connection, place: Place) => void
  readonly released: (connection: Connection) => void
}
