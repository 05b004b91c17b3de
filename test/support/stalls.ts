// How long a process or a page was kept from running: what a busy machine adds to a promise, so that a test may hold to the promise itself.

const TICK_MS = 50

/** From now on, until the answer is called: ms by which a timer came late, summed. */
export function watchStalls(): () => number {
  let stalledMs = 0
  let dueAt = performance.now() + TICK_MS
  const timer = setInterval(() => {
    const now = performance.now()
    stalledMs += Math.max(0, now - dueAt)
    dueAt = now + TICK_MS
  }, TICK_MS)
  return () => {
    clearInterval(timer)
    return Math.ceil(stalledMs)
  }
}
