// Links that die without a word, or were only slow: how soon a page is live again, and that a hedge costs a slow link nothing.
import { describe, expect, test } from 'vitest'
import { createChance } from '../../src/testing/chance.ts'
import { createCoverage } from '../../src/testing/coverage.ts'
import type { Page } from '../../src/testing/page.ts'
import { settingOf } from '../../src/testing/setting.ts'
import { turn } from '../../src/testing/simulated-world.ts'
import { createSimulation, type Simulation } from '../../src/testing/simulation.ts'

const SEEDS = Array.from({ length: 40 }, (_, index) => index + 1)
/** One way; so that a round trip with its jitter stays within 250 ms. */
const LATENCY_MS = 110

interface Scene {
  readonly simulation: Simulation
  readonly page: Page
  readonly run: (ms: number) => Promise<void>
}

/** One page that states its user, live and at rest on a line of this latency. */
async function atRest(seed: number, latencyMs: number): Promise<Scene> {
  const pages = [{ user: 'ann', stated: true }]
  const plain = { pages, processes: 1, tokenLifeMs: null, limits: {}, retention: {}, rewinds: false, latencyMs }
  const simulation = createSimulation({ ...settingOf(seed), ...plain }, createCoverage())
  const { clock } = simulation
  const page = simulation.page(0)
  const run = async (ms: number) => {
    const until = clock.now() + ms
    for (let next = clock.next(until); next !== null; next = clock.next(until)) {
      next()
      await turn()
    }
  }
  page.socket.connect()
  // Long enough for a pong or two, which measure the way.
  await run(20_000 + createChance(seed).between(0, 15_000))
  return { simulation, page, run }
}

const freshness = (page: Page) => page.socket.store.status().freshness

/** Both ways die in silence, the user acts, and the page is watched. How long until it is live on another socket. */
async function revivalMs(seed: number, act: (scene: Scene) => Promise<void> | void): Promise<number> {
  const scene = await atRest(seed, LATENCY_MS)
  await act(scene)
  const { page, simulation } = scene
  const dials = page.record.dials.length
  const [wire] = page.network.held()
  wire?.lose('up')
  wire?.lose('down')
  const diedAt = simulation.clock.now()
  while (page.record.dials.length === dials || freshness(page) !== 'live') {
    await scene.run(10)
    if (simulation.clock.now() - diedAt > 60_000) throw new Error(`seed ${seed}: not live again within a minute`)
  }
  return simulation.clock.now() - diedAt
}

const slowest = async (act: (scene: Scene) => Promise<void> | void): Promise<number> => {
  const times = await Promise.all(SEEDS.map(seed => revivalMs(seed, act)))
  return Math.max(...times)
}

describe('a link that died in silence, with round trips up to 250 ms: the page is live again', () => {
  test('[HEDGE1] within 3 s of a send', async () => {
    expect(await slowest(({ page }) => void page.socket.send('note', { id: 'n' }))).toBeLessThanOrEqual(3_000)
  })

  test('[HEDGE1] within 7 s while a task runs', async () => {
    const start = async (scene: Scene) => {
      scene.page.socket.submit('ask', {})
      await scene.run(1_500)
    }
    expect(await slowest(start)).toBeLessThanOrEqual(7_000)
  })

  test('[HEDGE1] within 20 s idle', async () => {
    expect(await slowest(() => {})).toBeLessThanOrEqual(20_000)
  })
})

test('[HEDGE1] a line that grows slow is never lost to a hedge: the page stays connected, and what it sends is accepted', async () => {
  for (const seed of SEEDS) {
    const scene = await atRest(seed, 20)
    const { page } = scene
    const states = new Set<string>()
    page.socket.on('status', ({ state }) => void states.add(state))
    // Four seconds there and back: longer than any patience at first.
    page.network.line.up.latencyMs = 2_000
    page.network.line.down.latencyMs = 2_000
    const sent = page.socket.send('note', { id: 'n' })
    await scene.run(60_000)
    expect([seed, [...states], freshness(page)]).toEqual([seed, ['connected'], 'live'])
    expect((await sent.settled).outcome).toBe('accepted')
  }
})
