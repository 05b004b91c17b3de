// The leader's real socket, as the relay needs it: what comes is the page's first, and commands pass the gate.
import { decodeClient, decodeServer } from '../../protocol/codec.ts'
import type { ServerMessage } from '../../protocol/frames.ts'
import type { SocketHandle, SocketListener } from '../world.ts'
import { createGate, type Gate, type Owner } from './gate.ts'

export interface UpstreamParts {
  readonly now: () => number
  readonly listener: SocketListener
  readonly open: (listener: SocketListener) => SocketHandle
  /** A frame came, and the leader's page has taken it. */
  readonly came: (message: ServerMessage, text: string) => void
  readonly answered: (owners: readonly Owner[], text: string) => void
  /** Since when another tab has awaited a receipt; null: none does. */
  readonly relaying: (since: number | null) => void
  /** It ended, by whichever side; `owners`: whose commands were unanswered on it. Returns the code that the leader's page is told. */
  readonly over: (code: number, owners: readonly Owner[]) => number
}

export interface Upstream extends SocketHandle, Pick<Gate, 'pass' | 'dropHeld'> {}

export function openUpstream({ listener, open, now, came, answered, relaying, over }: UpstreamParts): Upstream {
  const gate = createGate(now, text => handle.send(text))
  let stage: 'open' | 'over' = 'open'

  const ended = (code: number): number => {
    if (stage === 'over') return code
    stage = 'over'
    relaying(null)
    return over(code, gate.owners())
  }

  const receipted = (id: string, text: string): void => {
    answered(gate.receipted(id), text)
    relaying(gate.relayingSince())
  }

  const took = (text: string): void => {
    const message = decodeServer(text)
    if (message.type === 'unknown' || message.type === 'protocol-error') return
    if (message.type === 'welcome') gate.limit(message.limits.inFlight)
    if (message.type === 'receipt') receipted(message.id, text)
    came(message, text)
  }

  const handle = open({
    opened: () => listener.opened(),
    unreadable: () => listener.unreadable(),
    closed: (code, reason) => listener.closed(ended(code), reason),
    frame(text, proof) {
      listener.frame(text, proof)
      // The page may have given the socket up over it.
      if (stage === 'open') took(text)
    },
  })

  return {
    pass(command) {
      gate.pass(command)
      relaying(gate.relayingSince())
    },
    dropHeld: gate.dropHeld,
    send(text) {
      const message = decodeClient(text)
      if (message.type === 'command') gate.pass({ id: message.id, owner: null, text })
      else handle.send(text)
    },
    abandon(code, reason) {
      ended(code)
      handle.abandon(code, reason)
    },
    bufferedBytes: () => handle.bufferedBytes(),
  }
}
