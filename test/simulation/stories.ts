// Short stories as tests write them: one line an action, and what of it broke.
import { type Action, simulate, type Violation } from '../../src/testing/index.ts'

/** As `npm run simulate` prints them. */
export type Line = readonly [at: number, kind: string, page: number, ms: number, size: number, roll: number]

export async function brokenBy(seed: number, lines: readonly Line[]): Promise<readonly Violation[]> {
  const story = lines.map(([at, kind, page, ms, size, roll]): Action => ({ at, kind, page, ms, size, roll }))
  return (await simulate({ seed, story })).violations
}
