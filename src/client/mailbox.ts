// The promises of sends: each settles once, and never rejects (SEND1).
import type { Outcome } from '../core/model.ts'

export interface Mailbox {
  /** A promise of this id's outcome, as `judged`; all that were asked for settle together. */
  readonly promise: <T>(id: string, judged: (outcome: Outcome) => Outcome) => Promise<Outcome<T>>
  readonly settle: (id: string, outcome: Outcome) => void
}

/** A method's type, so that the promise of any payload fits. */
type Resolve = { settle(outcome: Outcome): void }['settle']

export function createMailbox(): Mailbox {
  const waiting = new Map<string, Set<Resolve>>()
  return {
    promise: <T>(id: string, judged: (outcome: Outcome) => Outcome) =>
      new Promise<Outcome<T>>(resolve => {
        const resolves = waiting.get(id) ?? new Set()
        const settle: Resolve = (outcome: Outcome<T>) => resolve(outcome)
        waiting.set(
          id,
          resolves.add(outcome => settle(judged(outcome))),
        )
      }),
    settle(id, outcome) {
      const resolves = waiting.get(id)
      waiting.delete(id)
      for (const resolve of resolves ?? []) resolve(outcome)
    },
  }
}
