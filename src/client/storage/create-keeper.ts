// The keeper of one page: loads what is stored before the first dial, holds back what relies on a commit, and wipes what may no longer be kept.
import { expectedUser } from '../../core/greet.ts'
import type { MachineState } from '../../core/state.ts'
import type { Keeper, KeptPage } from '../keeper.ts'
import { createGate } from './gate.ts'
import { createHealth } from './health.ts'
import { KEEPING } from './limits.ts'
import { adopt, load } from './loading.ts'
import { namesOf } from './names.ts'
import { createOutboxWriter } from './outbox-writer.ts'
import type { Records } from './records.ts'
import { createStateWriter } from './state-writer.ts'
import { createTenancy } from './tenancy.ts'
import { waiterOf } from './waiters.ts'
import { isSignedOut, wipe } from './wiping.ts'

export function createKeeper(records: Records, page: KeptPage): Keeper {
  const { client, identity } = page.state().settings
  const names = namesOf(page.world.resolve(page.url), identity)
  // Signed out or revoked: nothing is kept until somebody is welcomed again.
  let isBarred = identity === 'signed-out'
  const mayKeep = () => !isBarred
  const health = createHealth(page, () => {
    outbox.flush()
    tell(page.state())
  })
  const outbox = createOutboxWriter({ records, names, client, health, mayKeep, outbox: () => page.state().outbox, show: page.show })
  const state = createStateWriter({ page, records, names, health, mayKeep })
  const tenancy = createTenancy({ records, names, client, elected: state.elected })
  const options = { records, names, page, outbox, ended: tenancy.ended }
  const dials = createGate()
  let isLooking = false

  const tell = (now: MachineState): void => {
    const storage = health.isProven() && mayKeep() && expectedUser(now) !== null ? 'kept' : 'memory'
    if (storage !== now.storage && !tenancy.ended.aborted) page.dispatch({ type: 'storage', storage })
  }

  const begin = async (): Promise<void> => {
    await tenancy.begin()
    await (identity === 'signed-out' ? wipe(records, names.url) : load(options))
    health.loaded()
  }

  /** Whatever became of it, the page goes on. */
  const begun = async (): Promise<void> => {
    await health.attempt('storage-load-failed', KEEPING.loadMs, begin)
    dials.open()
    page.show()
  }

  /** At the first event, and again when it failed and its time has come. */
  const start = (): void => {
    if (health.state() !== 'loading' || dials.isShut() || tenancy.ended.aborted) return
    dials.shut()
    void begun()
  }

  const lookAgain = (): void => {
    if (isLooking || records.locks === undefined || page.state().phase.name === 'idle') return
    isLooking = true
    page.alarms.set(page.world.now() + KEEPING.adoptMs, () => {
      isLooking = false
      if (health.state() === 'well' && mayKeep()) void health.attempt('storage-read-failed', KEEPING.commitMs, () => adopt(options))
      lookAgain()
    })
    page.rearm()
  }

  return {
    pass(effect, run) {
      start()
      if (effect.type === 'dial' || effect.type === 'get-token') return dials.pass(run)
      const waiter = waiterOf({ effect, run, page, outbox })
      if (waiter === null) run()
      else outbox.afterCommit(waiter)
    },
    moved(before, after, event) {
      start()
      if (after.phase.name === 'live') isBarred = false
      const isOver = isSignedOut(before, after, event)
      isBarred ||= isOver
      if (isOver) void health.attempt('storage-wipe-failed', KEEPING.commitMs, () => wipe(records, names.slot))
      else if (before.user !== null && before.user !== after.user && event.type !== 'dispose') state.forget(before.user)
      outbox.flush()
      state.moved(before, after)
      if (event.type === 'hint' && (event.hint === 'hidden' || event.hint === 'pagehide')) state.hurry()
      if (event.type === 'dispose') outbox.afterCommit({ run: tenancy.end, otherwise: tenancy.end })
      tell(after)
      lookAgain()
    },
    shown: now => (now.outbox === outbox.committed() ? now : { ...now, outbox: outbox.committed() }),
  }
}
