// One socket between a page and a node: two pipes, two ends, and a close that each end may hear of at once, late, or never.
import type { SocketHandle } from '../client/world.ts'
import type { Connection, Transport } from '../server/engine/host.ts'
import type { Host } from './host.ts'
import { createPipe } from './pipe.ts'
import type { Ambush, Cut, Peer, Way, Wire, WireOptions } from './wire.ts'

export function createWire(options: WireOptions): Wire {
  return new SimulatedWire(options)
}

const EVENTS = '{"type":"events"'
const HAUNTING_MS = 60_000
/** What may have been on its way too. */
const UNHEARD: readonly string[] = ['{"type":"ping","id":1}', '{"type":"news"}', '{"type":"authenticated"}']
/** And what a node says seldom, so that it comes late in every phase. */
const SELDOM: readonly string[] = ['{"type":"auth-required","inMs":8000}', '{"type":"bye","code":4000,"reason":"drain"}']

/** An ask is nobody's send: it is asked again until it is answered (STR2). */
const isSend = (text: string): boolean => text.startsWith('{"type":"command"') && !text.includes('"op":"task.get"')

class SimulatedWire implements Wire {
  readonly #options: WireOptions
  readonly #down
  readonly #lostSince: { up: number | null; down: number | null } = { up: null, down: null }
  /** The last frame of each type that came down. */
  readonly #heard = new Map<string, string>()
  readonly dialedAt: number
  #heardAt: number | null = null
  #spokeAt: number | null = null
  #up: ReturnType<typeof createPipe> | null = null
  #peer: Host | null = null
  #page: 'opening' | 'open' | 'left' | 'over' = 'opening'
  #told: 'behind' | 'live' = 'behind'
  #connection: Connection | null = null
  #node: 'open' | 'closing' | 'over' = 'over'

  constructor(options: WireOptions) {
    const { clock, chance, page, line } = options
    this.#options = options
    this.dialedAt = clock.now()
    this.#down = createPipe({ clock, chance, line: line.down, receiver: page, flushed: () => this.#flushed() })
  }

  readonly handle: SocketHandle = {
    send: text => {
      if (this.#page !== 'open') return
      this.#options.tap.sent('up', text)
      if (isSend(text) && this.#isMute()) this.#spokeAt ??= this.#options.clock.now()
      this.#up?.send(text.length, () => {
        this.#options.tap.arrived('up', text)
        if (this.#node === 'open') this.#connection?.received(text)
        this.#sprung('up', text)
      })
      this.#sprung('out', text)
    },
    abandon: () => {
      if (this.#page === 'over' || this.#page === 'left') return
      this.#page = 'left'
      this.#options.tap.over()
      if (this.#options.line.trails) this.#haunt()
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
  heardAt = (): number | null => this.#heardAt
  spokeAt = (): number | null => this.#spokeAt
  inject = (text: string | null): void => this.#down.send(text?.length ?? 1, () => this.#pageTakes(text))

  #isMute(): boolean {
    return this.#lostSince.up !== null || this.#lostSince.down !== null
  }

  #sprung(way: Ambush['way'], text: string): void {
    const { ambushes } = this.#options.line
    for (const ambush of ambushes) {
      if (ambush.way !== way || !ambush.matches(text)) continue
      ambushes.delete(ambush)
      ambush.spring(this)
    }
  }

  #haunt(): void {
    const { clock, chance, page, listener } = this.#options
    const later = (run: () => void, dice = chance) => void clock.at(clock.now() + dice.between(0, HAUNTING_MS), () => page.run(run))
    const seldom = chance.fork(`seldom ${this.dialedAt}`)
    for (const text of this.#heard.values()) later(() => listener.frame(text))
    for (const text of UNHEARD) if (chance.happens(0.2)) later(() => listener.frame(text))
    for (const text of SELDOM) if (seldom.happens(0.5)) later(() => listener.frame(text), seldom)
    if (chance.happens(0.3)) later(() => listener.opened())
    if (chance.happens(0.3)) later(() => listener.unreadable())
    if (chance.happens(0.3)) later(() => listener.closed(1006, ''))
  }

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

  #pageTakes(text: string | null): void {
    const { listener, tap, line, clock } = this.#options
    if (text === null) return this.#page === 'open' ? listener.unreadable() : undefined
    if (this.#isDropped(text)) return
    if (this.#page === 'open') {
      tap.arrived('down', text)
      this.#heardAt = clock.now()
      this.#heard.set(text.slice(0, 16), text)
    }
    const isHeard = () => this.#page === 'open' || (line.trails && this.#page === 'left')
    if (isHeard()) listener.frame(text)
    if (text.startsWith(EVENTS) && line.repeats && isHeard()) listener.frame(text)
    this.#sprung('down', text)
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
    if (wasHeld && line.trails) this.#haunt()
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
