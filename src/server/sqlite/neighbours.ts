// Notices what other processes wrote to the same file, and wakes those whom it concerns. A hint, never truth (LOG5).
import type { DatabaseSync } from 'node:sqlite'
import type { Wakers } from '../log/wakers.ts'
import type { ServerWorld } from '../world.ts'
import { decoded, int, intOrNull, text } from './cells.ts'
import { SQLITE } from './limits.ts'

export interface Neighbourhood {
  readonly database: DatabaseSync
  readonly incarnation: () => string
  readonly world: ServerWorld
  readonly wakers: Wakers
}

/** Returns a stop. */
export function watchNeighbours({ database, incarnation, world, wakers }: Neighbourhood): () => void {
  const version = database.prepare('PRAGMA data_version')
  const newest = database.prepare('SELECT MAX(sequence) AS sequence FROM entries')
  const users = database.prepare('SELECT DISTINCT user FROM entries WHERE sequence > ?')
  const versionNow = (): number => int(version.get() ?? {}, 'data_version')
  const newestNow = (): number => intOrNull(newest.get() ?? {}, 'sequence') ?? 0
  let known = { version: versionNow(), sequence: newestNow(), incarnation: incarnation() }
  let cancel = arm()

  function arm(): () => void {
    return world.at(world.now() + SQLITE.pollMs, () => {
      cancel = arm()
      lookIfPossible()
    })
  }

  // A file that is busy or gone for a moment must not throw in a timer: the next look will tell, and every step says it itself.
  function lookIfPossible(): void {
    try {
      look()
    } catch {
      // Only a hint is late.
    }
  }

  // The number moves only when another connection has committed.
  function look(): void {
    const seen = versionNow()
    if (seen === known.version) return
    const written = users.all(known.sequence).map(cells => decoded(text(cells, 'user')))
    const before = known.incarnation
    known = { version: seen, sequence: newestNow(), incarnation: incarnation() }
    if (known.incarnation !== before) return wakers.wakeEveryone()
    wakers.wake(written)
    wakers.wakeWork()
  }

  return () => cancel()
}
