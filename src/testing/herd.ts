// A herd: many pages of as many users against one server that stops answering for a moment.
import { createCoverage } from './coverage.ts'
import { SIMULATED } from './limits.ts'
import { settingOf } from './setting.ts'
import { turn } from './simulated-world.ts'
import { createSimulation, type Simulation } from './simulation.ts'

export interface Herd {
  readonly clients: number
  readonly pauseMs: number
  readonly seed: number
}

export interface HerdResult {
  /** Dials after the first one of each page. */
  readonly redials: number
  /** Pages that are live in the end. */
  readonly live: number
  /** The most dials in one second. */
  readonly peakPerSecond: number
}

const CALM_MS = 40_000
const AFTER_MS = 120_000

export async function stampede({ clients, pauseMs, seed }: Herd): Promise<HerdResult> {
  const pages = Array.from({ length: clients }, (_, index) => ({ user: `user-${index}`, stated: true }))
  const setting = { ...settingOf(seed), pages, processes: 1, tokenLifeMs: null, limits: {}, retention: {}, rewinds: false, latencyMs: 20 }
  const simulation = createSimulation(setting, createCoverage())
  const { clock, fleet, chance } = simulation
  // They came one after the other, so their heartbeats are spread.
  for (const page of simulation.pages) clock.at(clock.now() + chance.between(0, CALM_MS / 2), () => void page.mount())
  await run(simulation, SIMULATED.startAt + CALM_MS)
  const before = dialsIn(simulation)
  fleet.process(0).host.sleep(pauseMs)
  await run(simulation, clock.now() + AFTER_MS)
  const live = simulation.pages.filter(page => page.socket.store.status().freshness === 'live').length
  return { redials: dialsIn(simulation) - before, live, peakPerSecond: peakOf(simulation, SIMULATED.startAt + CALM_MS) }
}

async function run({ clock }: Simulation, until: number): Promise<void> {
  for (let next = clock.next(until); next !== null; next = clock.next(until)) {
    next()
    await turn()
  }
}

const dialsIn = ({ pages }: Simulation): number => pages.reduce((sum, page) => sum + page.record.dials.length, 0)

function peakOf({ pages }: Simulation, since: number): number {
  const counts = new Map<number, number>()
  for (const at of pages.flatMap(page => page.record.dials.filter(dial => dial >= since))) {
    const second = Math.floor(at / 1000)
    counts.set(second, (counts.get(second) ?? 0) + 1)
  }
  return Math.max(0, ...counts.values())
}
