// Which incarnation of the store a file is (LOG2). It counts its steps; one with fewer than were seen was put back from a copy.
//   restart: as many steps as its stamp says, or more → the same      put back, moved, or without its stamp → a new one
import type { DatabaseSync } from 'node:sqlite'
import { int, text } from './cells.ts'
import type { Stamp } from './stamp.ts'

export interface Incarnation {
  /** As the file says it now. */
  readonly name: () => string
  /** Within a transaction: begins a new incarnation if the file went back, and counts the step if it writes. */
  readonly step: <T>(work: () => T) => T
  /** After the commit of a step. */
  readonly committed: () => void
  /** Whether somebody put the file back since. Learns how far other processes have come. */
  readonly isBehind: () => boolean
  readonly close: () => void
}

export interface IncarnationOptions {
  readonly database: DatabaseSync
  readonly stamp: Stamp
  /** A random id. */
  readonly id: () => string
}

/** Within a transaction, so that processes that open a file at once agree. */
export function openIncarnation({ database, stamp, id }: IncarnationOptions): Incarnation {
  const value = database.prepare('SELECT value FROM meta WHERE name = ?')
  const save = database.prepare('INSERT INTO meta VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value')
  const changes = database.prepare('SELECT total_changes() AS changes')
  const known = stamp.read()
  let highest = known?.steps ?? 0

  const valueOf = (name: string): string => text(value.get(name) ?? { value: '' }, 'value')
  const name = (): string => valueOf('incarnation')
  const steps = (): number => Number(valueOf('steps'))
  const changesNow = (): number => int(changes.get() ?? {}, 'changes')
  const begin = (): void => void save.run('incarnation', id())

  function step<T>(work: () => T): T {
    const before = changesNow()
    if (steps() < highest) begin()
    const answer = work()
    // On from the highest ever seen, so that a file that was put back can never be taken for one that went on.
    if (changesNow() !== before) save.run('steps', String(Math.max(steps(), highest) + 1))
    return answer
  }

  // A stamp that could not be written only remembers less: the step itself stands.
  function committed(): void {
    highest = steps()
    try {
      stamp.write({ incarnation: name(), steps: highest })
    } catch {
      // The next step writes it again.
    }
  }

  function isBehind(): boolean {
    const now = steps()
    if (now < highest) return true
    highest = now
    return false
  }

  step(() => {
    if (name() === '' || known?.incarnation !== name()) begin()
  })
  highest = steps()
  stamp.write({ incarnation: name(), steps: highest })
  stamp.sync()
  return { name, step, committed, isBehind, close: stamp.close }
}
