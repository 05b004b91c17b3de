// Sockets by dial number: opens, sends, hangs up, and reports what comes in as decoded events of that dial.
import type { LinkEvent } from '../core/events.ts'
import { byteLength, decodeServer, encode } from '../protocol/codec.ts'
import type { ClientMessage } from '../protocol/frames.ts'
import { SUBPROTOCOL } from '../protocol/frames.ts'
import * as WIRE from '../protocol/limits.ts'
import type { SocketHandle, SocketListener, World } from './world.ts'

type Report = (event: LinkEvent) => void

export interface Sockets {
  readonly open: (dial: number, report: Report) => void
  readonly send: (dial: number, message: ClientMessage) => void
  readonly hangUp: (dial: number, code: number, reason: string) => void
}

export interface SocketsOptions {
  readonly world: Pick<World, 'openSocket' | 'resolve'>
  readonly url: string
  readonly shouldReconnect: (close: { code: number; reason: string }) => boolean
  readonly report: (error: unknown) => void
}

export function createSockets(options: SocketsOptions): Sockets {
  const handles = new Map<number, SocketHandle>()
  const { world } = options

  const open = (dial: number, report: Report): void => {
    const closed = (code: number, reason: string) => {
      handles.delete(dial)
      report({ type: 'closed', dial, code, reason, allowed: options.shouldReconnect({ code, reason }) })
    }
    try {
      handles.set(dial, world.openSocket(world.resolve(options.url), SUBPROTOCOL, listenerOf(dial, report, closed)))
    } catch (error) {
      options.report(error)
      closed(1006, 'the socket could not be made')
    }
  }

  // A socket that throws is as good as gone: silence will tell.
  const guarded = (act: () => void): void => {
    try {
      act()
    } catch (error) {
      options.report(error)
    }
  }

  return {
    open,
    // A socket that is gone takes nothing: what was to be said is said again on the next one.
    send: (dial, message) => guarded(() => handles.get(dial)?.send(encode(message))),
    hangUp(dial, code, reason) {
      const handle = handles.get(dial)
      handles.delete(dial)
      guarded(() => handle?.abandon(code, clipped(reason)))
    },
  }
}

/** A close frame has room for 123 bytes, and a browser throws at one more. */
const clipped = (reason: string): string =>
  byteLength(reason) <= WIRE.reasonBytes ? reason : reason.slice(0, Math.floor(WIRE.reasonBytes / 3))

function listenerOf(dial: number, report: Report, closed: SocketListener['closed']): SocketListener {
  return {
    opened: () => report({ type: 'opened', dial }),
    frame: (text, proof) => report(eventOf(dial, text, proof)),
    unreadable: () => report({ type: 'invalid', dial, problem: 'the frame is not text' }),
    closed,
  }
}

function eventOf(dial: number, text: string, proof?: 'none'): LinkEvent {
  const message = decodeServer(text)
  if (message.type === 'protocol-error') return { type: 'invalid', dial, problem: message.message }
  if (message.type === 'unknown') return { type: 'noise', dial, name: message.name }
  return { type: 'frame', dial, message, bytes: text.length, ...(proof !== undefined && { proof }) }
}
