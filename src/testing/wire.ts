// One socket between a page and a node: two pipes, two ends, and a close that each end may hear of at once, late, or never.
import type { SocketHandle, SocketListener } from '../client/world.ts'
import type { Connection, Transport } from '../server/engine/host.ts'
import type { Chance } from './chance.ts'
import type { Clock } from './clock.ts'
import type { Host } from './host.ts'
import { createPipe, type Line } from './pipe.ts'

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
  /** Frames that were on their way still reach the listener of a socket that was hung up, as a proxy of a world might let them. */
  trails: boolean
  repeats: boolean
  dropping: number
}

export function createWire(options: WireOptions): Wire {
  return new SimulatedWire(options)
}

const EVENTS = '{"type":"events"'

class SimulatedWire implements Wire {
  readonly #options: WireOptions
  readonly #down
  readonly #lostSince: { up: number | null; down: number | null } = { up: null, down: null }
  #up: ReturnType<typeof createPipe> | null = null
  #peer: Host | null = null
  #page: 'opening' | 'open' | 'left' | 'over' = 'opening'
  #told: 'behind' | 'live' = 'behind'
  #connection: Connection | null = null
  #node: 'open' | 'closing' | 'over' = 'over'

  constructor(options: WireOptions) {
    const { clock, chance, page, line } = options
    this.#options = options
    this.#down = createPipe({ clock, chance, line: line.down, receiver: page, flushed: () => this.#flushed() })
  }

  readonly handle: SocketHandle = {
    send: text => {
      if (this.#page !== 'open') return
      this.#options.tap.sent('up', text)
      this.#up?.send(text.length, () => {
        this.#options.tap.arrived('up', text)
        if (this.#node === 'open') this.#connection?.received(text)
      })
    },
    abandon: () => {
      if (this.#page === 'over' || this.#page === 'left') return
      this.#page = 'left'
      this.#options.tap.over()
      this.#up?.send(8, () => this.#nodeHears())
    },
    bufferedBytes: () => this.#up?.buffered() ?? 0,
  }

  isHeld = (): boolean => this.#page === 'opening' || this.#page === 'open'
  isOpen = (): boolean => this.#page === 'open'
  peer = (): Host | null => this.#peer
  isQuiet = (): boolean =>
    this.#page === 'open' &&
    this.#node === 'open' &&
    [this.#up, this.#down].every(pipe => pipe?.state() === 'flowing' && pipe.inFlight() === 0)
  isCrowded = (): boolean => this.#lostSince.down === null && this.#down.buffered() > 0
  lostSince = (way: 'up' | 'down'): number | null => this.#lostSince[way]

  connect({ host, accept }: Peer): void {
    const { clock, chance, line } = this.#options
    const pipe = createPipe({ clock, chance, line: line.up, receiver: host })
    this.#up = pipe
    this.#peer = host
    pipe.send(1, () => {
      if (this.#page === 'over' || this.#lostSince.up !== null) return
      this.#node = 'open'
      this.#down.send(1, () => this.#opened())
      this.#connection = accept(this.#transport(host))
    })
  }

  fail(code: number): void {
    const { clock, page, line } = this.#options
    clock.at(clock.now() + 2 * line.up.latencyMs, () => page.run(() => this.#pageHears(code, '')))
  }

  cut({ page, node }: Cut): void {
    const { clock, page: host } = this.#options
    this.lose('both')
    if (page !== null) clock.at(clock.now() + page, () => host.run(() => this.#pageHears(1006, '')))
    if (node !== null) clock.at(clock.now() + node, () => this.#nodeHears())
  }

  lose(way: Way): void {
    const now = this.#options.clock.now()
    if (way !== 'down') {
      this.#up?.lose()
      this.#lostSince.up ??= now
    }
    if (way !== 'up') {
      this.#down.lose()
      this.#lostSince.down ??= now
    }
  }

  hold(way: Way): void {
    if (way !== 'down') this.#up?.hold()
    if (way !== 'up') this.#down.hold()
  }

  release(): void {
    this.#up?.release()
    this.#down.release()
  }

  #transport(host: Host): Transport {
    const isUp = () => host.state() !== 'dead' && this.#node !== 'over'
    return {
      send: text => {
        if (!isUp() || this.#node !== 'open') return
        this.#options.tap.sent('down', text)
        this.#down.send(text.length, () => this.#pageTakes(text))
      },
      close: (code, reason) => {
        if (!isUp() || this.#node !== 'open') return
        this.#node = 'closing'
        this.#down.send(8, () => {
          this.#pageHears(code, reason)
          this.#up?.send(8, () => this.#nodeHears())
        })
      },
      terminate: () => {
        if (!isUp()) return
        this.#down.send(8, () => this.#pageHears(1006, ''))
        this.#options.clock.at(this.#options.clock.now(), () => host.run(() => this.#nodeHears()))
      },
      bufferedBytes: () => this.#down.buffered(),
      pause: () => this.#up?.pause(),
      resume: () => this.#up?.resume(),
    }
  }

  #opened(): void {
    if (this.#page !== 'opening') return
    this.#page = 'open'
    this.#options.listener.opened()
  }

  #pageTakes(text: string): void {
    const { listener, tap, line } = this.#options
    if (this.#isDropped(text)) return
    if (this.#page === 'open') tap.arrived('down', text)
    const isHeard = () => this.#page === 'open' || (line.trails && this.#page === 'left')
    if (isHeard()) listener.frame(text)
    if (text.startsWith(EVENTS) && line.repeats && isHeard()) listener.frame(text)
  }

  /** Only frames of a page that was told `live`: without a next frame nothing would ever tell that the first one is missing. */
  #isDropped(text: string): boolean {
    const { line } = this.#options
    const isEvents = text.startsWith(EVENTS)
    const was = this.#told
    if (isEvents && text.endsWith('"live":true}')) this.#told = 'live'
    if (text.startsWith('{"type":"snapshot"')) this.#told = 'behind'
    if (!isEvents || was === 'behind' || line.dropping === 0) return false
    line.dropping -= 1
    return true
  }

  #pageHears(code: number, reason: string): void {
    const { listener, tap, line } = this.#options
    const wasHeld = this.isHeld()
    const tells = wasHeld || (line.trails && this.#page === 'left')
    this.#page = 'over'
    if (wasHeld) tap.over()
    if (tells) listener.closed(code, reason)
  }

  #nodeHears(): void {
    if (this.#node === 'over') return
    this.#node = 'over'
    this.#connection?.closed()
  }

  #flushed(): void {
    if (this.#node === 'open') this.#connection?.flushed()
  }
}
