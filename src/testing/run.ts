// One simulation from its seed to its verdict: play the story, end the faults, wait until all is calm, and judge.
import { answerAll } from './page-acts.ts'
import { type Action, play } from './acts.ts'
import { type CoverageCounts, createCoverage, noCounts } from './coverage.ts'
import { CHECK_RULES, type Rule, STEP_RULES, type Violation } from './invariants.ts'
import { differenceOf } from './likeness.ts'
import { SIMULATED, SIMULATED_BOUNDS } from './limits.ts'
import type { Page } from './page.ts'
import { type Setting, settingOf } from './setting.ts'
import { turn } from './simulated-world.ts'
import { createSimulation, type Simulation } from './simulation.ts'
import { printed, storyOf } from './story.ts'
import { verdictsOn } from './verdicts.ts'

export interface SimulateOptions {
  readonly seed: number
  /** Instead of the seed's own. */
  readonly story?: readonly Action[] | undefined
  readonly setting?: Setting | undefined
  /** Counted on, across many seeds. */
  readonly counts?: CoverageCounts | undefined
  /** Hears of every frame that is sent or arrives at a page, with ms after the beginning. */
  readonly trace?: ((line: string) => void) | undefined
}

export interface Result {
  readonly seed: number
  readonly outcome: 'held' | 'violated'
  readonly violations: readonly Violation[]
  readonly story: readonly Action[]
  readonly stats: {
    readonly events: number
    readonly virtualMs: number
    /** From the end of the faults until all was calm. */
    readonly convergedMs: number | null
    readonly appends: number
    readonly sends: Readonly<Record<string, number>>
  }
}

/** Plays one seed. The same seed, story and code give the same result, to the event. */
export async function simulate({ seed, story = storyOf(seed), setting = settingOf(seed), counts = noCounts(), trace }: SimulateOptions): Promise<Result> {
  const simulation = createSimulation(setting, createCoverage(counts))
  const course = new Course(simulation)
  if (trace !== undefined) follow(simulation, trace)
  const { clock, pages } = simulation
  for (const page of pages) page.socket.connect()
  for (const action of story) clock.at(SIMULATED.startAt + action.at, () => play(simulation, action))
  const endAt = SIMULATED.startAt + Math.max(0, ...story.map(({ at, ms }) => at + ms)) + 1_000
  await course.until(endAt)
  heal(simulation)
  const convergedMs = await course.converge()
  if (convergedMs !== null) await course.until(clock.now() + SIMULATED.afterMs)
  if (course.violations.length === 0) await withoutHints(simulation, course)
  if (course.violations.length === 0) for (const { rule, what } of verdictsOn(simulation)) course.violate(rule, what)
  return {
    seed,
    outcome: course.violations.length === 0 ? 'held' : 'violated',
    violations: course.violations,
    story,
    stats: {
      events: course.events,
      virtualMs: clock.now() - SIMULATED.startAt,
      convergedMs,
      appends: simulation.truth.appends(),
      sends: outcomesOf(simulation),
    },
  }
}

/** With every hint lost, what is appended arrives all the same, by the check every 15 s (LOG5). */
async function withoutHints({ fleet, kept, pages, clock }: Simulation, course: Course): Promise<void> {
  fleet.weather.deaf = 1
  for (const page of pages) await kept.store.append(page.session.user, [{ type: 'app.noted', data: { id: `last-${page.name}` } }])
  await course.until(clock.now() + SIMULATED.hintlessMs)
  for (const page of pages) {
    if (!page.record.heard.includes(`last-${page.name}`)) course.violate('lost-hint', `${page.name} did not hear in ${SIMULATED.hintlessMs} ms`)
  }
}

/** Runs what falls due, one event at a time, and looks at everything in between. */
export class Course {
  readonly violations: Violation[] = []
  events = 0
  readonly #simulation: Simulation
  #nextCheckAt: number
  readonly #liveSince = new Map<Page, number>()

  constructor(simulation: Simulation) {
    this.#simulation = simulation
    this.#nextCheckAt = simulation.clock.now() + SIMULATED.checkMs
  }

