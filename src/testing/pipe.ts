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

export function createPipe({ clock, chance, line, receiver, flushed = () => {} }: PipeOptions): Pipe {
  const backlog: (() => void)[] = []
  let state: ReturnType<Pipe['state']> = 'flowing'
  let reading: 'on' | 'paused' = 'on'
  const queue: { readonly bytes: number; readonly arrive: () => void }[] = []
  let serving: 'idle' | 'busy' = 'idle'
  let lastArrival = 0
  let buffered = 0
  let inFlight = 0

  const isOpen = () => state === 'flowing' && reading === 'on' && backlog.length === 0

  function arrived(arrive: () => void): void {
    if (state === 'lost') return void (inFlight -= 1)
    if (!isOpen()) return void backlog.push(arrive)
    inFlight -= 1
    receiver.run(arrive)
  }

  /** One frame after the other, each at the pace of its time. */
  function serve(): void {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const { bytes, arrive } = next
      const takesMs = Math.floor((bytes * 1000) / line.bytesPerSecond)
      if (takesMs === 0) {
        depart(bytes, arrive)
        continue
      }
      serving = 'busy'
      clock.at(clock.now() + takesMs, () => {
        serving = 'idle'
        depart(bytes, arrive)
        flushed()
        serve()
      })
      return
    }
  }

  function depart(bytes: number, arrive: () => void): void {
    buffered -= bytes
    const wayMs = Math.max(1, line.latencyMs + chance.between(0, line.jitterMs))
    lastArrival = Math.max(lastArrival, clock.now() + wayMs)
    clock.at(lastArrival, () => arrived(arrive))
  }

  function release(): void {
    if (state !== 'flowing' || reading !== 'on') return
    const held = backlog.splice(0)
    // Each arrives on its own, so that promises settle between two frames; a frame that meets a pause waits again.
    for (const arrive of held) clock.at(clock.now(), () => arrived(arrive))
  }

  return {
    send(bytes, arrive) {
      buffered += bytes
      if (state === 'lost') return
      inFlight += 1
      queue.push({ bytes, arrive })
      if (serving === 'idle') serve()
    },
    hold() {
      if (state === 'flowing') state = 'held'
    },
    release() {
      if (state !== 'held') return
      state = 'flowing'
      release()
    },
    lose() {
      state = 'lost'
      inFlight -= backlog.splice(0).length
    },
    pause() {
      reading = 'paused'
    },
    resume() {
      reading = 'on'
      clock.at(clock.now(), release)
    },
    buffered: () => buffered,
    state: () => state,
    inFlight: () => inFlight,
  }
}
