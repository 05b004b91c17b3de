// Writes the state of the user as one record: by the one page that holds the writer's lock, in its term, and not too often (KEEP1).
import type { MachineEvent } from '../../core/events.ts'
import type { MachineState } from '../../core/state.ts'
import type { KeptPage } from '../keeper.ts'
import { headIn, textOfHead } from './head-record.ts'
import type { Health } from './health.ts'
import * as KEEPING from './limits.ts'
import type { Names } from './names.ts'
import type { Changes, Records } from './records.ts'
import { textOfState } from './state-record.ts'

export interface StateWriter {
  /** This page holds the lock from now on. */
  readonly elected: () => void
  readonly moved: (before: MachineState, after: MachineState, event: MachineEvent) => void
}

export interface StateWriterOptions {
  readonly page: KeptPage
  readonly records: Records
  readonly names: Names
  readonly health: Health
  /** False: nothing may be kept now. */
  readonly mayKeep: () => boolean
}

export function createStateWriter({ page, records, names, health, mayKeep }: StateWriterOptions): StateWriter {
  const { world, alarms, rearm } = page
  let term: number | null = null
  let standing: 'follower' | 'elected' | 'deposed' = 'follower'
  let isDirty = false
  let isBusy = false
  let notBefore = 0
  let cancel: (() => void) | null = null

  const step = (found: ReadonlyMap<string, unknown>, user: string, text: string): Changes => {
    const head = headIn(found.get(names.head))
    term ??= head.term + 1
    // A younger term has begun elsewhere: whatever this page still holds is older (TAB1).
    if (head.term > term) standing = 'deposed'
    const isVain = standing === 'deposed' || page.state().user !== user
    return isVain ? new Map() : new Map(Object.entries({ [names.head]: textOfHead({ term, user }), [names.state]: text }))
  }

  const write = async (): Promise<void> => {
    cancel?.()
    cancel = null
    const state = page.state()
    const isDue = isDirty && !isBusy && standing === 'elected' && health.state() === 'well' && mayKeep()
    const text = isDue ? textOfState(state) : null
    const { user } = state
    if (text === null || user === null) return
    isDirty = false
    isBusy = true
    const startedAt = world.now()
    const isWritten = await health.attempt('storage-write-failed', KEEPING.commitMs, () =>
      records.update([names.head], found => step(found, user, text), 'relaxed'),
    )
    // What failed is owed still, though nothing may change meanwhile.
    isDirty ||= !isWritten
    isBusy = false
    notBefore = world.now() + Math.max(KEEPING.stateMs, KEEPING.restFactor * (world.now() - startedAt))
    schedule()
  }

  const schedule = (): void => {
    if (!isDirty || cancel !== null || isBusy || standing !== 'elected') return
    cancel = alarms.set(Math.max(notBefore, world.now() + KEEPING.stateMs), () => void write())
    rearm()
  }

  return {
    elected() {
      standing = 'elected'
      isDirty = true
      schedule()
    },
    moved(before, after, event) {
      isDirty ||= isChanged(before, after)
      schedule()
      // The page may end here.
      if (event.type === 'hint' && (event.hint === 'hidden' || event.hint === 'pagehide')) void write()
    },
  }
}

const PARTS = ['user', 'cursor', 'tasks', 'notifications', 'asks'] as const

const isChanged = (before: MachineState, after: MachineState): boolean => PARTS.some(part => before[part] !== after[part])
