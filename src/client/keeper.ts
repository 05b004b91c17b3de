// What a storage is to the client: it sees every step, and holds an effect back until what that effect promises is committed (KEEP1).
import type { Effect } from '../core/effects.ts'
import type { MachineEvent } from '../core/events.ts'
import type { Outcome } from '../core/model.ts'
import type { MachineState } from '../core/state.ts'
import type { Alarms } from './alarms.ts'
import type { LogEntry } from './types.ts'
import type { World } from './world.ts'

/** Keeps state and sends beyond the page. Make one with `resilient-socket/storage`; one may serve several sockets. */
export interface SocketStorage {
  readonly attach: (page: KeptPage) => Keeper
}

/** The page whose state is kept, as far as a storage needs it. */
export interface KeptPage {
  readonly world: World
  readonly url: string
  readonly alarms: Alarms
  readonly rearm: () => void
  readonly state: () => MachineState
  readonly dispatch: (event: MachineEvent) => void
  readonly settle: (id: string, outcome: Outcome) => void
  /** Readers look again: what they may see has changed though the state has not. */
  readonly show: () => void
  readonly log: (entry: LogEntry) => void
}

export interface Keeper {
  /** Runs the effect: now, or once what it relies on is committed. */
  readonly pass: (effect: Effect, run: () => void) => void
  readonly moved: (before: MachineState, after: MachineState, event: MachineEvent) => void
  /** The state as readers may see it: of the outbox only what is committed. */
  readonly shown: (state: MachineState) => MachineState
}

/** Without storage nothing is held back. */
export const KEEPS_NOTHING: Keeper = { pass: (_, run) => run(), moved: () => undefined, shown: state => state }
