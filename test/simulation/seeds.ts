// Plays many seeds as one test: `SIMULATE_SEEDS` says how many, `SIMULATE_FROM` from where on; each file plays its share of them.
import { ACTS } from '../../src/testing/acts.ts'
import { noCounts, report, simulate } from '../../src/testing/index.ts'

const FAULTS = Object.keys(ACTS).filter(kind => ACTS[kind]?.strikes !== 'none')
const FROM = Number(process.env['SIMULATE_FROM'] ?? 1)
const SEEDS = Number(process.env['SIMULATE_SEEDS'] ?? 2_000)
/** With fewer seeds some kind of fault may not come up. */
const ENOUGH = 500

export interface Played {
  /** What the seeds that broke a rule have to say. */
  readonly broken: string
  /** Kinds of fault that no story had. */
  readonly missing: readonly string[]
}

export async function playShare(share: 'even' | 'odd'): Promise<Played> {
  const own = Array.from({ length: SEEDS }, (_, index) => FROM + index).filter(seed => (seed % 2 === 0) === (share === 'even'))
  const broken: string[] = []
  const counts = noCounts()
  for (const seed of own) {
    const result = await simulate({ seed, counts })
    if (result.outcome === 'violated') broken.push(await report(result))
    if (broken.length === 3) break
  }
  const missing = own.length < ENOUGH ? [] : FAULTS.filter(kind => !counts.faults.has(kind))
  return { broken: broken.join('\n\n'), missing }
}
