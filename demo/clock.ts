// What the demo takes from time: the instant, and a call later. Tests hand in their own.

export interface Clock {
  /** Epoch ms. */
  now(): number
  /** Runs `run` once in `ms`. Returns a cancel. */
  later(ms: number, run: () => void): () => void
}

/** Resolves in `ms`, or rejects with the signal's reason as soon as it is aborted. */
export function wait(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.reject(reasonOf(signal))
  if (ms <= 0) return Promise.resolve()
  return new Promise((resolve, reject) => {
    const abandon = () => {
      cancel()
      reject(reasonOf(signal))
    }
    const cancel = clock.later(ms, () => {
      signal.removeEventListener('abort', abandon)
      resolve()
    })
    signal.addEventListener('abort', abandon, { once: true })
  })
}

const reasonOf = ({ reason }: AbortSignal): Error => (reason instanceof Error ? reason : new Error('It was stopped before its end.'))
