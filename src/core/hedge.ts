// The brakes on hedging: when a suspect may have a candidate beside it, and how much longer the next suspicion then waits (HEDGE2).
import * as BOUNDS from './limits.ts'
import type { In } from './state.ts'
import * as TIMES from './times.ts'

export interface Hedges {
  /** Instants of the last ones, oldest first. */
  readonly dials: readonly number[]
  /** How many gained nothing, since there was none for five minutes. */
  readonly futile: number
  /** A server that said "too much" lives: none until then. */
  readonly notBefore: number
}

export const NO_HEDGES: Hedges = { dials: [], futile: 0, notBefore: 0 }

/** None while hidden or offline, none where server or dialect forbids it, two a minute, ten an hour. */
export function mayHedge({ settings, around, past, phase }: In<'live'>, now: number): boolean {
  const { dials, notBefore } = past.hedges
  const isAllowed = settings.hedge === 'allowed' && phase.link.welcome.limits.hedge && around.visible && around.online
  const isUnder = (count: number, ms: number) => (dials.at(-count) ?? -Infinity) + ms <= now
  return isAllowed && notBefore <= now && isUnder(BOUNDS.hedgesPerMinute, 60_000) && isUnder(BOUNDS.hedgesPerHour, 3_600_000)
}

/** One more, at `now`. */
export function withHedge(hedges: Hedges, now: number): Hedges {
  return { ...hedges, dials: [...hedges.dials, now].slice(-BOUNDS.hedgesPerHour), futile: futileAt(hedges, now) }
}

/** The suspect lived. A candidate dialed for it was in vain. */
export function afterSuspicion(hedges: Hedges, suspectAt: number): Hedges {
  return (hedges.dials.at(-1) ?? -Infinity) < suspectAt ? hedges : { ...hedges, futile: hedges.futile + 1 }
}

/** A deadline, doubled for each hedge that was in vain: a server that answers late is not to be asked twice as much. */
export function strainedMs(hedges: Hedges, ms: number, now: number): number {
  const futile = futileAt(hedges, now)
  return futile === 0 ? ms : Math.min(TIMES.hedgedCapMs, ms * 2 ** futile)
}

const futileAt = ({ dials, futile }: Hedges, now: number): number => (now - (dials.at(-1) ?? 0) > TIMES.hedgeMemoryMs ? 0 : futile)
