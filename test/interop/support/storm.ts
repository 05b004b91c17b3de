// Seeded trouble on a link: the proxy cuts, resets, freezes and refuses, at random moments, until it is told to stop.
import type { FaultProxy } from '../../../demo/proxy/proxy.ts'
import type { Chance } from '../../../src/testing/chance.ts'

export interface Storm {
  /** How often the link was broken. */
  readonly breaks: () => number
  /** Ends it and leaves a link that passes. */
  stop(): Promise<void>
}

/** A client that keeps BACK1 dials 20 times a minute and no more: beyond this it would sit still, and the test wait for the next minute. */
const MOST_BREAKS = 12

const MODES = ['cut', 'cut', 'reset', 'refuse', 'blackhole'] as const

export function startStorm(proxy: FaultProxy, chance: Chance): Storm {
  const ended = new AbortController()
  let breaks = 0
  const pause = (ms: number) =>
    new Promise<void>(resolve => {
      const timer = setTimeout(resolve, ms)
      ended.signal.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true })
    })
  const over = (async () => {
    while (!ended.signal.aborted && breaks < MOST_BREAKS) {
      await pause(chance.between(200, 900))
      await proxy.apply({ mode: chance.pick(MODES) })
      breaks += 1
      await pause(chance.between(20, 600))
      await proxy.apply({ mode: 'pass' })
    }
  })()
  return {
    breaks: () => breaks,
    async stop() {
      ended.abort()
      await over
    },
  }
}
