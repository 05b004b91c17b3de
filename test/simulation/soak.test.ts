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
    expect(beyond(sizes)).toEqual([])
    expect(most(sizes.slice(-7).map(perItem))).toBeLessThan(1.5 * most(sizes.slice(2, 9).map(perItem)))
    expect(most(sizes.slice(-7).map(({ timers }) => timers))).toBeLessThan(2 * most(sizes.slice(2, 9).map(({ timers }) => timers)))
  },
)

/** The most of each at any hour: two lanes of 200 log entries each (LOG4); pages that come back faster than dead sockets are noticed. */
const MOST: Omit<Sizes, 'timers' | 'stateBytes'> = {
  connections: 8,
  handshakes: 3,
  sockets: 2,
  running: 16,
  notifications: 200,
  tasks: 500,
  outbox: 200,
  flight: 500,
  log: 400,
}

/** What a page holds beside what it shows would grow the state and not the lists. */
const perItem = ({ stateBytes, tasks, notifications, outbox }: Sizes): number => stateBytes / (1 + tasks + notifications + outbox)

const most = (sizes: readonly number[]): number => Math.max(...sizes)

const beyond = (sizes: readonly Sizes[]): readonly string[] =>
  Object.entries(MOST).flatMap(([name, bound]) =>
    sizes.flatMap((size, hour) => {
      const found = Object.entries(size).find(([other]) => other === name)?.[1] ?? Number.NaN
      return found <= bound ? [] : [`${name} was ${found} in hour ${hour + 1}, of at most ${bound}`]
    }),
  )

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
