// What seeds of tabs that share a socket found, kept by name.
import { expect, test } from 'vitest'
import { brokenByTabs, type Line } from './stories.ts'

test('[TAB1] a send of a tab that follows finds a link that died under its leader', async () => {
  const story: readonly Line[] = [
    [67779, 'leader-crashes', 0, 115, 6, 0.298],
    [86793, 'half-open', 0, 0, 10, 0.45],
    [89571, 'submit', 0, 0, 7, 0.51],
  ]
  expect(await brokenByTabs(106, story)).toEqual([])
})

test('[TAB1] what the leader has asked about is not told to its followers as certain', async () => {
  const story: readonly Line[] = [
    [180, 'submit', 1, 0, 5, 0.497],
    [966, 'impatient', 2, 20207, 9, 0.303],
    [23666, 'many-tasks', 0, 0, 5, 0.059],
  ]
  expect(await brokenByTabs(1066, story)).toEqual([])
})

test('[TAB1] a tab whose cursor a new leader knows nothing of asks the server, which then knows that history was lost', async () => {
  const story: readonly Line[] = [
    [4762, 'leader-crashes', 1, 1076, 8, 0.888],
    [5419, 'leader-freezes', 3, 43445, 8, 0.058],
    [21737, 'sign-in', 0, 245, 4, 0.67],
    [22862, 'close-page', 2, 2549, 6, 0.377],
    [26222, 'stall', 3, 16084, 1, 0.692],
    [27261, 'drain', 1, 14771, 7, 0.69],
    [30150, 'trim-replay', 0, 9587, 6, 0.705],
    [40122, 'tab-opens', 3, 791, 6, 0.457],
    [40350, 'leader-dozes', 4, 10611, 9, 0.834],
    [41223, 'silent-loss', 1, 0, 4, 0.906],
  ]
  expect(await brokenByTabs(1375, story)).toEqual([])
})
