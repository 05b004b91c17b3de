// One piece of work within its time: ended at once by its caller's signal or its own clock, whether or not the work listens.
import type { AgentWorld } from './agent-world.ts'

export interface Patience {
  readonly world: AgentWorld
  readonly timeoutMs: number
  readonly signal: AbortSignal | undefined
}

/** What the work gave, or `timeout`. Rejects with the signal's reason when that aborts. */
export async function withinTime<T>(
  { world, timeoutMs, signal }: Patience,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T | 'timeout'> {
  signal?.throwIfAborted()
  const own = new AbortController()
  const undo: (() => void)[] = []
  const ended = new Promise<'timeout'>((resolve, reject) => {
    const abort = (): void => {
      reject(signal?.reason)
      own.abort(signal?.reason)
    }
    const wake = (): void => {
      resolve('timeout')
      own.abort()
    }
    signal?.addEventListener('abort', abort, { once: true })
    undo.push(world.wakeAfter(timeoutMs, wake), () => signal?.removeEventListener('abort', abort))
  })
  try {
    return await Promise.race([work(own.signal), ended])
  } finally {
    for (const each of undo) each()
  }
}

/** Waits, or rejects at once with the signal's reason. */
export async function pause(world: AgentWorld, waitMs: number, signal: AbortSignal | undefined): Promise<void> {
  await withinTime({ world, timeoutMs: waitMs, signal }, () => new Promise<never>(() => {}))
}
