// How much may happen in one instant before the simulation calls it a machine that never rests: at the bound, and one beyond.
import { expect, test } from 'vitest'
import { settingOf, simulate, SIMULATED_BOUNDS } from '../../src/testing/index.ts'

const QUIET = { ...settingOf(1), pages: [] }

/** What of so many events in one instant is broken, where nothing else happens. */
async function brokenByEvents(count: number): Promise<readonly string[]> {
  let isDone = false
  const watch: NonNullable<Parameters<typeof simulate>[0]['watch']> = {
    everyMs: 301,
    look({ clock }) {
      if (isDone) return
      isDone = true
      for (let index = 0; index < count; index += 1) clock.at(clock.now() + 1, () => {})
    },
  }
  const { violations } = await simulate({ seed: 1, story: [], setting: QUIET, watch })
  return violations.map(({ rule, what }) => `${rule}: ${what}`)
}

test('[LIFE3] as many events in one instant as the bound are no spin, and one more is', async () => {
  const { eventsAtOnce } = SIMULATED_BOUNDS
  expect(await brokenByEvents(eventsAtOnce)).toEqual([])
  expect(await brokenByEvents(eventsAtOnce + 1)).toEqual([`spin: more than ${eventsAtOnce} events in one instant`])
})
