import fc from 'fast-check'
import { expect, test } from 'vitest'
import { backoffMs, brakeUntil, slowBackoffMs, withDial } from '../../src/core/backoff.ts'

const policy = { firstMs: null, baseMs: 500, capMs: 30_000 }
const roll = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true })
const attempt = fc.integer({ min: 2, max: 2_000 })

test('[BACK1] the first retry is spread over what the node asked for', () => {
  fc.assert(
    fc.property(roll, fc.nat(60_000), (chance, spreadMs) => {
      expect(backoffMs(policy, { attempt: 1, spreadMs, roll: chance })).toBe(chance * spreadMs)
    }),
  )
})

test('[BACK1] later retries lie in [0, ceiling), and the ceiling doubles from 500 ms to 30 s', () => {
  fc.assert(
    fc.property(attempt, roll, (count, chance) => {
      const ceiling = Math.min(30_000, 500 * 2 ** (count - 2))
      const waitMs = backoffMs(policy, { attempt: count, spreadMs: 50, roll: chance })
      expect(waitMs).toBeGreaterThanOrEqual(0)
      expect(waitMs).toBeLessThan(ceiling)
    }),
  )
  expect([2, 3, 4, 8, 9, 99].map(count => backoffMs(policy, { attempt: count, spreadMs: 50, roll: 0.5 }))).toEqual([
    250, 500, 1_000, 15_000, 15_000, 15_000,
  ])
})

test('[BACK1] a chosen first wait stands before the spread of the node', () => {
  expect(backoffMs({ ...policy, firstMs: 100 }, { attempt: 1, spreadMs: 50, roll: 0.5 })).toBe(50)
})

test('[BACK1] the slow lane starts at 10 s, doubles to 5 min, and is never below half its ceiling', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2_000 }), roll, (count, chance) => {
      const ceiling = Math.min(300_000, 10_000 * 2 ** (count - 1))
      const waitMs = slowBackoffMs(count, chance)
      expect(waitMs).toBeGreaterThanOrEqual(ceiling / 2)
      expect(waitMs).toBeLessThanOrEqual(ceiling)
    }),
  )
})

test('[BACK1] the brake lets twenty dials go in any minute and holds the next until the first is a minute old', () => {
  const dials = Array.from({ length: 19 }, (_, index) => index * 10).reduce<readonly number[]>(withDial, [])
  expect(brakeUntil(dials)).toBe(0)
  const twenty = withDial(dials, 190)
  expect(brakeUntil(twenty)).toBe(60_000)
  expect(brakeUntil(withDial(twenty, 60_000))).toBe(60_010)
})

test('[BACK1] the brake remembers twenty dials and no more', () => {
  const dials = Array.from({ length: 500 }, (_, index) => index).reduce<readonly number[]>(withDial, [])
  expect(dials).toHaveLength(20)
})
