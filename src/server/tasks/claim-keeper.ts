// Keeps one lease: renews it in time, hears of cancels and answers, and says once when it is lost (TASK3).
//   held ⇄ ending → released;  held → lost
import type { Json } from '../../protocol/values.ts'
import type { Lease, Renewed, Store } from '../store.ts'
import type { ServerWorld } from '../world.ts'
import { createDelay } from './delay.ts'
import type { Delay } from './delay.ts'
import { abortedBy, leaseLost } from './errors.ts'
import type { TaskLimits } from './limits.ts'
import { createRounds } from './rounds.ts'

export interface KeeperOptions {
  readonly store: Store
  readonly world: ServerWorld
  readonly limits: TaskLimits
  readonly lease: Lease
  /** Called once, when the lease is released or lost. */
  readonly onEnd: () => void
}

/** `ending`: the last write is on its way, and only its answer decides. */
export type Hold = 'held' | 'ending' | 'released' | 'lost'

interface Answer {
  readonly rev: number
  readonly data: Json
}

export class Keeper {
  readonly #options: KeeperOptions
  readonly #controller = new AbortController()
  readonly #next: Delay
  readonly #soon: Delay
  readonly #lapse: Delay
  /** Asks the store now: a hint said that something changed. */
  readonly look: () => Promise<void>
  #state: Hold = 'held'
  #wish: 'go on' | 'cancel' = 'go on'
  #latest: Answer | null = null
  #hear: (answer: Answer) => void = () => {}

  constructor(options: KeeperOptions) {
    const { world, limits } = options
    this.#options = options
    this.look = createRounds(() => this.#renew())
    this.#next = createDelay(world, limits.renewMs, () => void this.look())
    this.#soon = createDelay(world, limits.retryMs, () => void this.look())
    // The store may be out of reach, and then nobody else says that the lease has run out.
    this.#lapse = createDelay(world, limits.leaseMs, () => this.turn('lost'))
    this.#next.arm()
    this.#lapse.arm()
  }

  get signal(): AbortSignal {
    return this.#controller.signal
  }

  get state(): Hold {
    return this.#state
  }

  get isCancelled(): boolean {
    return this.#wish === 'cancel'
  }

  get #isOver(): boolean {
    return this.#state === 'released' || this.#state === 'lost'
  }

  turn(to: Hold): void {
    if (this.#isOver) return
    this.#state = to
    if (!this.#isOver) return
    for (const timer of [this.#next, this.#soon, this.#lapse]) timer.cancel()
    if (to === 'lost') this.abort(leaseLost(this.#options.lease.taskId))
    this.#options.onEnd()
  }

  abort(reason: Error): void {
    this.#controller.abort(reason)
  }

  /** The answer to the question that was asked at `rev`. */
  answerTo(rev: number): Promise<Json> {
    return new Promise((resolve, reject) => {
      this.#hear = answer => {
        if (answer.rev >= rev) resolve(answer.data)
      }
      // The answer may have come before this was asked.
      if (this.#latest) this.#hear(this.#latest)
      onAbort(this.signal, reject)
    })
  }

  async #renew(): Promise<void> {
    const { store, lease, limits } = this.#options
    if (this.#isOver) return
    try {
      this.#take(await store.renew(lease, limits.leaseMs))
    } catch {
      if (!this.#isOver) this.#soon.arm()
    }
  }

  #take(renewed: Renewed): void {
    if (this.#isOver) return
    if (renewed.outcome === 'held') this.#hold(renewed)
    else if (this.#state !== 'ending') this.turn('lost')
  }

  #hold({ answer: data, answeredRev: rev, cancelRequested }: Extract<Renewed, { outcome: 'held' }>): void {
    for (const timer of [this.#next, this.#lapse]) {
      timer.cancel()
      timer.arm()
    }
    if (data !== undefined && rev !== undefined) {
      this.#latest = { rev, data }
      this.#hear(this.#latest)
    }
    if (cancelRequested) this.#cancel()
  }

  #cancel(): void {
    this.#wish = 'cancel'
    this.abort(abortedBy(`Task ${this.#options.lease.taskId} was cancelled by its user.`))
  }
}

function onAbort(signal: AbortSignal, run: (reason: unknown) => void): void {
  if (signal.aborted) run(signal.reason)
  else signal.addEventListener('abort', () => run(signal.reason), { once: true })
}
