// The real store over records that remember their steps, so that a simulation can lose the last of them, trim logs and begin epochs.
import { createLedger } from '../server/log/ledger.ts'
import type { Backend, Records } from '../server/log/records.ts'
import type { EntryRow } from '../server/log/rows.ts'
import { createWakers } from '../server/log/wakers.ts'
import { memoryCommands } from '../server/memory/commands.ts'
import { memoryLogs } from '../server/memory/logs.ts'
import { memoryTasks } from '../server/memory/tasks.ts'
import type { Retention, Store, StoreWorld } from '../server/store.ts'

type Change = (records: Records) => void

interface StoreStep {
  readonly changes: Change[]
  readonly entries: Recorded[]
  readonly commands: string[]
}

/** An entry that was appended. */
export interface Recorded {
  readonly user: string
  readonly entry: EntryRow
}

/** What went with the steps that were lost. */
export interface Loss {
  readonly entries: readonly Recorded[]
  /** Ids of `app.*` commands whose claims or receipts are forgotten. */
  readonly commands: readonly string[]
}

export interface RewindableStore {
  readonly store: Store
  /** What stands in the store now, without waiting. */
  records(): Records
  /** Loses the last steps. `stamped`: the store knows, and is a new incarnation (LOG2). */
  rewind(steps: number, stamped: boolean): Loss
  /** Trims what retention would keep: all but the newest `keep` entries of each lane (LOG3). */
  trim(user: string, keep: number): void
  /** Trims every stream entry, and nothing else (STR1). */
  trimStreams(user: string): void
  /** A new incarnation, nothing lost. */
  stamp(): void
  /** Steps that can be lost. */
  steps(): number
  /** Grows with every change: what was compared at the same version need not be compared again. */
  version(): number
}

export interface RewindableOptions {
  readonly world: StoreWorld
  readonly retention: Partial<Retention>
  /** False for long runs: steps are not remembered, so none can be lost. */
  readonly rewinds: boolean
  readonly appended: (recorded: Recorded) => void
}

export function createRewindableStore({ world, retention, rewinds, appended }: RewindableOptions): RewindableStore {
  const wakers = createWakers()
  const steps: StoreStep[] = []
  // Outside of what can be lost, as the stamp beside a file is: what is put back may not say who it is.
  let incarnation = world.id()
  const freshRecords = (): Records => ({ ...memoryLogs(() => incarnation), ...memoryTasks(), ...memoryCommands() })
  let records = freshRecords()
  let version = 0

  function transact<T>(work: (records: Records) => T): T {
    const step: StoreStep = { changes: [], entries: [], commands: [] }
    const answer = work(journalled(records, step))
    if (step.changes.length > 0) version += 1
    if (step.changes.length > 0 && rewinds) steps.push(step)
    for (const entry of step.entries) appended(entry)
    return answer
  }

  function stamp(): void {
    incarnation = world.id()
    version += 1
    wakers.wakeEveryone()
  }

  const backend: Backend = {
    transact: async work => transact(work),
    view: async work => work(records),
    close: async () => {},
  }
  return {
    store: createLedger({ backend, world, wakers, retention }),
    records: () => records,
    steps: () => steps.length,
    version: () => version,
    stamp,
    rewind(count, stamped) {
      const lost = steps.splice(Math.max(0, steps.length - count))
      records = freshRecords()
      version += 1
      replay(records, steps)
      if (stamped) stamp()
      return { entries: lost.flatMap(({ entries }) => entries), commands: lost.flatMap(({ commands }) => commands) }
    },
    trim: (user, keep) => transact(current => trimmed(current, user, keep)),
    trimStreams: user => transact(current => void current.trim(user, 'stream', { keep: 0, since: 0 })),
  }
}

function trimmed(records: Records, user: string, keep: number): void {
  records.trim(user, 'stream', { keep, since: 0 })
  const highest = records.trim(user, 'event', { keep, since: 0 })
  const row = records.log(user)
  if (row !== null) records.saveLog(user, { ...row, trimmed: Math.max(row.trimmed, highest) })
}

function replay(records: Records, steps: readonly StoreStep[]): void {
  for (const { changes } of steps) for (const change of changes) change(records)
}

/** The same records, each of whose changes is done and remembered. */
function journalled(records: Records, { changes, entries, commands }: StoreStep): Records {
  const change = <T>(run: (records: Records) => T): T => {
    changes.push(run)
    return run(records)
  }
  return {
    ...records,
    saveLog: (user, row) => change(at => at.saveLog(user, row)),
    addEntry(user, entry) {
      entries.push({ user, entry })
      change(at => at.addEntry(user, entry))
    },
    trim: (user, lane, bounds) => change(at => at.trim(user, lane, bounds)),
    addNotification: (user, row, keep) => change(at => at.addNotification(user, row, keep)),
    save: task => change(at => at.save(task)),
    removeSettled: (since, limit) => change(at => at.removeSettled(since, limit)),
    saveCommand(user, row) {
      commands.push(row.id)
      change(at => at.saveCommand(user, row))
    },
    removeCommands: (since, limit) => change(at => at.removeCommands(since, limit)),
  }
}