  async until(instant: number): Promise<void> {
    const { clock } = this.#simulation
    while (this.violations.length === 0 && clock.now() < instant) {
      const stopAt = Math.min(instant, this.#nextCheckAt)
      await this.#runTo(stopAt)
      if (clock.now() < this.#nextCheckAt) continue
      this.#nextCheckAt += SIMULATED.checkMs
      await this.#look()
    }
  }

  /** Waits until everything is calm; null when it never is. */
  async converge(): Promise<number | null> {
    const { clock } = this.#simulation
    const since = clock.now()
    while (this.violations.length === 0) {
      await this.until(clock.now() + SIMULATED.checkMs)
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
      this.#apply(STEP_RULES)
      if (this.events > SIMULATED_BOUNDS.events) this.violate('spin', 'far too much happens')
      if (this.violations.length > 0) return
    }
  }

  #apply(rules: Readonly<Record<string, Rule>>): void {
    for (const page of this.#simulation.pages) {
      if (page.isGone()) continue
      for (const [name, rule] of Object.entries(rules)) {
        const what = rule(page, this.#simulation)
        if (what !== null) this.violate(name, `${page.name}: ${what}`)
      }
    }
  }

  async #look(): Promise<void> {
    this.#apply(CHECK_RULES)
    const { pages, clock, truth, troubledAt } = this.#simulation
    const now = clock.now()
    for (const page of pages) {
      const isQuiet = [truth.lastAppendAt(page.session.user), troubledAt, page.record.disturbedAt()].every(at => now - at > SIMULATED.quietMs)
      if (!isQuiet || page.host.state() !== 'up' || page.socket.store.status().freshness !== 'live') continue
      if (page.record.user() !== page.session.user || page.record.isThrottled() || page.network.held()[0]?.isCrowded() === true) continue
      const difference = await differenceOf(page, this.#simulation)
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
      if (open !== undefined && liveFor > SIMULATED.answerMs) this.violate('resend', `${page.name}: ${open.op} ${open.id} was not answered in ${liveFor} ms`)
      if (open !== undefined) return `${page.name}: ${open.op} ${open.id} is not settled`
      const active = page.socket.store.tasks().find(({ status: word }) => word === 'queued' || word === 'running' || word === 'input-required')
      if (active?.status === 'input-required') answerAll({ page, simulation: this.#simulation, action: NOTHING, later: () => undefined })
      // A silent loss may leave a task that only a receipt told of, and nobody can know (LOG2).
      if (active !== undefined && active.sync !== 'unconfirmed' && this.#simulation.rewound.silently === 0) return `${page.name}: task ${active.key} is ${active.status}`
      const difference = await differenceOf(page, this.#simulation)
      if (difference !== null) return `${page.name}: ${difference}`
    }
    return null
  }
}

const NOTHING: Action = { at: 0, kind: 'answer', page: 0, ms: 0, size: 1, roll: 0 }

/** The end of all faults. What they left behind, such as a socket that is half open, is for the product to find out. */
export function heal({ fleet, pages, outside, setting }: Simulation): void {
  Object.assign(fleet.weather, { latencyMs: 3, failing: 0, deaf: 0 })
  Object.assign(fleet.auth, { failing: 0, delayMs: 10 })
  for (let index = 0; index < fleet.size(); index += 1) {
    fleet.process(index).host.wake()
    fleet.start(index)
  }
  outside.host.wake()
  for (const page of pages) {
    const { line } = page.network
    for (const way of [line.up, line.down]) Object.assign(way, { latencyMs: setting.latencyMs, bytesPerSecond: 50_000_000 })
    line.dialing = { type: 'reach' }
    line.trails = false
    line.repeats = false
    line.dropping = 0
    page.network.release()
    page.session.tokens = 'fine'
    page.client.throttle(1)
    page.record.throttled(false)
    page.host.wake()
    // Who is signed in is asked at a dial only.
    if (page.record.user() !== page.session.user) page.network.cut({ page: 0, node: 0 })
    page.client.hint('online')
    page.client.hint('visible')
    page.client.hint('pageshow')
    if (page.phase() === 'idle') page.socket.connect()
    if (page.phase() === 'halted') page.socket.reconnect()
  }
}

function outcomesOf({ pages }: Simulation): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const page of pages)
    for (const { outcome } of page.record.sends.values()) {
      const word = outcome?.outcome ?? 'none'
      counts[word] = (counts[word] ?? 0) + 1
    }
  return counts
}

function follow({ pages, clock }: Simulation, trace: (line: string) => void): void {
  for (const page of pages) page.record.follow(line => trace(`${(clock.now() - SIMULATED.startAt) / 1000} s ${page.name} ${line}`))
}

/** The story as text, one action a line. */
export const tell = (story: readonly Action[]): string => story.map(printed).join('\n')
