// How long to wait before the next dial: full jitter, a slow lane, server hints, and a brake on dials a minute (BACK1, BACK2).
import * as BOUNDS from './limits.ts'
import type { Settings } from './settings.ts'
import * as TIMES from './times.ts'

export interface Waiting {
  /** Consecutive failures, this one included: ≥ 1. */
  readonly attempt: number
  /** From welcome; 500 ms before any. */
  readonly spreadMs: number
  readonly roll: number
}

/** The first retry is soon and spread over the node's crowd; later ones are uniform in [0, ceiling] (BACK1). */
export function backoffMs(policy: Settings['backoff'], { attempt, spreadMs, roll }: Waiting): number {
  if (attempt <= 1) return roll * (policy.firstMs ?? spreadMs)
  return roll * Math.min(policy.capMs, policy.baseMs * 2 ** (attempt - 2))
}

/** For a server that said "too much": never sooner than half the ceiling. */
export function slowBackoffMs(attempt: number, roll: number): number {
  const ceiling = Math.min(TIMES.slowCapMs, TIMES.slowBaseMs * 2 ** Math.max(0, attempt - 1))
  return ceiling / 2 + (roll * ceiling) / 2
}

/** The earliest instant at which one more dial keeps within 20 a minute. `dials` are the last instants, oldest first. */
export function brakeUntil(dials: readonly number[]): number {
  const oldest = dials[dials.length - BOUNDS.dialsPerBrake]
  return oldest === undefined ? 0 : oldest + TIMES.brakeMs
}

/** The last dials, with one at `now`. */
export function withDial(dials: readonly number[], now: number): readonly number[] {
  return [...dials, now].slice(-BOUNDS.dialsPerBrake)
}
