// How long a process or a page was kept from running: what a busy machine adds to a promise, so that a test may hold to the promise itself.
import type { Page } from 'playwright'

/** From now on, until the answer is called: ms by which a timer came late, summed. It names nothing outside itself, so a page can run its text. */
export function watchStalls(tickMs = 50): () => number {
  let stalledMs = 0
  let dueAt = performance.now() + tickMs
  const timer = setInterval(() => {
    const now = performance.now()
    stalledMs += Math.max(0, now - dueAt)
    dueAt = now + tickMs
  }, tickMs)
  return () => {
    clearInterval(timer)
    return Math.ceil(stalledMs)
  }
}

/** Of this process and of the page as it is loaded now, together. */
export async function watchStallsWith(page: Page): Promise<() => Promise<number>> {
  const own = watchStalls()
  const there = await page.evaluateHandle<() => number>(`(${String(watchStalls)})()`)
  return async () => own() + (await there.evaluate(stalled => stalled()))
}
