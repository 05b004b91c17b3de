// A sample that its seed reproduces, for runs that have no time for all.
import { dice } from '../support/walk.ts'

/** `count` of them, in their own order. */
export function sampleOf<T>(all: readonly T[], count: number, seed: number): readonly T[] {
  const roll = dice(seed)
  const drawn = all.map(value => ({ value, lot: roll() })).toSorted((a, b) => a.lot - b.lot)
  const chosen = new Set(drawn.slice(0, count).map(({ value }) => value))
  return all.filter(value => chosen.has(value))
}
