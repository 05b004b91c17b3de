// What a socket between a page and a node is to a simulation: what may befall it, and what can be seen of it.
import type { SocketHandle, SocketListener } from '../client/world.ts'
import type { Connection, Transport } from '../server/engine/host.ts'
import type { Chance } from './chance.ts'
import type { Clock } from './clock.ts'
import type { Host } from './host.ts'
import type { Line } from './pipe.ts'

export type Way = 'up' | 'down' | 'both'

/** When an end hears that the socket is gone, ms from now; null: never. */
export interface Cut {
  readonly page: number | null
  readonly node: number | null
}

export interface Wire {
  readonly handle: SocketHandle
  /** The page holds it still, whatever the network thinks. */
  isHeld(): boolean
  isOpen(): boolean
  /** The machine at the far end; null before it is reached. */
  peer(): Host | null
  /** Open at both ends, with nothing lost, held back or on its way. */
  isQuiet(): boolean
  /** Frames for the page wait for a line that is too narrow: it cannot know how old what comes is. */
  isCrowded(): boolean
  /** Since when frames of this way are lost, true time; null while they arrive. */
  lostSince(way: 'up' | 'down'): number | null
  /** When the page began to dial, true time. */
  readonly dialedAt: number
  /** When something came down last; null: nothing yet. */
  heardAt(): number | null
  /** When a command that nobody answered was written first on a line that carries nothing any more; null: none was. */
  spokeAt(): number | null
  /** Something that no server of ours says, among the frames for the page; null is a binary frame. */
  inject(text: string | null): void
  cut(how: Cut): void
  lose(way: Way): void
  hold(way: Way): void
  release(): void
  /** The peer is reached: `accept` answers with its connection. */
  connect(peer: Peer): void
  /** Ends the dial without a peer. */
  fail(code: number): void
}

export interface Peer {
  readonly host: Host
  readonly accept: (transport: Transport) => Connection
}

/** Hears of every frame at either end: for invariants and figures, never for the simulation itself. */
export interface Tap {
  sent(way: 'up' | 'down', text: string): void
  arrived(way: 'up' | 'down', text: string): void
  over(): void
}

export interface WireOptions {
  readonly clock: Clock
  readonly chance: Chance
  readonly page: Host
  readonly line: WireLine
  readonly listener: SocketListener
  readonly tap: Tap
}

export interface WireLine {
  readonly up: Line
  readonly down: Line
  /**
   * Frames of a socket that was hung up still reach its listener, up to a minute late: what was on its way, and what it heard before once more, as a
   * proxy of a world might let them.
   */
  trails: boolean
  repeats: boolean
  dropping: number
  /** What lies in wait for a frame. */
  readonly ambushes: Set<Ambush>
}

/** Springs once, after the first frame of its kind reached its receiver; or, `out`, when the page has just written it. */
export interface Ambush {
  readonly way: 'up' | 'down' | 'out'
  readonly matches: (text: string) => boolean
  readonly spring: (wire: Wire) => void
}
