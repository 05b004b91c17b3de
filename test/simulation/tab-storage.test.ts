// Tabs that share a socket and keep what they send: whoever crashes or is loaded anew, what was accepted by `send` runs once (TAB1, KEEP1).
import { expect, test } from 'vitest'
import { type Result, SIMULATED, simulate } from '../../src/testing/index.ts'
import type { Simulation } from '../../src/testing/simulation.ts'
import { actionOf, type Line } from './stories.ts'

/** Three tabs of one user, over one disk. */
const SEED = 10

interface Told {
  readonly result: Result
  /** How often each command ran that a page sent or found on the disk. */
  readonly ran: readonly number[]
  /** When the last of them had run, ms after the beginning, to the second. */
  readonly doneAt: number
}

async function told(lines: readonly Line[]): Promise<Told> {
  const seen: { simulation?: Simulation; doneAt?: number } = {}
  const look = (simulation: Simulation) => {
    seen.simulation = simulation
    if (simulation.truth.executions.size === 3) seen.doneAt ??= simulation.clock.now() - SIMULATED.startAt
  }
  const result = await simulate({ seed: SEED, tabs: true, story: lines.map(actionOf), watch: { everyMs: 1_000, look } })
  const { simulation, doneAt = Infinity } = seen
  if (simulation === undefined) throw new Error('The story was too short to be looked at.')
  const { pages, gone, truth } = simulation
  const ids = new Set([...pages, ...gone].flatMap(({ record }) => [...record.sends.keys()]))
  return { result, ran: [...ids].map(id => truth.executions.get(id)?.times ?? 0), doneAt }
}

/** Nobody can dial, and every tab sends. */
const CUT_OFF: readonly Line[] = [
  ...[0, 1, 2].map((page): Line => [20_000, 'refuse', page, 20_000, 1, 0.1]),
  ...[0, 1, 2].map((page): Line => [21_000, 'send', page, 0, 1, 0.1]),
]

test('[KEEP1] the leading tab crashes with sends unsent: another tab adopts them, and each runs once', async () => {
  const { result, ran, doneAt } = await told([...CUT_OFF, [23_000, 'leader-crashes', 0, 60_000, 1, 0.1]])
  expect(result.violations).toEqual([])
  expect(ran).toEqual([1, 1, 1])
  // Long before the tab that crashed is loaded again.
  expect(doneAt).toBeLessThan(60_000)
})

test('[KEEP1] all tabs are loaded anew at once with sends unsent, and each runs once', async () => {
  const { result, ran } = await told([...CUT_OFF, ...[0, 1, 2].map((page): Line => [23_000, 'reload', page, 1_000, 1, 0.9])])
  expect(result.violations).toEqual([])
  expect(ran).toEqual([1, 1, 1])
})

test('[KEEP1] what a tab wrote over the line of a leader that then crashed is not run again by the tab that adopts it', async () => {
  const { result, ran } = await told([
    // The server takes the commands, and its answers never come.
    [20_000, 'stall', 0, 20_000, 1, 0.5],
    ...[0, 1, 2].map((page): Line => [21_000, 'send', page, 0, 1, 0.1]),
    [21_500, 'leader-crashes', 0, 30_000, 1, 0.1],
    [21_600, 'reload', 1, 500, 1, 0.9],
    [21_600, 'reload', 2, 500, 1, 0.9],
  ])
  expect(result.violations).toEqual([])
  expect(ran).toEqual([1, 1, 1])
})
