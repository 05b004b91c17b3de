// What the link's round trip is, estimated as TCP does (RFC 6298), and the deadlines that follow from it (LIFE2).
import * as TIMES from './times.ts'

export interface RoundTrip {
  /** A handshake's time holds authentication too: it serves until the first pong of its socket. */
  readonly by: 'handshake' | 'pong'
  readonly smoothedMs: number
  readonly variationMs: number
}

/** A new socket is a new way: what an older one measured says nothing of it. */
export const handshaken = (sampleMs: number): RoundTrip => ({ by: 'handshake', smoothedMs: sampleMs, variationMs: sampleMs / 2 })

/** The estimate after one more pong. A page that slept counts no more than the longest patience. */
export function sampled(before: RoundTrip | null, pongMs: number): RoundTrip {
  const sampleMs = Math.min(pongMs, TIMES.pongCapMs)
  if (before === null || before.by === 'handshake') return { by: 'pong', smoothedMs: sampleMs, variationMs: sampleMs / 2 }
  return {
    by: 'pong',
    smoothedMs: before.smoothedMs * 0.875 + sampleMs * 0.125,
    variationMs: before.variationMs * 0.75 + Math.abs(before.smoothedMs - sampleMs) * 0.25,
  }
}

/** How long an answer may take before the link is suspect; `capMs` bounds it above. */
export function patienceMs(estimate: RoundTrip | null, capMs: number, floorMs: number = TIMES.pongFloorMs): number {
  const expected = estimate === null ? TIMES.pongFloorMs : estimate.smoothedMs + 4 * estimate.variationMs
  return Math.min(capMs, Math.max(floorMs, expected))
}
