// The agent's only door to clock, chance, timers and fetch.
import { randomId, steadyClock } from '../client/browser-world.ts'
import * as TIMES from './times.ts'

export interface AgentWorld {
  /** Epoch ms. */
  readonly now: () => number
  /** Uniform in [0, 1). */
  readonly roll: () => number
  /** A random id of `[A-Za-z0-9_-]`. */
  readonly id: () => string
  /** Calls once after this long; returns how to call it off. */
  readonly wakeAfter: (delayMs: number, wake: () => void) => () => void
  /** The instant that an HTTP date names, epoch ms; NaN where it names none. */
  readonly instantOf: (httpDate: string) => number
  /** The whole URL of a relative one. Throws where there is nothing to resolve it against. */
  readonly resolve: (url: string) => string
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>
}

/** The world of a page; it also serves Node and workers. */
export const pageWorld: AgentWorld = {
  now: steadyClock(),
  roll: () => Math.random(),
  id: randomId,
  wakeAfter(delayMs, wake) {
    // A timer that is set for longer than it can count fires at once.
    const timer = setTimeout(wake, Math.min(delayMs, TIMES.longestMs))
    return () => clearTimeout(timer)
  },
  instantOf: httpDate => Date.parse(httpDate),
  resolve(url) {
    const base = globalThis.location?.href
    if (URL.canParse(url, base)) return new URL(url, base).href
    throw new TypeError(
      `The agent's address ${url} is relative, and no web page is here to resolve it against. On a server give \`baseUrl\` a whole one, as https://example.com/rs.`,
    )
  },
  // Looked up at each call: what replaces the global fetch, before or after, is used.
  fetch: (url, init) => globalThis.fetch(url, init),
}
