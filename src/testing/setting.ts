// Where a story plays: who has which pages, how many processes serve them, and how much the store keeps; all of it from the seed.
import type { SocketOptions } from '../client/index.ts'
import type { Retention } from '../server/store.ts'
import type { Limits } from '../server/types.ts'
import { createChance } from './chance.ts'
import { SIMULATED } from './limits.ts'

export interface Setting {
  readonly seed: number
  /** The user of each page: the same name twice is two tabs or two devices. */
  readonly pages: readonly { readonly user: string; readonly stated: boolean }[]
  readonly processes: number
  readonly tokenLifeMs: number | null
  readonly latencyMs: number
  readonly retention: Partial<Retention>
  readonly limits: Partial<Limits>
  readonly outbox: NonNullable<SocketOptions['outbox']>
  /** Whether pages keep what they hold: each on a disk of its own, or all on one. */
  readonly storage: 'none' | 'own' | 'shared'
  readonly isDiskBad: boolean
  /** How often what is not cheap is looked at, ms. */
  readonly checkMs: number
  /** Whether the pages are tabs of one browser that share a socket, as far as they are one user's. */
  readonly tabs: 'each' | 'share'
  /** False for long runs: the store forgets its steps, so none can be lost. */
  readonly rewinds: boolean
}

export function settingOf(seed: number): Setting {
  const chance = createChance(seed).fork('setting')
  const pages = chance.pick([['ann'], ['ann', 'ann'], ['ann', 'ann'], ['ann', 'ben'], ['ann', 'ann', 'ben']])
  const isTight = chance.happens(0.5)
  return {
    seed,
    pages: pages.map(user => ({ user, stated: chance.happens(0.5) })),
    processes: chance.pick([1, 2, 2]),
    tokenLifeMs: chance.pick([null, null, 40_000, 100_000]),
    latencyMs: chance.pick([2, 20, 20, 80, 120]),
    retention: isTight
      ? { entries: chance.pick([4, 12, 40]), streamEntries: chance.pick([3, 10, 60]), notifications: chance.pick([5, 200]) }
      : {},
    limits: chance.happens(0.3) ? { unackedBytes: 6_000, bufferedBytes: 4_000, resumeBelowBytes: 2_000 } : {},
    outbox: {
      maxCount: chance.pick([100, 100, 8]),
      whenFull: chance.pick(['reject-new', 'drop-oldest'] as const),
    },
    checkMs: SIMULATED.checkMs,
    rewinds: true,
    storage: createChance(seed)
      .fork('storage')
      .pick(['none', 'own', 'shared'] as const),
    isDiskBad: createChance(seed).fork('disk').happens(0.3),
    tabs: 'each',
  }
}

const CROWDS: readonly (readonly string[])[] = [
  ['ann', 'ann'],
  ['ann', 'ann', 'ann'],
  ['ann', 'ann', 'ann', 'ann', 'ann'],
  ['ann', 'ann', 'ann', 'ben', 'ben'],
]

/** The same, where all pages are tabs of one browser. They share its disk, too. */
export function tabSettingOf(seed: number): Setting {
  const chance = createChance(seed).fork('tabs')
  const pages = chance.pick(CROWDS).map(user => ({ user, stated: true }))
  return { ...settingOf(seed), pages, tabs: 'share', storage: chance.pick(['none', 'none', 'shared'] as const) }
}
