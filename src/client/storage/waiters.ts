// Which effects rely on a commit: a command is written to a socket only when its record says so, and "it did not run" is told only when no record can belie it.
import type { Effect } from '../../core/effects.ts'
import type { KeptPage } from '../keeper.ts'
import { maySend } from './entry-record.ts'
import type { OutboxWriter, Waiter } from './outbox-writer.ts'

export interface Waiting {
  readonly effect: Effect
  readonly run: () => void
  readonly page: KeptPage
  readonly outbox: OutboxWriter
}

/** null: it relies on none. */
export function waiterOf({ effect, run, page, outbox }: Waiting): Waiter | null {
  if (effect.type === 'send') return effect.message.type === 'command' ? { run, otherwise: run } : null
  if (effect.type !== 'settle') return null
  const { id, outcome } = effect
  if (outcome.outcome === 'accepted' || outcome.outcome === 'unconfirmed') return null
  const doubt = () => (outbox.mayBeSent(id) ? page.settle(id, { outcome: 'unconfirmed' }) : run())
  // Sent again under the same id meanwhile: what becomes of it is still to be told.
  const isAgain = () => page.state().outbox.entries.some(entry => entry.id === id && maySend(entry))
  const unlessAgain = (tell: () => void) => () => (isAgain() ? undefined : tell())
  return { run: unlessAgain(run), otherwise: unlessAgain(doubt) }
}
