// One claimed task from its handler's first line to its end: returned, thrown, or cancelled.
import type { Json } from '../../protocol/values.ts'
import type { TaskWrite } from '../store.ts'
import type { Log, TaskHandle } from '../types.ts'
import { LeaseLost, reasonOf, toJson } from './errors.ts'
import type { Job } from './task-handle.ts'

export interface Run {
  readonly job: Job
  readonly kind: string
  /** The handler with its parsed input. */
  readonly handle: (task: TaskHandle) => unknown
  readonly log: Log
}

/** Never rejects: how it ended is in the store, or in the log. */
export async function runTask(run: Run): Promise<void> {
  const { job, kind, log } = run
  const end = await endOf(run)
  try {
    await settle(job, end)
  } catch (error) {
    if (job.keeper.state === 'released') return
    // Kept no longer, it lapses and is settled by policy instead of running for ever.
    job.keeper.turn('released')
    const event = error instanceof LeaseLost ? 'task.lease-lost' : 'task.not-settled'
    log({ level: 'warn', event, task: job.lease.taskId, kind, attempt: job.lease.attempt, error })
  }
}

async function endOf({ job, kind, handle, log }: Run): Promise<TaskWrite> {
  const { keeper, lease } = job
  try {
    const result = await handle(job.handle)
    return keeper.isCancelled ? { type: 'cancel' } : succeeded(result)
  } catch (error) {
    if (keeper.isCancelled) return { type: 'cancel' }
    if (keeper.state === 'held') log({ level: 'error', event: 'task.failed', task: lease.taskId, kind, attempt: lease.attempt, error })
    return { type: 'fail', error: reasonOf(error) }
  }
}

/** Nothing returned is no result, rather than null. */
export function succeeded(result: unknown): { readonly type: 'succeed'; readonly result?: Json } {
  return result === undefined ? { type: 'succeed' } : { type: 'succeed', result: toJson(result) }
}

/** A result that the store refuses fails the task, so that it does not end in silence. */
async function settle({ pen }: Job, end: TaskWrite): Promise<void> {
  try {
    await pen.end(end)
  } catch (error) {
    if (error instanceof LeaseLost || end.type !== 'succeed') throw error
    await pen.end({ type: 'fail', error: reasonOf(error) })
  }
}
