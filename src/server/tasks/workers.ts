// Runs the handlers of one node: claims queued tasks, a bounded number at once, and settles what lost its worker (TASK3).
//   off → on → stopping → off
import type { Claimed, LeasePolicy, Store } from '../store.ts'
import type { Handlers, Log, TaskHandle } from '../types.ts'
import type { ServerWorld } from '../world.ts'
import { createCrew } from './crew.ts'
import type { Crew } from './crew.ts'
import { createDelay, wait } from './delay.ts'
import type { Delay } from './delay.ts'
import { abortedBy } from './errors.ts'
import { quietly } from './lease-writer.ts'
import { TASK_LIMITS } from './limits.ts'
import type { TaskLimits } from './limits.ts'
import { createRounds } from './rounds.ts'
import type { Job } from './task-handle.ts'
import { runTask } from './task-run.ts'

export interface WorkersOptions {
  readonly store: Store
  readonly world: ServerWorld
  readonly handlers: Handlers
  readonly limits?: Partial<TaskLimits> | undefined
  readonly log?: Log | undefined
  /** What becomes of a task whose worker is lost: `fail` by default. */
  readonly policy?: LeasePolicy | undefined
}

export interface Workers {
  start(): void
  /** Claims no more and waits `drainMs` for running handlers. The rest are aborted, and settled by policy. */
  stop(options?: { readonly drainMs?: number }): Promise<void>
  running(): number
}

export function createWorkers(options: WorkersOptions): Workers {
  return new NodeWorkers(options)
}

type Handler = (input: unknown, task: TaskHandle) => unknown

class NodeWorkers implements Workers {
  readonly #options: WorkersOptions
  readonly #limits: TaskLimits
  readonly #handlers: ReadonlyMap<string, Handler>
  readonly #crew: Crew
  readonly #claimSoon: Delay
  readonly #jobs = new Map<Job, Promise<void>>()
  readonly #claim: () => Promise<void>
  #phase: 'off' | 'on' | 'stopping' = 'off'
  #stopWatching: () => void = () => {}
  #stopLooking: () => void = () => {}

  constructor(options: WorkersOptions) {
    const { store, world } = options
    this.#options = options
    this.#limits = { ...TASK_LIMITS, ...options.limits }
    this.#handlers = handlersOf(options.handlers)
    this.#crew = createCrew({ store, world, limits: this.#limits })
    this.#claim = createRounds(() => this.#claimAll())
    this.#claimSoon = createDelay(world, this.#limits.retryMs, () => void this.#claim())
  }

  start(): void {
    if (this.#phase !== 'off') return
    this.#phase = 'on'
    this.#stopWatching = this.#options.store.watchWork(() => void this.#claim())
    void this.#look()
  }

  async stop({ drainMs = 0 }: { readonly drainMs?: number } = {}): Promise<void> {
    if (this.#phase !== 'on') return
    this.#phase = 'stopping'
    this.#stopWatching()
    this.#stopLooking()
    // A claim on its way is waited for: its task would otherwise be claimed and never run.
    await this.#claim()
    this.#claimSoon.cancel()
    if (this.#jobs.size > 0) await Promise.race([Promise.all(this.#jobs.values()), wait(this.#options.world, drainMs)])
    const left = [...this.#jobs.keys()]
    await Promise.all(left.map(job => this.#letGo(job)))
    if (left.length > 0) await this.#expire()
    this.#phase = 'off'
  }

  running(): number {
    return this.#jobs.size
  }

  async #claimAll(): Promise<void> {
    const kinds = [...this.#handlers.keys()]
    try {
      while (this.#hasRoom()) {
        const claimed = await this.#options.store.claim(kinds, this.#limits.leaseMs)
        if (claimed === null) return
        this.#begin(claimed)
      }
    } catch (error) {
      this.#log('workers.claim-failed', error)
      this.#claimSoon.arm()
    }
  }

  #hasRoom(): boolean {
    return this.#phase === 'on' && this.#jobs.size < this.#limits.workers
  }

  #begin({ lease, task }: Claimed): void {
    const { log = () => {} } = this.#options
    const handler = this.#handlers.get(task.kind)
    const job = this.#crew.take(lease, task)
    const handle = async (own: TaskHandle): Promise<unknown> => handler?.(task.input, own)
    const done = runTask({ job, kind: task.kind, handle, log }).finally(() => {
      this.#jobs.delete(job)
      void this.#claim()
    })
    this.#jobs.set(job, done)
  }

  /** Settles what lapsed, then looks for work; again when the next lease runs out, and soon enough for a lost hint (LOG5). */
  async #look(): Promise<void> {
    const { world } = this.#options
    const next = await this.#expire()
    if (this.#phase !== 'on') return
    const now = world.now()
    // Not at once again, though more may be due than one step takes.
    const at = Math.max(now + this.#limits.chunkMs, Math.min(next ?? Infinity, now + this.#limits.lookMs))
    this.#stopLooking = world.at(at, () => void this.#look())
    await this.#claim()
  }

  async #expire(): Promise<number | null> {
    const { store, policy = () => 'fail' } = this.#options
    try {
      return await store.expire(policy)
    } catch (error) {
      this.#log('workers.expire-failed', error)
      return this.#options.world.now() + this.#limits.retryMs
    }
  }

  /** The user need not wait for the lease to run out. */
  async #letGo({ lease, keeper, pen }: Job): Promise<void> {
    await quietly(pen.flush())
    keeper.turn('released')
    keeper.abort(abortedBy('The server is closing.'))
    await quietly(this.#options.store.renew(lease, 0))
  }

  #log(event: string, error: unknown): void {
    this.#options.log?.({ level: 'error', event, error })
  }
}

function handlersOf(handlers: Handlers): ReadonlyMap<string, Handler> {
  const given = Object.entries<Handler | undefined>(handlers)
  return new Map(given.flatMap(([kind, handler]) => (handler ? [[kind, handler] as const] : [])))
}
