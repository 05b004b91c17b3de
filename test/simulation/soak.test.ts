// A long ordinary day, and a crowd: nothing grows with time, and a server that stops for a moment is not trampled.
import { describe, expect, test } from 'vitest'
import { stampede } from '../../src/testing/herd.ts'
import { simulate } from '../../src/testing/index.ts'
import { type Sizes, sizesOf, soakSetting, soakStory } from '../../src/testing/soak.ts'

const HOUR_MS = 3_600_000

test(
  '[LOG1, GAP1, SEND1] a day of ordinary trouble breaks no rule, and what is held does not grow with the hours',
  { timeout: 120_000 },
  async () => {
    const sizes: Sizes[] = []
    const watch = { everyMs: HOUR_MS, look: (simulation: Parameters<typeof sizesOf>[0]) => void sizes.push(sizesOf(simulation)) }
    const { violations } = await simulate({ seed: 1, story: soakStory(1, 24), setting: soakSetting(1), watch })
    expect(violations).toEqual([])
    expect(sizes.length).toBeGreaterThan(22)
    for (const { connections, running, notifications, tasks, log, outbox } of sizes) {
      expect({ connections, running }).toEqual({ connections: expect.toSatisfy(isAtMost(8)), running: expect.toSatisfy(isAtMost(16)) })
      expect({ notifications, tasks, outbox }).toEqual({
        notifications: expect.toSatisfy(isAtMost(200)),
        tasks: expect.toSatisfy(isAtMost(500)),
        outbox: expect.toSatisfy(isAtMost(200)),
      })
      // Two lanes of 200 entries each (LOG4).
      expect(log).toBeLessThanOrEqual(400)
    }
  },
)

const isAtMost = (most: number) => (size: number) => size <= most

describe('a thousand pages, and a server that stops for', () => {
  test.each([
    [1_000, 0.02],
    [3_000, 0.1],
    [6_000, 0.2],
  ])('[HEDGE2] %i ms: at most %f dials a page, and all are live again', { timeout: 60_000 }, async (pauseMs, share) => {
    const { redials, live } = await stampede({ clients: 1_000, pauseMs, seed: 1 })
    expect(live).toBe(1_000)
    expect(redials).toBeLessThanOrEqual(share * 1_000)
  })
})
