// Tabs of one browser that share a socket, played by seeds of their own: `SIMULATE_TAB_SEEDS` says how many, `SIMULATE_FROM` from where on.
import { expect, test } from 'vitest'
import { playTabs } from './seeds.ts'

test(
  '[TAB1] whatever happens to the tabs of a user, one leads, all are told everything in order, every send settles truly and runs once',
  { timeout: 600_000 },
  async () => {
    expect(await playTabs()).toEqual({ broken: '', missing: [] })
  },
)
