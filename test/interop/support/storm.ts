// Seeded trouble on a link: where among the tasks it is cut, reset, frozen or refused, and where it heals. Counted in tasks, so that a slow machine has as much of it.
import type { Fault } from '../../../demo/proxy/faults.ts'
import type { Chance } from '../../../src/testing/chance.ts'

/** With what a killed server costs this stays below 20 dials a minute, after which a client sits still (BACK1), and the test with it. */
export const BREAKS = 9

const MODES = ['cut', 'cut', 'reset', 'refuse', 'blackhole'] as const

/** What happens to the link before the task of this index is posted. */
export function stormOver(count: number, chance: Chance): ReadonlyMap<number, Fault> {
  const apart = Math.floor(count / BREAKS)
  const faults = Array.from({ length: BREAKS }, (_, index): readonly (readonly [number, Fault])[] => {
    const at = index * apart + chance.between(1, Math.floor(apart / 2))
    const healsAt = at + chance.between(2, Math.floor(apart / 2) - 1)
    return [
      [at, { mode: chance.pick(MODES) }],
      [healsAt, { mode: 'pass' }],
    ]
  })
  return new Map(faults.flat())
}
