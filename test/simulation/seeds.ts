// Plays many seeds as one test: `SIMULATE_SEEDS` says how many, `SIMULATE_FROM` from where on; each file plays its share of them.
import { type Act, ACTS } from '../../src/testing/acts.ts'
import { noCounts, report, simulate } from '../../src/testing/index.ts'
import { RARE } from '../../src/testing/rare-faults.ts'
import { TAB_ACTS } from '../../src/testing/tab-acts.ts'

const FROM = Number(process.env['SIMULATE_FROM'] ?? 1)
const SEEDS = Number(process.env['SIMULATE_SEEDS'] ?? 2_000)
/** With fewer seeds some kind of fault may not come up. */
const ENOUGH = 500
const TAB_SEEDS = Number(process.env['SIMULATE_TAB_SEEDS'] ?? 200)
const ENOUGH_TABS = 200

export interface Played {
  /** What the seeds that broke a rule have to say. */
  readonly broken: string
  /** Kinds of fault that no story had. */
  readonly missing: readonly string[]
}

export async function playShare(share: 'even' | 'odd'): Promise<Played> {
  const own = from(SEEDS).filter(seed => (seed % 2 === 0) === (share === 'even'))
  return play(own, { faults: own.length < ENOUGH ? [] : faultsOf(ACTS), tabs: false })
}

export async function playTabs(): Promise<Played> {
  return play(from(TAB_SEEDS), { faults: TAB_SEEDS < ENOUGH_TABS ? [] : faultsOf(TAB_ACTS).filter(kind => !(kind in RARE)), tabs: true })
}

const from = (count: number) => Array.from({ length: count }, (_, index) => FROM + index)
const faultsOf = (acts: Readonly<Record<string, Act>>) => Object.keys(acts).filter(kind => acts[kind]?.strikes !== 'none')

async function play(
  seeds: readonly number[],
  { faults, tabs }: { readonly faults: readonly string[]; readonly tabs: boolean },
): Promise<Played> {
  const broken: string[] = []
  const counts = noCounts()
  for (const seed of seeds) {
    const result = await simulate({ seed, counts, tabs })
    if (result.outcome === 'violated') broken.push(await report(result))
    if (broken.length === 3) break
  }
  return { broken: broken.join('\n\n'), missing: faults.filter(kind => !counts.faults.has(kind)) }
}
