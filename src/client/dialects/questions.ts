// What is asked over HTTP, by the application's own functions: how tasks stand, and whether the server lives.
import type { Speech } from './speech.ts'
import type { PlainEvent } from './state.ts'

export interface Questions {
  readonly reconcile: (round: number, ids: readonly string[]) => void
  /** Nobody waits for the answer any more. */
  readonly drop: () => void
  readonly probe: (dial: number) => void
}

/** An application may throw whatever it likes, even what is no text. */
const whyOf = (error: unknown): string => (error instanceof Error ? `${error.name}: ${error.message}` : `it threw a ${typeof error}`)

export function createQuestions(speech: Speech, told: (event: PlainEvent) => void): Questions {
  let asking = new AbortController()
  let probing = new AbortController()
  return {
    reconcile(round, ids) {
      const { signal } = (asking = new AbortController())
      speech.reconcile(ids, signal).then(
        reports => (signal.aborted ? undefined : told({ type: 'answered', round, reports })),
        (error: unknown) => (signal.aborted ? undefined : told({ type: 'failed', round, why: whyOf(error) })),
      )
    },
    drop: () => asking.abort(),
    probe(dial) {
      probing.abort()
      const { signal } = (probing = new AbortController())
      const answered = (isAlive: boolean) => (signal.aborted ? undefined : told({ type: 'probed', dial, isAlive }))
      speech.probe(signal).then(
        () => answered(true),
        () => answered(false),
      )
    },
  }
}
