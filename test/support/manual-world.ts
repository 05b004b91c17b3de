// A client world driven by hand: time moves when the test says so, sockets open and speak when the test says so.
import type { Hint, SocketListener, World } from '../../src/client/world.ts'

export interface ManualSocket {
  readonly url: string
  readonly protocol: string | null
  /** Every frame the client wrote, decoded, oldest first. */
  readonly sent: readonly Frame[]
  /** The code and reason the client hung up with; null while it holds on. */
  readonly abandoned: () => { readonly code: number; readonly reason: string } | null
  open(): void
  /** A frame from the server: text as it stands, anything else as JSON. */
  receive(frame: unknown): void
  receiveBinary(): void
  close(code: number, reason?: string): void
  /** What `bufferedBytes` says from now on. */
  buffer(bytes: number): void
}

type Frame = Readonly<Record<string, unknown>>

export interface ManualWorld {
  readonly world: World
  /** Every socket opened, oldest first. */
  readonly sockets: readonly ManualSocket[]
  /** The newest socket; throws when none was opened. */
  latest(): ManualSocket
  now(): number
  /** Moves time, running what falls due on the way in order of time. */
  advance(ms: number): void
  /** Time passes and nothing runs, as in a sleeping laptop; what was due runs at the end. */
  sleep(ms: number): void
  /** Runs what waits for the next paint. */
  paint(): void
  hint(hint: Hint): void
  /** What `roll` answers from now on; 0.5 at first. */
  roll(next: number): void
  /** How many listen to hints. */
  listening(): number
  /** Instants of what is armed, soonest first. */
  pending(): readonly number[]
}

/** The virtual clock starts here. */
const START_AT = 1_000_000
const FRAME_MS = 16

interface Wake {
  readonly at: number
  readonly run: () => void
}

export function createManualWorld(name = 'id'): ManualWorld {
  const clock = createClock()
  const sockets: ManualSocket[] = []
  const listeners = new Set<(hint: Hint) => void>()
  const around = { online: true, visible: true }
  let roll = 0.5
  let ids = 0
  let disarm = (): void => {}
  const world: World = {
    now: clock.now,
    roll: () => roll,
    id: () => `${name}-${String((ids += 1)).padStart(18, '0')}`,
    wakeAt(instant, wake) {
      disarm()
      disarm = instant === null ? () => {} : clock.arm({ at: instant, run: wake })
    },
    beforePaint: run => clock.arm({ at: clock.now() + FRAME_MS, run }, 'paint'),
    openSocket(url, protocol, listener) {
      const { socket, handle } = createManualSocket({ url, protocol, listener })
      sockets.push(socket)
      return handle
    },
    resolve: url => new URL(url, 'ws://page.test/').href.replace(/^http/, 'ws'),
    hints(listen) {
      listeners.add(listen)
      return () => void listeners.delete(listen)
    },
    surroundings: () => ({ ...around }),
  }
  return {
    world,
    sockets,
    now: clock.now,
    advance: clock.advance,
    sleep: clock.sleep,
    paint: clock.paint,
    pending: clock.pending,
    listening: () => listeners.size,
    latest() {
      const socket = sockets.at(-1)
      if (socket === undefined) throw new Error('No socket was opened yet. Has the client been told to connect?')
      return socket
    },
    hint(hint) {
      if (hint === 'online' || hint === 'offline') around.online = hint === 'online'
      if (hint === 'visible' || hint === 'hidden') around.visible = hint === 'visible'
      for (const listen of listeners) listen(hint)
    },
    roll(next) {
      roll = next
    },
  }
}

function createClock() {
  let now = START_AT
  const armed = new Map<Wake, 'timer' | 'paint'>()
  const due = (until: number) => [...armed.keys()].filter(({ at }) => at <= until).toSorted((a, b) => a.at - b.at)[0]
  const run = (wake: Wake) => {
    armed.delete(wake)
    wake.run()
  }
  const advance = (ms: number): void => {
    const until = now + ms
    for (let wake = due(until); wake !== undefined; wake = due(until)) {
      now = Math.max(now, wake.at)
      run(wake)
    }
    now = until
  }
  return {
    now: () => now,
    advance,
    sleep: (ms: number): void => {
      now += ms
      advance(0)
    },
    arm: (wake: Wake, kind: 'timer' | 'paint' = 'timer'): (() => void) => {
      armed.set(wake, kind)
      return () => void armed.delete(wake)
    },
    paint: (): void => {
      for (const [wake, kind] of armed) if (kind === 'paint') run(wake)
    },
    pending: () => [...armed.keys()].map(({ at }) => at).toSorted((a, b) => a - b),
  }
}

interface Opening {
  readonly url: string
  readonly protocol: string | null
  readonly listener: SocketListener
}

function createManualSocket({ url, protocol, listener }: Opening) {
  const sent: Frame[] = []
  let abandoned: { readonly code: number; readonly reason: string } | null = null
  let buffered = 0
  let isOver = false
  // An abandoned socket reports nothing: its listener was dropped first.
  const tell = (report: () => void) => {
    if (!isOver) report()
  }
  const socket: ManualSocket = {
    url,
    protocol,
    sent,
    abandoned: () => abandoned,
    open: () => tell(() => listener.opened()),
    receive: frame => tell(() => listener.frame(typeof frame === 'string' ? frame : JSON.stringify(frame))),
    receiveBinary: () => tell(() => listener.unreadable()),
    close: (code, reason = '') =>
      tell(() => {
        isOver = true
        listener.closed(code, reason)
      }),
    buffer(bytes) {
      buffered = bytes
    },
  }
  const handle = {
    send: (text: string): void => void sent.push(JSON.parse(text) as Frame),
    abandon: (code: number, reason: string): void => {
      isOver = true
      abandoned ??= { code, reason }
    },
    bufferedBytes: () => buffered,
  }
  return { socket, handle }
}
