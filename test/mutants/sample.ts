// A sample that its seed reproduces, for runs that have no time for all.

/** `count` of them, in their own order. */
export function sampleOf<T>(all: readonly T[], count: number, seed: number): readonly T[] {
  const roll = rolls(seed)
  const drawn = all.map(value => ({ value, lot: roll() })).toSorted((a, b) => a.lot - b.lot)
  const chosen = new Set(drawn.slice(0, count).map(({ value }) => value))
  return all.filter(value => chosen.has(value))
}

/** mulberry32: small, and the same everywhere. */
function rolls(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
