// The workers' half of a store: claims, leases, writes under them, and what happens to tasks whose worker is gone (TASK3).
import type { Claimed, LeasePolicy, Opened, Opening, Renewed, Store, TaskWrite, Lease, Written } from '../store.ts'
import { bornCancelled, opened, taken } from './birth-rules.ts'
import { cursorOf } from './cursor-rules.ts'
import { headOf, wireTaskOf } from './heads.ts'
import { freshLease, heldBy, holds, lapsed, leaseOf, renewed } from './lease-rules.ts'
import type { LedgerParts } from './ledger.ts'
import { STORE } from './limits.ts'
import { birthOf, isBuried, isConflict } from './requests.ts'
import type { TaskChange, TaskRow } from './rows.ts'
import type { Step } from './step.ts'
import { written } from './write-rules.ts'

type Work = Pick<Store, 'claim' | 'open' | 'renew' | 'write' | 'expire'>

export function workOf({ backend, step, sweep, world }: LedgerParts): Work {
  return {
    claim: async (kinds, leaseMs) => {
      // Most looks find nothing: a read is cheaper than an empty durable step.
      const isIdle = kinds.length === 0 || (await backend.view(records => records.oldestQueued(kinds) === null))
      return isIdle ? null : step(current => claimIn(current, kinds, leaseMs))
    },
    open: (user, opening, leaseMs) => step(current => openIn(current, user, { opening, leaseMs })),
    renew: async (lease, leaseMs) => {
      const until = world.now() + leaseMs
      const fresh = await backend.view(records => {
        const row = records.task(lease.user, { id: lease.taskId })
        const instant = { now: world.now(), incarnation: records.incarnation() }
        return row && holds(row, lease, instant) && isFresh(row, until, leaseMs) ? heldBy(row) : null
      })
      return fresh ?? step(current => renewIn(current, lease, leaseMs))
    },
    write: (lease, write) => step(current => writeIn(current, lease, write)),
    async expire(policy) {
      const isDue = await backend.view(records => records.lapsed(world.now(), 1).length > 0)
      if (isDue) await step(current => expireIn(current, policy))
      await sweep()
      return backend.view(records => records.nextLapse())
    },
  }
}

function claimIn(current: Step, kinds: readonly string[], leaseMs: number): Claimed | null {
  const row = current.records.oldestQueued(kinds)
  if (row === null) return null
  const change = taken(row, freshLease(current, leaseMs), current.now)
  current.commit(change)
  return { lease: leaseOf(change.row), task: wireTaskOf(change.row, current.records.payload(change.row)) }
}

function openIn(current: Step, user: string, { opening, leaseMs }: { readonly opening: Opening; readonly leaseMs: number }): Opened {
  const known = current.records.task(user, { key: opening.key })
  if (known && isConflict(current, known, opening)) return { outcome: 'key-conflict' }
  if (known && known.head.status !== 'queued') return notOpened(current, known)
  if (known) return openedBy(current, taken(known, freshLease(current, leaseMs), current.now))
  const birth = birthOf(current, user, { ...opening, input: opening.input ?? null })
  if (!isBuried(current, user, opening.key)) return openedBy(current, opened(birth, freshLease(current, leaseMs)))
  const change = bornCancelled(birth)
  current.commit(change)
  return notOpened(current, change.row)
}

function openedBy(current: Step, change: TaskChange): Opened {
  const cursor = current.commit(change)
  return { outcome: 'opened', task: headOf(change.row), lease: leaseOf(change.row), cursor }
}

function notOpened(current: Step, row: TaskRow): Opened {
  return { outcome: 'taken', task: headOf(row), lease: null, cursor: cursorOf(current.log(row.user)) }
}

/** Renewed a moment ago for as long: writing it again would only cost a durable step. Letting go (0) is always written. */
function isFresh(row: TaskRow, until: number, leaseMs: number): boolean {
  return leaseMs > STORE.freshLeaseMs && row.lease !== null && row.lease.until > until - STORE.freshLeaseMs
}

function renewIn(current: Step, lease: Lease, leaseMs: number): Renewed {
  const row = current.records.task(lease.user, { id: lease.taskId })
  if (row === null || !holds(row, lease, current)) return { outcome: 'lost' }
  current.commit(renewed(row, current.now + leaseMs))
  return heldBy(row)
}

function writeIn(current: Step, lease: Lease, write: TaskWrite): Written {
  const { records } = current
  const row = records.task(lease.user, { id: lease.taskId })
  if (row === null) return { outcome: 'lease-lost' }
  const change = written(row, write, { lease, instant: current, textAt: (name, at) => records.chunkAt(row, name, at) })
  if (change === 'lease-lost') return { outcome: 'lease-lost' }
  if (change === 'unchanged') return { outcome: 'written', task: headOf(row), cursor: cursorOf(current.log(row.user)) }
  const cursor = current.commit(change)
  return { outcome: 'written', task: headOf(change.row), cursor }
}

function expireIn(current: Step, policy: LeasePolicy): void {
  for (const row of current.records.lapsed(current.now, STORE.lapsedPerStep)) {
    const change = lapsed(row, policy(row.head.kind), current.now)
    current.commit(change)
    if (change.row.head.status === 'queued') current.woken.work.add('queued')
  }
}
