// What the link's round trip is, estimated as TCP does (RFC 6298), and the deadlines that follow from it (LIFE2).
import { TIMES } from './limits.ts'

export interface RoundTrip {
  readonly smoothedMs: number
  readonly variationMs: number
}

/** The estimate after one more sample. */
export function sampled(before: RoundTrip | null, sampleMs: number): RoundTrip {
  if (before === null) return { smoothedMs: sampleMs, variationMs: sampleMs / 2 }
  return {
    smoothedMs: before.smoothedMs * 0.875 + sampleMs * 0.125,
    variationMs: before.variationMs * 0.75 + Math.abs(before.smoothedMs - sampleMs) * 0.25,
  }
}

/** How long an answer may take before the link is suspect; `capMs` bounds it above. */
export function patienceMs(estimate: RoundTrip | null, capMs: number): number {
  const expected = estimate === null ? TIMES.pongFloorMs : estimate.smoothedMs + 4 * estimate.variationMs
  return Math.min(capMs, Math.max(TIMES.pongFloorMs, expected))
}
