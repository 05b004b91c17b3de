// What a story may contain, by kind: how likely it is, and what it does.
import { ambushes } from './ambushes.ts'
import { lifeActs } from './life-acts.ts'
import { networkFaults } from './network-faults.ts'
import { pageActs } from './page-acts.ts'
import type { Page } from './page.ts'
import { RARE } from './rare-faults.ts'
import { serverFaults } from './server-faults.ts'
import type { Simulation } from './simulation.ts'

/** One line of a story: everything that its kind may need, so that each line stands for itself. */
export interface Action {
  /** ms after the beginning. */
  readonly at: number
  readonly kind: string
  readonly page: number
  /** How long it lasts. */
  readonly ms: number
  readonly size: number
  /** In [0, 1): which of several. */
  readonly roll: number
}

export interface Stage {
  readonly simulation: Simulation
  readonly page: Page
  readonly action: Action
  /** Undoes something when the action's time is over. */
  readonly later: (undo: () => void) => void
}

export interface Act {
  readonly weight: number
  /** The longest it may last. */
  readonly ms: number
  /** A fault strikes a page in a phase; server faults strike none in particular. */
  readonly strikes: 'page' | 'server' | 'none'
  readonly play: (stage: Stage) => void
}

export const ACTS: Readonly<Record<string, Act>> = {
  ...pageActs,
  ...networkFaults,
  ...serverFaults,
  ...lifeActs,
  ...ambushes,
  ...RARE,
}
