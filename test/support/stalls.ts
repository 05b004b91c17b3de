// How long a process or a page was kept from running, and when: what a busy machine adds to a promise, so that a test may hold to the promise itself.
import type { Page } from 'playwright'

export interface Stall {
  /** When it was over, epoch ms. */
  readonly at: number
  readonly ms: number
}

/** From now on, until the answer is called: how late a timer came, each time. It names nothing outside itself, so a page can run its text. */
export function watchStalls(tickMs = 50): () => readonly Stall[] {
  const stalls: Stall[] = []
  let dueAt = performance.now() + tickMs
  const timer = setInterval(() => {
    const now = performance.now()
    if (now > dueAt) stalls.push({ at: Date.now(), ms: now - dueAt })
    dueAt = now + tickMs
  }, tickMs)
  return () => {
    clearInterval(timer)
    return stalls
  }
}

/** Of this process and of the page as it is loaded now, in their order. */
export async function watchStallsWith(page: Page): Promise<() => Promise<readonly Stall[]>> {
  const own = watchStalls()
  const there = await page.evaluateHandle<() => readonly Stall[]>(`(${String(watchStalls)})()`)
  return async () => [...own(), ...(await there.evaluate(stalled => stalled()))].toSorted((a, b) => a.at - b.at)
}

export const totalMs = (stalls: readonly Stall[]): number => Math.ceil(stalls.reduce((sum, { ms }) => sum + ms, 0))

/** What takes `ms` from `at` on, on a machine that is never busy, may take so long on this one: longer by the stalls on its way, and by no others. */
export function withStalls(at: number, ms: number, stalls: readonly Stall[]): number {
  let until = at + ms
  for (const stall of stalls) if (stall.at >= at && stall.at - stall.ms <= until) until += stall.ms
  return until - at
}
