// Writes the state of the user as one record: by the one page that holds the writer's lock, in its term, and not too often (KEEP1).
import type { MachineState } from '../../core/state.ts'
import type { KeptPage } from '../keeper.ts'
import { type Head, headIn, textOfHead } from './head-record.ts'
import type { Health } from './health.ts'
import { KEEPING } from './limits.ts'
import type { Names } from './names.ts'
import type { Changes, Records } from './records.ts'
import { textOfState } from './state-record.ts'

export interface StateWriter {
  /** This page holds the lock from now on. */
  readonly elected: () => void
  readonly moved: (before: MachineState, after: MachineState) => void
  /** Now, for the page may end. */
  readonly hurry: () => void
  /** Nothing of this user stays, whoever wrote it. */
  readonly forget: (user: string) => void
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

  const change = (found: ReadonlyMap<string, unknown>, user: string, text: string): Changes => {
    const head = headIn(found.get(names.head))
    term ??= head.term + 1
    // A younger term has begun elsewhere: whatever this page still holds is older (TAB1).
    if (head.term > term) standing = 'deposed'
    return standing === 'deposed'
      ? new Map()
      : new Map([
          [names.head, textOfHead({ term, user })],
          [names.state, text],
        ])
  }

  const write = async (): Promise<void> => {
    cancel?.()
    cancel = null
    const state = page.state()
    const text = isDirty && !isBusy && standing === 'elected' && health.state() === 'well' && mayKeep() ? textOfState(state) : null
    const { user } = state
    if (text === null || user === null) return
    isDirty = false
    isBusy = true
    const startedAt = world.now()
    await health.attempt('storage-write-failed', KEEPING.commitMs, () =>
      // Of another user by now: what is to be written is nobody's.
      records.update([names.head], found => (page.state().user === user ? change(found, user, text) : new Map()), 'relaxed'),
    )
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
    moved(before, after) {
      isDirty ||= isChanged(before, after)
      schedule()
    },
    hurry: () => void write(),
    forget(user) {
      isDirty = false
      const emptied = (head: Head): Changes =>
        head.user !== user
          ? new Map()
          : new Map([
              [names.head, textOfHead({ term: head.term, user: null })],
              [names.state, null],
            ])
      void health.attempt('storage-wipe-failed', KEEPING.commitMs, () =>
        records.update([names.head], found => emptied(headIn(found.get(names.head))), 'strict'),
      )
    },
  }
}

function isChanged(before: MachineState, after: MachineState): boolean {
  return (
    before.cursor !== after.cursor ||
    before.tasks !== after.tasks ||
    before.notifications !== after.notifications ||
    before.asks !== after.asks ||
    before.user !== after.user
  )
}
