// The promises of sends: each settles once, and never rejects (SEND1).
import type { Outcome } from '../core/model.ts'

export interface Mailbox {
  /** The promise of this id: one per unsettled id, however often it is asked for. */
  readonly promise: (id: string) => Promise<Outcome>
  readonly settle: (id: string, outcome: Outcome) => void
}

interface Slot {
  readonly promise: Promise<Outcome>
  readonly resolve: (outcome: Outcome) => void
}

export function createMailbox(): Mailbox {
  const slots = new Map<string, Slot>()
  const slotOf = (id: string): Slot => {
    const known = slots.get(id)
    if (known !== undefined) return known
    const { promise, resolve } = withResolver()
    slots.set(id, { promise, resolve })
    return { promise, resolve }
  }
  return {
    promise: id => slotOf(id).promise,
    settle(id, outcome) {
      slots.get(id)?.resolve(outcome)
      slots.delete(id)
    },
  }
}

function withResolver(): Slot {
  let resolve: Slot['resolve'] = () => undefined
  const promise = new Promise<Outcome>(settle => {
    resolve = settle
  })
  return { promise, resolve }
}
