// One simulation from its seed to its verdict: play the story, end the faults, wait until all is calm, and judge.
import { loadRoom } from '../client/sharing.ts'
import type { Action } from './acts.ts'
import { Course } from './course.ts'
import { type CoverageCounts, createCoverage, noCounts } from './coverage.ts'
import { heal } from './heal.ts'
import type { Violation } from './invariants.ts'
import { SIMULATED } from './limits.ts'
import { play } from './play.ts'
import { type Setting, settingOf, tabSettingOf } from './setting.ts'
import { createSimulation, type Simulation } from './simulation.ts'
import { printed, storyOf, tabStoryOf } from './story.ts'
import { verdictsOn } from './verdicts.ts'

export interface SimulateOptions {
  readonly seed: number
  /** The seed's story of tabs that share a socket, which is another one. */
  readonly tabs?: boolean | undefined
  /** Instead of the seed's own. */
  readonly story?: readonly Action[] | undefined
  readonly setting?: Setting | undefined
  /** Counted on, across many seeds. */
  readonly counts?: CoverageCounts | undefined
  /** Looks at the simulation now and then, as long runs do at the sizes of things. */
  readonly watch?: { readonly everyMs: number; readonly look: (simulation: Simulation) => void } | undefined
  /** Hears of every frame that is sent or arrives at a page, with ms after the beginning. */
  readonly trace?: ((line: string) => void) | undefined
}

export interface Result {
  readonly seed: number
  readonly tabs: boolean
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
export async function simulate({
  seed,
  tabs = false,
  story = tabs ? tabStoryOf(seed) : storyOf(seed),
  setting = tabs ? tabSettingOf(seed) : settingOf(seed),
  counts = noCounts(),
  trace,
  watch,
}: SimulateOptions): Promise<Result> {
  // A page loads it when it dials; here it must be there between two events.
  if (setting.tabs === 'share') await loadRoom()
  const simulation = createSimulation(setting, createCoverage(counts))
  const course = new Course(simulation)
  if (trace !== undefined) follow(simulation, trace)
  if (watch !== undefined) regularly(simulation, watch)
  const { clock, pages } = simulation
  for (const page of pages) page.mount()
  simulation.staged = story
  for (const action of story)
    clock.at(SIMULATED.startAt + action.at, () => {
      simulation.staged = simulation.staged.slice(1)
      play(simulation, action)
    })
  const endAt = SIMULATED.startAt + Math.max(0, ...story.map(({ at, ms }) => at + ms)) + 1_000
  await course.until(endAt)
  heal(simulation)
  const convergedMs = await course.converge()
  if (convergedMs !== null) await course.until(clock.now() + SIMULATED.afterMs)
  if (course.violations.length === 0) await withoutHints(simulation, course)
  if (course.violations.length === 0) for (const { rule, what } of verdictsOn(simulation)) course.violate(rule, what)
  return {
    seed,
    tabs: setting.tabs === 'share',
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
  const resets = new Map(pages.map(page => [page, page.record.resets()]))
  for (const page of pages) await kept.store.append(page.session.user, [{ type: 'app.noted', data: { id: `last-${page.name}` } }])
  await course.until(clock.now() + SIMULATED.hintlessMs)
  for (const page of pages) {
    // A log that was trimmed whole cannot prove the page's cursor: a snapshot comes instead (LOG2).
    const heard = page.record.heard.includes(`last-${page.name}`) || page.record.resets() > (resets.get(page) ?? 0)
    if (!heard) course.violate('lost-hint', `${page.name} did not hear in ${SIMULATED.hintlessMs} ms`)
  }
}

function outcomesOf({ pages, gone }: Simulation): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const page of [...pages, ...gone])
    for (const { outcome } of page.record.sends.values()) {
      const word = outcome?.outcome ?? 'none'
      counts[word] = (counts[word] ?? 0) + 1
    }
  return counts
}

function regularly(simulation: Simulation, watch: NonNullable<SimulateOptions['watch']>): void {
  const { clock } = simulation
  clock.at(clock.now() + watch.everyMs, () => {
    watch.look(simulation)
    regularly(simulation, watch)
  })
}

/** A page that is loaded later is heard like the one before it. */
function follow(simulation: Simulation, trace: (line: string) => void): void {
  const { clock } = simulation
  simulation.loaded(page => page.record.follow(line => trace(`${(clock.now() - SIMULATED.startAt) / 1000} s ${page.name} ${line}`)))
}

/** The story as text, one action a line. */
export const tell = (story: readonly Action[]): string => story.map(printed).join('\n')
