// The real sockets by dial: what comes from the server, what comes from the machine, and what either is told. Nothing of a socket that is gone is heard.
import type { DialectPage } from '../dialect.ts'
import type { SocketHandle, SocketListener, World } from '../world.ts'
import type { PlainEvent } from './state.ts'

interface Wire {
  readonly listener: SocketListener
  /** null while it is being made. */
  socket: SocketHandle | null
}

interface Ending {
  readonly dial: number
  readonly code: number
  readonly reason: string
}

export interface WiresParts {
  readonly page: DialectPage
  readonly told: (event: PlainEvent) => void
  /** A message of the server's; null: it is no text. */
  readonly heard: (dial: number, text: string | null) => void
  /** A frame of the machine's. */
  readonly spoken: (dial: number, text: string) => void
}

export interface Wires {
  readonly open: World['openSocket']
  readonly listener: (dial: number) => SocketListener | undefined
  readonly write: (dial: number, texts: readonly string[]) => void
  readonly hangUp: (ending: Ending) => void
  /** The machine is told that it is over. */
  readonly close: (ending: Ending) => void
}

export function createWires({ page, told, heard, spoken }: WiresParts): Wires {
  const wires = new Map<number, Wire>()
  let dials = 0

  // A socket that throws is as good as gone: silence will tell.
  const guarded = (act: () => void): void => {
    try {
      act()
    } catch (error) {
      page.report(error)
    }
  }

  return {
    open(url, _, listener) {
      const dial = (dials += 1)
      const wire: Wire = { listener, socket: null }
      const still = (act: () => void) => page.whenStill(() => (wires.has(dial) ? act() : undefined))
      // A plain server that selects no protocol fails a browser's handshake, so none is offered.
      wire.socket = page.world.openSocket(url, null, {
        opened: () => still(() => told({ type: 'opened', dial })),
        frame: text => still(() => heard(dial, text)),
        unreadable: () => still(() => heard(dial, null)),
        closed: (code, reason) => still(() => told({ type: 'closed', dial, code, reason })),
      })
      wires.set(dial, wire)
      return {
        send: text => still(() => spoken(dial, text)),
        abandon(code, reason) {
          wires.delete(dial)
          wire.socket?.abandon(code, reason)
          page.whenStill(() => told({ type: 'left', dial }))
        },
        bufferedBytes: () => wire.socket?.bufferedBytes() ?? 0,
      }
    },
    listener: dial => wires.get(dial)?.listener,
    write: (dial, texts) => guarded(() => texts.forEach(text => wires.get(dial)?.socket?.send(text))),
    hangUp: ({ dial, code, reason }) => guarded(() => wires.get(dial)?.socket?.abandon(code, reason)),
    close({ dial, code, reason }) {
      const wire = wires.get(dial)
      wires.delete(dial)
      wire?.listener.closed(code, reason)
    },
  }
}
