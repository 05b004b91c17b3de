// When nothing of a user may stay on the device, and how it goes (AUTH1).
import type { MachineEvent } from '../../core/events.ts'
import type { MachineState } from '../../core/state.ts'
import type { Records } from './records.ts'

/** The user signed out, or the server revoked them. A session that merely ran out (4500) loses nothing: the same user may come back. */
export function isSignedOut(before: MachineState, after: MachineState, event: MachineEvent): boolean {
  if (after.phase.name !== 'halted' || before.phase.name === 'halted') return false
  return after.phase.reason === 'revoked' || (after.phase.reason === 'signed-out' && event.type === 'token')
}

export async function wipe(records: Records, prefix: string): Promise<void> {
  const keys = [...(await records.read(prefix)).keys()]
  if (keys.length > 0) await records.update(keys, found => new Map([...found.keys()].map(key => [key, null])), 'strict')
}
