// What the page still waits for: tasks under way, and submits of which nothing was heard.
import { isActive } from '../../core/tasks.ts'
import * as PLAIN from './limits.ts'
import type { Machine, Plain } from './state.ts'

/** Tasks that the server should be asked about; and keys, for a server may name a task as its submit does. */
export const pendingIn = (plain: Pick<Plain, 'misses'>, machine: Machine): readonly string[] => [
  ...[...machine.tasks.values()].filter(isActive).map(({ head }) => head.id),
  ...unheard(plain, machine),
]

/** Whether there is any: looked at after every event, so the first is enough. */
export function isPending(plain: Pick<Plain, 'misses'>, machine: Machine): boolean {
  for (const record of machine.tasks.values()) if (isActive(record)) return true
  return unheard(plain, machine).length > 0
}

function unheard({ misses }: Pick<Plain, 'misses'>, { outbox, tasks }: Machine): readonly string[] {
  const unconfirmed = outbox.entries.filter(
    ({ op, passage }) => op === 'task.submit' && passage.at === 'ended' && passage.outcome.outcome === 'unconfirmed',
  )
  if (unconfirmed.length === 0) return []
  const keys = new Set([...tasks.values()].map(({ head }) => head.key))
  return unconfirmed.map(({ id }) => id).filter(id => !keys.has(id) && (misses.get(id) ?? 0) < PLAIN.misses)
}

/** A server that works inline answers nothing until it is done, perhaps with what was sent last. */
export function mayBeBusy(plain: Plain, machine: Machine): boolean {
  const { socket } = plain
  const heardAt = machine.phase.name === 'live' ? machine.phase.link.pulse.heardAt : null
  const isAtWork = socket !== null && socket.sentAt !== null && heardAt !== null && socket.sentAt >= heardAt
  return isAtWork || isPending(plain, machine)
}
