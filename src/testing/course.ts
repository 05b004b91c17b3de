// The course of one simulation: one event at a time, promises settled and rules looked at in between.
import type { Action } from './acts.ts'
import { CHECK_RULES, type Rule, STEP_RULES, type Violation } from './invariants.ts'
import { Likeness } from './likeness.ts'
import { SIMULATED, SIMULATED_BOUNDS } from './limits.ts'
import { answerAll } from './page-acts.ts'
import type { Page } from './page.ts'
import { turn } from './simulated-world.ts'
import type { Simulation } from './simulation.ts'
import { leaderOf } from './tab-acts.ts'
import { TabWatch } from './tab-watch.ts'

/** Runs what falls due, one event at a time, and looks at everything in between. */
export class Course {
  readonly violations: Violation[] = []
  events = 0
  readonly #simulation: Simulation
  readonly #likeness: Likeness
  readonly #tabs: TabWatch
  #nextCheckAt: number
  #instant = { at: 0, events: 0 }
  readonly #liveSince = new Map<Page, number>()

  constructor(simulation: Simulation) {
    this.#simulation = simulation
    this.#likeness = new Likeness(simulation)
    this.#tabs = new TabWatch(simulation)
    this.#nextCheckAt = simulation.clock.now() + simulation.setting.checkMs
  }

  async until(instant: number): Promise<void> {
    const { clock } = this.#simulation
    while (this.violations.length === 0 && clock.now() < instant) {
      const stopAt = Math.min(instant, this.#nextCheckAt)
      await this.#runTo(stopAt)
      if (clock.now() < this.#nextCheckAt) continue
      this.#nextCheckAt += this.#simulation.setting.checkMs
      await this.#look()
    }
  }

  /** Waits until everything is calm; null when it never is. */
  async converge(): Promise<number | null> {
    const { clock } = this.#simulation
    const since = clock.now()
    while (this.violations.length === 0) {
      await this.until(clock.now() + this.#simulation.setting.checkMs)
      const unrest = await this.#unrest()
      if (unrest === null) return clock.now() - since
      if (clock.now() - since > SIMULATED.convergeMs) this.violate('converge', `${SIMULATED.convergeMs} ms after the last fault: ${unrest}`)
    }
    return null
  }

  violate(rule: string, what: string): void {
    this.violations.push({ rule, at: this.#simulation.clock.now() - SIMULATED.startAt, what })
  }

  async #runTo(instant: number): Promise<void> {
    const { clock } = this.#simulation
    for (let run = clock.next(instant); run !== null; run = clock.next(instant)) {
      run()
      await turn()
      this.events += 1
      this.#apply(STEP_RULES, page => page.wasTouched())
      this.#lookForSpin(clock.now())
      if (this.violations.length > 0) return
    }
  }

  /** A machine whose deadline stays in the past holds time still; one that is woken each millisecond lets it creep. */
  #lookForSpin(now: number): void {
    this.#instant = { at: now, events: now === this.#instant.at ? this.#instant.events + 1 : 1 }
    const { events, eventsAtOnce } = SIMULATED_BOUNDS
    if (this.#instant.events > eventsAtOnce) this.violate('spin', `more than ${eventsAtOnce} events in one instant`)
    else if (this.events > events) this.violate('spin', `more than ${events} events`)
  }

  #apply(rules: readonly (readonly [string, Rule])[], isMeant: (page: Page) => boolean): void {
    for (const page of this.#simulation.pages) {
      if (page.end() !== null || !isMeant(page)) continue
      for (const [name, rule] of rules) {
        const what = rule(page, this.#simulation)
        if (what !== null) this.violate(name, `${page.name}: ${what}`)
      }
    }
  }

  async #look(): Promise<void> {
    this.#apply(CHECK_RULES, () => true)
    const { pages, clock, truth, troubledAt, leases } = this.#simulation
    for (const wrong of leases.takeWrongs()) this.violate('lease', wrong)
    for (const { rule, what } of this.#tabs.takeWrongs()) this.violate(rule, what)
    const now = clock.now()
    for (const page of pages) {
      if (page.end() !== null) continue
      const { record } = page
      // Whatever comes to a tab that follows comes over the leader's socket.
      const leader = leaderOf(page, this.#simulation)
      record.prune(now - SIMULATED.keptMs)
      // A page that begins, or meets another history, may hold tasks of the one before, which it shows until its questions are answered (SNAP3).
      const unrests = [
        truth.lastAppendAt(page.session.user),
        troubledAt,
        record.disturbedAt(),
        record.userSince(),
        record.epochSince(),
        leader.record.disturbedAt(),
      ]
      const isQuiet = unrests.every(at => now - at > SIMULATED.quietMs)
      if (!isQuiet || page.host.state() !== 'up' || page.socket.store.status().freshness !== 'live') continue
      if (record.user() !== page.session.user || record.isThrottled() || leader.network.held()[0]?.isCrowded() === true) continue
      const difference = await this.#likeness.differenceOf(page)
      if (difference !== null) this.violate('live-behind', `${page.name} is live, and ${difference}`)
    }
  }

  /** Since the faults ended. */
  #liveFor(page: Page): number {
    const now = this.#simulation.clock.now()
    const since = this.#liveSince.get(page) ?? now
    this.#liveSince.set(page, since)
    return now - since
  }

  async #unrest(): Promise<string | null> {
    for (const page of this.#simulation.pages) {
      const status = page.socket.store.status()
      // Two sign-ins in a row may end in `signed-out` by law (BACK3); their user presses the button.
      if (status.reason === 'signed-out') page.socket.reconnect()
      if (status.freshness !== 'live') return `${page.name} is ${status.state}, ${status.freshness} (${page.phase()})`
      if (page.record.user() !== page.session.user) return `${page.name} is not yet ${page.session.user}`
      const liveFor = this.#liveFor(page)
      const open = [...page.record.sends.values()].find(({ settlements }) => settlements === 0)
      // Its TTL would settle it in the end; on a live link an answer must come long before (SEND2).
      if (open !== undefined && liveFor > SIMULATED.answerMs)
        this.violate('resend', `${page.name}: ${open.op} ${open.id} was not answered in ${liveFor} ms`)
      if (open !== undefined) return `${page.name}: ${open.op} ${open.id} is not settled`
      const active = page.socket.store
        .tasks()
        .find(({ status: word }) => word === 'queued' || word === 'running' || word === 'input-required')
      if (active?.status === 'input-required') answerAll({ page, simulation: this.#simulation, action: NOTHING, later: () => undefined })
      // A silent loss may leave a task that only a receipt told of, and nobody can know (LOG2).
      if (active !== undefined && active.sync !== 'unconfirmed' && this.#simulation.rewound.silently === 0)
        return `${page.name}: task ${active.key} is ${active.status}`
      const difference = await this.#likeness.differenceOf(page)
      if (difference !== null) return `${page.name}: ${difference}`
    }
    return null
  }
}

const NOTHING: Action = { at: 0, kind: 'answer', page: 0, ms: 0, size: 1, roll: 0 }
