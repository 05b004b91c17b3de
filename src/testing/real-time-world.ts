// Lets the time of a fake server run as the clock on the wall does: for stories and demos, where somebody looks.
import type { FakeServer } from './fake-server.ts'

const STEP_MS = 10

/** Returns a stop. */
export function keepRealTime(server: Pick<FakeServer, 'advance'>): () => void {
  let at = performance.now()
  let timer = setTimeout(step, STEP_MS)
  const ended = new AbortController()

  function step(): void {
    const now = performance.now()
    const ms = now - at
    at = now
    void run(ms)
  }

  async function run(ms: number): Promise<void> {
    await server.advance(ms)
    if (!ended.signal.aborted) timer = setTimeout(step, STEP_MS)
  }

  return () => {
    ended.abort()
    clearTimeout(timer)
  }
}
