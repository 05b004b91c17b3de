// What taught a page to be more patient than is promised: a handshake that was drawn out, and hedges that were in vain (LIFE2, HEDGE2).
import { SIMULATED } from './limits.ts'
import type { Tap } from './wire.ts'

export interface Patience {
  /** Hears the frames of a socket, and passes them on. */
  readonly tap: (to: Tap) => Tap
  /** A dial beside a live link, on the page's own clock. */
  hedged(pageNow: number): void
  /** How long the newest handshake took; 0 once a pong told how long the way really is. */
  handshakeMs(): number
  /** How much longer than `ms` an answer may take, if each hedge that is remembered was in vain. */
  moreThanMs(ms: number, pageNow: number): number
}

export function createPatience(now: () => number): Patience {
  let hedges: readonly number[] = []
  let handshakeMs = 0
  const remembered = (pageNow: number) => (pageNow - (hedges.at(-1) ?? 0) > SIMULATED.vainMs ? [] : hedges)

  return {
    tap(to) {
      let helloAt = now()
      return {
        ...to,
        sent(way, text) {
          if (way === 'up' && text.startsWith('{"type":"hello"')) helloAt = now()
          to.sent(way, text)
        },
        arrived(way, text) {
          if (way === 'down' && text.startsWith('{"type":"welcome"')) handshakeMs = now() - helloAt
          if (way === 'down' && text.startsWith('{"type":"pong"')) handshakeMs = 0
          to.arrived(way, text)
        },
      }
    },
    hedged(pageNow) {
      hedges = [...remembered(pageNow), pageNow]
    },
    handshakeMs: () => handshakeMs,
    moreThanMs: (ms, pageNow) => Math.max(0, Math.min(SIMULATED.vainPongMs, ms * 2 ** remembered(pageNow).length) - ms),
  }
}
