// The network between pages and nodes: what a dial meets, how each page's line is, and the faults of the sockets under way.
import type { SocketListener, World } from '../client/world.ts'
import type { Chance } from './chance.ts'
import type { Clock } from './clock.ts'
import { createHost, type Host } from './host.ts'
import type { Line } from './pipe.ts'
import { createWire } from './simulated-wire.ts'
import type { Ambush, Cut, Peer, Tap, Way, Wire } from './wire.ts'

/** What becomes of a dial. `reject`: accepted, then closed with a code before anything is read. */
export type Dialing = { readonly type: 'reach' | 'refuse' | 'hang' } | { readonly type: 'reject'; readonly code: number }

export interface PageLine {
  readonly up: Line
  readonly down: Line
  dialing: Dialing
  /** Frames of sockets that were hung up still arrive. */
  trails: boolean
  /** Frames of events come twice. */
  repeats: boolean
  /** How many of the next frames of events go missing. */
  dropping: number
  readonly ambushes: Set<Ambush>
}

export interface PageNetwork {
  readonly line: PageLine
  readonly openSocket: World['openSocket']
  /** The sockets this page holds, oldest first. */
  held(): readonly Wire[]
  /** Every socket that may still carry something. */
  wires(): readonly Wire[]
  cut(how: Cut): void
  lose(way: Way): void
  hold(way: Way): void
  release(): void
}

export interface PageNetworkOptions {
  readonly clock: Clock
  readonly chance: Chance
  readonly page: Host
  /** The node that takes the next dial; null: nobody answers. */
  readonly peer: () => Peer | null
  readonly tap: (wire: () => Wire | null) => Tap
  readonly latencyMs?: number
}

const WIDE = 50_000_000
const KEPT_WIRES = 8

export function createPageNetwork({ clock, chance, page, peer, tap, latencyMs = 20 }: PageNetworkOptions): PageNetwork {
  const lineOf = (): Line => ({ latencyMs, jitterMs: 10, bytesPerSecond: WIDE })
  const line: PageLine = {
    up: lineOf(),
    down: lineOf(),
    dialing: { type: 'reach' },
    trails: false,
    repeats: false,
    dropping: 0,
    ambushes: new Set(),
  }
  const wires: Wire[] = []

  function openSocket(_url: string, _protocol: string | null, listener: SocketListener): Wire['handle'] {
    let opened: Wire | null = null
    const wire = createWire({ clock, chance, page, line, listener, tap: tap(() => opened) })
    opened = wire
    wires.push(wire)
    if (wires.length > KEPT_WIRES) wires.shift()
    dial(wire)
    return wire.handle
  }

  function dial(wire: Wire): void {
    const { dialing } = line
    const reached = dialing.type === 'reach' ? peer() : null
    if (dialing.type === 'hang') return
    if (dialing.type === 'reject') return wire.connect(rejecting(dialing.code, clock))
    if (reached === null) return wire.fail(1006)
    wire.connect(reached)
  }

  const each = (work: (wire: Wire) => void) => wires.forEach(work)
  return {
    line,
    openSocket,
    held: () => wires.filter(wire => wire.isHeld()),
    wires: () => wires,
    cut: how => each(wire => wire.cut(how)),
    lose: way => each(wire => wire.lose(way)),
    hold: way => each(wire => wire.hold(way)),
    release: () => each(wire => wire.release()),
  }
}

/** A peer that accepts and leaves: a proxy without a backend, a node that sheds. */
function rejecting(code: number, clock: Clock): Peer {
  const silent = () => undefined
  return {
    host: createHost({ name: 'proxy', clock }),
    accept(transport) {
      clock.at(clock.now() + 5, () => transport.close(code, 'rejected'))
      return { id: 'none', received: silent, receivedBinary: silent, flushed: silent, closed: silent, drain: silent, leave: silent }
    },
  }
}
