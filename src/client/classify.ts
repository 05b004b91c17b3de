// The HTTP probe: one request that asks how the server is when no socket opens (BACK6). It reports a status and decides nothing.
import { UNREADABLE } from '../core/classify.ts'
import type { LinkEvent } from '../core/events.ts'
import type { World } from './world.ts'

export interface Prober {
  /** Reports once, unless dropped before. A newer probe drops the older. */
  readonly ask: (probe: number, token: string | null, report: (event: LinkEvent) => void) => void
  readonly drop: () => void
}

export interface ProberOptions {
  readonly world: World
  readonly url: string
  /** Asked instead of the socket's own URL; null: nobody is asked. */
  readonly probeUrl: () => string | URL | null | undefined
}

export function createProber({ world, url, probeUrl }: ProberOptions): Prober {
  let current: AbortController | null = null

  const statusOf = async (token: string | null, signal: AbortSignal): Promise<number | null> => {
    const chosen = probeUrl()
    if (chosen === null || world.request === undefined) return UNREADABLE
    try {
      const own = overHttp(world.resolve(url))
      const target = chosen === undefined ? own : overHttp(world.resolve(String(chosen)))
      // The token is the socket's: no other server is to have it.
      return await world.request(target.href, { token: target.origin === own.origin ? token : null, signal })
    } catch {
      return UNREADABLE
    }
  }

  const drop = () => current?.abort()

  return {
    drop,
    ask(probe, token, report) {
      drop()
      const { signal } = (current = new AbortController())
      void statusOf(token, signal).then(status => (signal.aborted ? undefined : report({ type: 'probed', probe, status })))
    },
  }
}

const overHttp = (url: string): URL => new URL(url.replace(/^ws/, 'http'))
