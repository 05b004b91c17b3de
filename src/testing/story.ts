// A story: timed actions made from a seed, printable, and playable with any of them left out.
import { type Act, type Action, ACTS } from './acts.ts'
import { type Chance, createChance } from './chance.ts'
import { RARE } from './rare-faults.ts'
import { TAB_ACTS } from './tab-acts.ts'

const SHORTEST_MS = 40_000
const LONGEST_MS = 150_000

export function storyOf(seed: number): readonly Action[] {
  const { actions, lengthMs } = toldWith(ACTS, createChance(seed).fork('actions'), 3)
  return inOrder([...actions, ...rareOf(seed, lengthMs)])
}

/** For tabs that share a socket, of whom there are up to five. */
export const tabStoryOf = (seed: number): readonly Action[] =>
  inOrder(toldWith(TAB_ACTS, createChance(seed).fork('tab actions'), 5).actions)

const inOrder = (actions: readonly Action[]): readonly Action[] => actions.toSorted((a, b) => a.at - b.at)

type Acts = Readonly<Record<string, Act>>

interface Told {
  readonly actions: readonly Action[]
  readonly lengthMs: number
}

function toldWith(acts: Acts, chance: Chance, pages: number): Told {
  const lengthMs = chance.between(SHORTEST_MS, LONGEST_MS)
  const count = chance.between(8, 60)
  const kinds = weighted(acts, chance.happens(0.3) ? chance.between(2, 6) : null, names => chance.pick(names))
  // Trouble comes in bunches: a fault often meets another one.
  const bunches = Array.from({ length: chance.between(2, 10) }, () => chance.between(0, lengthMs))
  const actions = Array.from({ length: count }, (): Action => {
    const kind = chance.pick(kinds)
    const at = chance.happens(0.5) ? chance.pick(bunches) + chance.between(0, 1_500) : chance.between(0, lengthMs)
    const longestMs = acts[kind]?.ms ?? 0
    const ms = Math.floor(longestMs * chance.roll() * (chance.happens(0.5) ? 1 : 0.2))
    return { at, kind, page: chance.between(0, pages - 1), ms, size: chance.between(1, 10), roll: Math.floor(chance.roll() * 1000) / 1000 }
  })
  return { actions, lengthMs }
}

/** Few stories have one of these, and roll it with dice of their own. */
function rareOf(seed: number, lengthMs: number): readonly Action[] {
  const chance = createChance(seed).fork('rare')
  if (!chance.happens(A_RARE_STORY)) return []
  const kind = chance.pick(Object.keys(RARE))
  const ms = RARE[kind]?.ms ?? 0
  return [{ at: chance.between(0, lengthMs >> 1), kind, page: chance.between(0, 2), ms, size: 1, roll: 0 }]
}

const A_RARE_STORY = 0.3

/** Every kind as often as it weighs; or, for some stories, a few faults only beside all that is no fault. */
function weighted(acts: Acts, few: number | null, pick: (names: readonly string[]) => string): readonly string[] {
  const names = Object.keys(acts).filter(name => !(name in RARE))
  const faults = names.filter(name => acts[name]?.strikes !== 'none')
  const kept = few === null ? null : new Set(Array.from({ length: few }, () => pick(faults)))
  return names
    .filter(name => kept === null || kept.has(name) || acts[name]?.strikes === 'none')
    .flatMap(name => Array.from({ length: acts[name]?.weight ?? 0 }, () => name))
}

export const printed = ({ at, kind, page, ms, size, roll }: Action): string =>
  `${(at / 1000).toFixed(3).padStart(8)} s  ${kind.padEnd(14)} page ${page}  ${String(ms).padStart(6)} ms  size ${size}  roll ${roll}`
