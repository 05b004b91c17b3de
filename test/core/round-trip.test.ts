import fc from 'fast-check'
import { expect, test } from 'vitest'
import { handshaken, patienceMs, type RoundTrip, sampled } from '../../src/core/round-trip.ts'

const after = (...samples: readonly number[]): RoundTrip | null => samples.reduce<RoundTrip | null>(sampled, null)

test('[LIFE2] patience stays between 1 s and its cap, whatever was measured', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(100_000_000)), samples => {
      const patience = patienceMs(after(...samples), 5_000)
      expect(patience).toBeGreaterThanOrEqual(1_000)
      expect(patience).toBeLessThanOrEqual(5_000)
    }),
  )
})

test('[LIFE2] round trips of 250 ms that vary little leave the patience at one second', () => {
  expect(patienceMs(after(...Array.from({ length: 8 }, (_, index) => 200 + (index % 2) * 50)), 5_000)).toBe(1_000)
})

test('[LIFE2] patience grows with a slow link: smoothed plus four times its variation', () => {
  expect(patienceMs(after(1_000), 5_000)).toBe(3_000)
})

test('[LIFE2] the first pong replaces the handshake, in which authentication took its time', () => {
  expect(sampled(handshaken(4_000), 100)).toEqual(sampled(null, 100))
})

test('[LIFE2] a pong read after hours of sleep spoils the estimate no longer than a minute of pings', () => {
  const slept = sampled(after(50, 50, 50, 50), 8 * 3_600_000)
  const recovered = Array.from({ length: 14 }, () => 50).reduce<RoundTrip>(sampled, slept)
  expect(patienceMs(recovered, 5_000)).toBeLessThan(1_500)
})
