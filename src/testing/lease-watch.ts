// Watches every lease that the store gives, and tells of a write that was taken after its lease had ended (TASK3).
import type { Lease, Store } from '../server/store.ts'

export interface LeaseWatch {
  readonly store: Store
  /** What was wrong since this was asked last. */
  takeWrongs(): readonly string[]
}

export interface LeaseWatchOptions {
  readonly store: Store
  readonly now: () => number
  /** Grows with every change of the store. */
  readonly version: () => number
}

export function watchLeases({ store, now, version }: LeaseWatchOptions): LeaseWatch {
  const untils = new Map<string, number>()
  const wrongs: string[] = []
  const given = (lease: Lease | null, leaseMs: number): void => {
    if (lease !== null) untils.set(lease.leaseId, leaseMs === 0 ? now() : Math.max(untils.get(lease.leaseId) ?? 0, now() + leaseMs))
    for (const [id, until] of untils) if (until < now() - KEPT_MS) untils.delete(id)
  }
  return {
    takeWrongs: () => wrongs.splice(0),
    store: {
      ...store,
      async claim(kinds, leaseMs) {
        const claimed = await store.claim(kinds, leaseMs)
        given(claimed?.lease ?? null, leaseMs)
        return claimed
      },
      async open(user, opening, leaseMs) {
        const opened = await store.open(user, opening, leaseMs)
        if (opened.outcome === 'opened') given(opened.lease, leaseMs)
        return opened
      },
      async renew(lease, leaseMs) {
        const renewed = await store.renew(lease, leaseMs)
        if (renewed.outcome === 'held') given(lease, leaseMs)
        return renewed
      },
      async write(lease, write) {
        const [at, before] = [now(), version()]
        const written = await store.write(lease, write)
        // What stands already changes nothing, and may be repeated for ever.
        if (written.outcome === 'written' && version() > before && at >= (untils.get(lease.leaseId) ?? 0))
          wrongs.push(`a ${write.type} was taken ${at - (untils.get(lease.leaseId) ?? 0)} ms after the lease of ${lease.taskId} had ended`)
        return written
      },
    },
  }
}

/** A lease that ended so long ago is no writer's any more. */
const KEPT_MS = 600_000
