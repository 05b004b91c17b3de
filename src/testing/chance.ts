// Seeded chance: the same seed rolls the same numbers on every machine, and each part of a simulation rolls its own.

export interface Chance {
  /** Uniform in [0, 1). */
  readonly roll: () => number
  /** An integer in [low, high]. */
  readonly between: (low: number, high: number) => number
  readonly happens: (probability: number) => boolean
  readonly pick: <T>(list: readonly T[]) => T
  /** 21 of `[A-Za-z0-9_-]`. */
  readonly id: () => string
  /** Another chance, which depends on the seed and the name alone. */
  readonly fork: (name: string) => Chance
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-'
const ID_LENGTH = 21

export function createChance(seed: number | string): Chance {
  const start = hashed(String(seed))
  let state = start
  // mulberry32: small, and good enough to choose faults.
  const roll = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const between = (low: number, high: number): number => low + Math.floor(roll() * (high - low + 1))
  return {
    roll,
    between,
    happens: probability => roll() < probability,
    pick(list) {
      const picked = list[between(0, list.length - 1)]
      if (picked === undefined) throw new Error('There is nothing to pick from: the list is empty. Give at least one choice.')
      return picked
    },
    id() {
      let id = ''
      while (id.length < ID_LENGTH) id += ALPHABET.charAt(Math.floor(roll() * 64))
      return id
    },
    fork: name => createChance(`${start}/${name}`),
  }
}

/** FNV-1a. */
function hashed(text: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  return hash >>> 0
}

/** One of a list, as a number in [0, 1) says. */
export const chosen = <T>(list: readonly T[], roll: number): T | undefined => list[Math.floor(roll * list.length)]
