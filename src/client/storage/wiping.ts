// When nothing of a user may stay on the device, and how it goes (AUTH1).
import type { MachineEvent } from '../../core/events.ts'
import type { MachineState } from '../../core/state.ts'
import type { KeptPage } from '../keeper.ts'
import { headIn, textOfHead } from './head-record.ts'
import type { Health } from './health.ts'
import * as KEEPING from './limits.ts'
import type { Names } from './names.ts'
import type { Records } from './records.ts'

/** The user signed out, or the server revoked them. A session that merely ran out (4500) loses nothing: the same user may come back. */
export function isSignedOut(before: MachineState, after: MachineState, event: MachineEvent): boolean {
  if (after.phase.name !== 'halted' || before.phase.name === 'halted') return false
  return after.phase.reason === 'revoked' || (after.phase.reason === 'signed-out' && event.type === 'token')
}

export interface Going {
  readonly before: MachineState
  readonly after: MachineState
  readonly event: MachineEvent
  readonly records: Records
  readonly names: Names
  /** Somebody has signed in again. */
  readonly mayKeep: () => boolean
}

/** What must go from the device after this step, whenever it is tried; null: nothing. A page that is disposed of leaves its user's state for the next. */
export function goneIn({ before, after, event, records, names, mayKeep }: Going): (() => Promise<void>) | null {
  const { user } = before
  if (isSignedOut(before, after, event)) return async () => (mayKeep() ? undefined : wipe(records, names.slot))
  return user === null || user === after.user || event.type === 'dispose' ? null : () => forget(records, names, user)
}

/** Takes it away, and tries again for as long as the page lives: a disk that fails now may not fail for ever. */
export function createWiper({ world, alarms, rearm }: KeptPage, health: Health): (gone: () => Promise<void>) => void {
  const clear = async (gone: () => Promise<void>): Promise<void> => {
    if (await health.attempt('storage-wipe-failed', KEEPING.commitMs, gone)) return
    alarms.set(world.now() + KEEPING.retryMs, () => void clear(gone))
    rearm()
  }
  return gone => void clear(gone)
}

export async function wipe(records: Records, prefix: string): Promise<void> {
  const keys = [...(await records.read(prefix)).keys()]
  if (keys.length > 0) await records.update(keys, found => new Map([...found.keys()].map(key => [key, null])), 'strict')
}

/** Nothing of this user's state stays, whoever wrote it; another's does. The term goes on. */
function forget(records: Records, names: Names, user: string): Promise<void> {
  return records.update(
    [names.head],
    found => {
      const head = headIn(found.get(names.head))
      if (head.user !== user) return new Map()
      return new Map([
        [names.head, textOfHead({ term: head.term, user: null })],
        [names.state, null],
      ])
    },
    'strict',
  )
}
