// The rules of the simulation of tabs that share a socket, each by the shortest story that shows it; test/mutants/tabs.ts names the fault it finds.
import { describe, expect, test } from 'vitest'
import { brokenByTabs, type Line } from './stories.ts'

/** Three tabs of one user, and no storage. */
const SEED = 5

describe('whatever happens to its tabs,', () => {
  test('[TAB1] a tab that somebody looks at has a leader within 8 s, though the one before keeps the lock', async () => {
    expect(await brokenByTabs(SEED, [[20_000, 'leader-freezes', 0, 60_000, 1, 0.9]])).toEqual([])
  })

  test('[TAB1] a leader that wakes after it was replaced holds no socket', async () => {
    expect(await brokenByTabs(SEED, [[20_000, 'leader-freezes', 0, 15_000, 1, 0.9]])).toEqual([])
  })

  test('[TAB1] no two leaders lead for one term', async () => {
    expect(await brokenByTabs(SEED, [[20_000, 'leader-freezes', 0, 15_000, 1, 0.9]])).toEqual([])
  })

  test('[TAB1] no tab is fresher than its leader, who doubts its link', async () => {
    const story: readonly Line[] = [
      [20_000, 'hang', 0, 30_000, 1, 0.9],
      [20_100, 'half-open', 0, 0, 1, 0.9],
    ]
    expect(await brokenByTabs(SEED, story)).toEqual([])
  })

  test('[TAB1] a send of a tab that follows finds a half-open link as soon as one of the leader does', async () => {
    const story: readonly Line[] = [
      [17_000, 'half-open', 0, 0, 1, 0.9],
      [17_500, 'send', 1, 0, 1, 0.1],
      [17_500, 'send', 2, 0, 1, 0.1],
      // Until then the story goes on, at whose end every page is looked at.
      [30_000, 'connect', 1, 0, 1, 0.1],
    ]
    expect(await brokenByTabs(SEED, story)).toEqual([])
  })

  test('[TAB1] what one tab sent before its leader crashed runs once under the next, and is answered', async () => {
    const story: readonly Line[] = [
      [20_000, 'stall', 0, 1_000, 1, 0.9],
      [20_100, 'send', 0, 0, 1, 0.1],
      [20_100, 'send', 1, 0, 1, 0.1],
      [20_100, 'send', 2, 0, 1, 0.1],
      [20_300, 'leader-crashes', 0, 5_000, 1, 0.1],
    ]
    expect(await brokenByTabs(SEED, story)).toEqual([])
  })
})
