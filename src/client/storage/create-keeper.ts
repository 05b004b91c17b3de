// The keeper of one page: loads what is stored before the first dial, holds back what relies on a commit, and wipes what may no longer be kept.
import { expectedUser } from '../../core/greet.ts'
import { dialsOf } from '../../core/phases/common.ts'
import type { MachineState } from '../../core/state.ts'
import type { Keeper, KeptPage } from '../keeper.ts'
import { createGate } from './gate.ts'
import { createHealth } from './health.ts'
import * as KEEPING from './limits.ts'
import { adopt, load } from './loading.ts'
import { createLookout } from './lookout.ts'
import { namesOf } from './names.ts'
import { createOutboxWriter } from './outbox-writer.ts'
import type { Records } from './records.ts'
import { createStateWriter } from './state-writer.ts'
import { createTenancy } from './tenancy.ts'
import { waiterOf } from './waiters.ts'
import { createWiper, goneIn, isSignedOut, wipe } from './wiping.ts'

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
  const dials = createGate()
  const clear = createWiper(page, health)
  const lookOut = createLookout(page, () => {
    if (records.locks !== undefined && health.state() === 'well' && mayKeep())
      void health.attempt('storage-read-failed', KEEPING.commitMs, () => adopt({ records, names, page, outbox, ended: tenancy.ended }))
  })

  const tell = (now: MachineState): void => {
    const storage = health.isProven() && mayKeep() && expectedUser(now) !== null ? 'kept' : 'memory'
    if (storage !== now.storage && !isDisposed(now)) page.dispatch({ type: 'storage', storage })
  }

  /** At the first event, and again when it failed and its time has come. Whatever becomes of it, the page goes on. */
  const start = async (): Promise<void> => {
    if (health.state() !== 'loading' || dials.isShut() || tenancy.ended.aborted) return
    dials.shut()
    await health.attempt('storage-load-failed', KEEPING.loadMs, async () => {
      await tenancy.begin()
      await (identity === 'signed-out' ? wipe(records, names.url) : load({ records, names, page, outbox, ended: tenancy.ended }))
      health.loaded()
    })
    dials.open()
    page.show()
  }

  return {
    pass(effect, run) {
      void start()
      if (effect.type === 'dial' || effect.type === 'get-token') return dials.pass(() => isOut(page.state(), effect.dial) && run())
      const waiter = waiterOf({ effect, run, page, outbox })
      return waiter === null ? run() : outbox.afterCommit(waiter)
    },
    moved(before, after, event) {
      void start()
      if (after.phase.name === 'live') isBarred = false
      isBarred ||= isSignedOut(before, after, event)
      const gone = goneIn({ before, after, event, records, names, mayKeep })
      if (gone !== null) clear(gone)
      outbox.flush()
      state.moved(before, after, event)
      if (event.type === 'dispose') outbox.afterCommit({ run: tenancy.end, otherwise: tenancy.end })
      tell(after)
      lookOut()
    },
    shown: now => (now.outbox === outbox.committed() ? now : { ...now, outbox: outbox.committed() }),
  }
}

/** A dial that was given up while it waited is not made. */
const isOut = ({ phase }: MachineState, dial: number): boolean => dialsOf(phase).includes(dial)

/** It takes nothing in any more: whoever tells it something until it knows tells it for ever. */
const isDisposed = ({ phase }: MachineState): boolean => phase.name === 'idle' && phase.why === 'disposed'
