// One direction of one socket: frames keep their order, take their time, may be held back for a while, and may vanish.
import type { Chance } from './chance.ts'
import type { Clock } from './clock.ts'
import type { Host } from './host.ts'

/** How long the way is, and how wide. */
export interface Line {
  latencyMs: number
  jitterMs: number
  bytesPerSecond: number
}

export interface Pipe {
  send(bytes: number, arrive: () => void): void
  /** Nothing arrives until `release`; what was sent meanwhile arrives then, in order. */
  hold(): void
  release(): void
  /** Nothing arrives any more, not even what is on its way; the sender is not told. */
  lose(): void
  /** The reader takes nothing until `resume`. */
  pause(): void
  resume(): void
  /** Bytes taken from the sender and not yet on their way. */
  buffered(): number
  state(): 'flowing' | 'held' | 'lost'
  /** Frames sent and not arrived. */
  inFlight(): number
}

export interface PipeOptions {
  readonly clock: Clock
  readonly chance: Chance
  readonly line: Line
  readonly receiver: Host
  /** Told when bytes left the buffer. */
  readonly flushed?: () => void
}

export function createPipe(options: PipeOptions): Pipe {
  return new SimulatedPipe(options)
}

interface Queued {
  readonly bytes: number
  readonly arrive: () => void
}

class SimulatedPipe implements Pipe {
  readonly #options: PipeOptions
  /** What waits for the line, and what waits for the reader. */
  readonly #queue: Queued[] = []
  readonly #backlog: (() => void)[] = []
  #state: ReturnType<Pipe['state']> = 'flowing'
  #reading: 'on' | 'paused' = 'on'
  #line: 'idle' | 'busy' = 'idle'
  #lastArrival = 0
  #buffered = 0
  #inFlight = 0

  constructor(options: PipeOptions) {
    this.#options = options
  }

  state = () => this.#state
  buffered = () => this.#buffered
  inFlight = () => this.#inFlight

  send(bytes: number, arrive: () => void): void {
    this.#buffered += bytes
    if (this.#state === 'lost') return
    this.#inFlight += 1
    this.#queue.push({ bytes, arrive })
    if (this.#line === 'idle') this.#serve()
  }

  hold(): void {
    if (this.#state === 'flowing') this.#state = 'held'
  }

  release(): void {
    if (this.#state !== 'held') return
    this.#state = 'flowing'
    this.#deliver()
  }

  lose(): void {
    this.#state = 'lost'
    this.#inFlight -= this.#backlog.splice(0).length
  }

  pause(): void {
    this.#reading = 'paused'
  }

  resume(): void {
    const { clock } = this.#options
    this.#reading = 'on'
    clock.at(clock.now(), () => this.#deliver())
  }

  /** One frame after the other, each at the pace of its time. */
  #serve(): void {
    const { clock, line, flushed = () => {} } = this.#options
    for (let next = this.#queue.shift(); next !== undefined; next = this.#queue.shift()) {
      const queued = next
      const takesMs = Math.floor((queued.bytes * 1000) / line.bytesPerSecond)
      if (takesMs === 0) {
        this.#depart(queued)
        continue
      }
      this.#line = 'busy'
      clock.at(clock.now() + takesMs, () => {
        this.#line = 'idle'
        this.#depart(queued)
        flushed()
        this.#serve()
      })
      return
    }
  }

  #depart({ bytes, arrive }: Queued): void {
    const { clock, chance, line } = this.#options
    this.#buffered -= bytes
    const wayMs = Math.max(1, line.latencyMs + chance.between(0, line.jitterMs))
    this.#lastArrival = Math.max(this.#lastArrival, clock.now() + wayMs)
    clock.at(this.#lastArrival, () => this.#arrived(arrive))
  }

  #arrived(arrive: () => void): void {
    if (this.#state === 'lost') return void (this.#inFlight -= 1)
    if (this.#state === 'held' || this.#reading === 'paused' || this.#backlog.length > 0) return void this.#backlog.push(arrive)
    this.#inFlight -= 1
    this.#options.receiver.run(arrive)
  }

  #deliver(): void {
    const { clock } = this.#options
    if (this.#state !== 'flowing' || this.#reading !== 'on') return
    // Each arrives on its own, so that promises settle between two frames; a frame that meets a pause waits again.
    for (const arrive of this.#backlog.splice(0)) clock.at(clock.now(), () => this.#arrived(arrive))
  }
}
