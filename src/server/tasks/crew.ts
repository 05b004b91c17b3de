// All jobs of one process: they share one watch on the store, which tells of cancels and answers.
import type { Lease, Store } from '../store.ts'
import type { ServerWorld } from '../world.ts'
import type { TaskLimits } from './limits.ts'
import { createJob } from './task-handle.ts'
import type { Job, JobOptions } from './task-handle.ts'

export interface CrewOptions {
  readonly store: Store
  readonly world: ServerWorld
  readonly limits: TaskLimits
}

export interface Crew {
  /** A job under the lease, kept until it ends. */
  readonly take: (lease: Lease, task: JobOptions['task']) => Job
}

export function createCrew(options: CrewOptions): Crew {
  const jobs = new Set<Job>()
  let stop: (() => void) | null = null

  function take(lease: Lease, task: JobOptions['task']): Job {
    const job = createJob({ ...options, lease, task, onEnd: () => leave(job) })
    jobs.add(job)
    stop ??= options.store.watchWork(lookAll)
    // What happened between the claim and the watch was told to nobody.
    void job.keeper.look()
    return job
  }

  function leave(job: Job): void {
    jobs.delete(job)
    if (jobs.size > 0) return
    stop?.()
    stop = null
  }

  function lookAll(): void {
    for (const { keeper } of jobs) void keeper.look()
  }

  return { take }
}
