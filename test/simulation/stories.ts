// Short stories as tests write them: one line an action, and what of it broke.
import { type Action, simulate, type Violation } from '../../src/testing/index.ts'

/** As `npm run simulate` prints them. */
export type Line = readonly [at: number, kind: string, page: number, ms: number, size: number, roll: number]

export const brokenBy = async (seed: number, lines: readonly Line[]): Promise<readonly Violation[]> =>
  (await simulate({ seed, story: lines.map(actionOf) })).violations

/** The same, where the pages are tabs that share a socket. */
export const brokenByTabs = async (seed: number, lines: readonly Line[]): Promise<readonly Violation[]> =>
  (await simulate({ seed, tabs: true, story: lines.map(actionOf) })).violations

export const actionOf = ([at, kind, page, ms, size, roll]: Line): Action => ({ at, kind, page, ms, size, roll })
