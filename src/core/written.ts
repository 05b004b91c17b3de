// What the end of a socket means for the commands that were written to it (SEND2, SEND7).
import { closeRuleOf } from '../protocol/close-codes.ts'
import type { Outcome } from './model.ts'
import { type Entry, isOn, type Outbox, type Passage, type Settled, settledAs, tooLarge, unsettled } from './outbox.ts'

export interface Closed {
  readonly dial: number
  readonly code: number
  readonly welcomed: boolean
  readonly by: 'us' | 'them'
}

/** A socket closed: 1009 tells of size; the server's refusal before welcome takes its writes back, our own proves nothing (SEND2, SEND7). */
export function afterClose(outbox: Outbox, closed: Closed): Settled {
  const onIt = unsettled(outbox).filter(entry => isOn(entry, closed.dial))
  if (closed.code === 1009) {
    const [alone] = onIt
    if (onIt.length === 1 && alone !== undefined) return settledAs(outbox, alone, heavy(alone))
    return [{ ...outbox, pace: 'singly' }, []]
  }
  const ranNothing = !closed.welcomed && closed.by === 'them' && closeRuleOf(closed.code).executedNothing
  const entries = outbox.entries.map(entry => (isOn(entry, closed.dial) ? { ...entry, passage: left(entry.passage, ranNothing) } : entry))
  return [onIt.length === 0 ? outbox : { ...outbox, entries }, []]
}

/** One that another socket took before is not too large for it, and may have run there. */
const heavy = ({ passage, bytes }: Entry): Outcome =>
  passage.at === 'written' && passage.mayHaveRun ? { outcome: 'unconfirmed' } : tooLarge(bytes)

/** What is left of a passage when its socket is gone. */
function left(passage: Passage, ranNothing: boolean): Passage {
  if (passage.at !== 'written') return passage
  if (!ranNothing) return { ...passage, mayHaveRun: true }
  return passage.firstDial === passage.dial ? { at: 'queued' } : passage
}
