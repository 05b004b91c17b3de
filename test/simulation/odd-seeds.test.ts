// The odd half of the seeds, in a file of its own, so that two cores share the work.
import { expect, test } from 'vitest'
import { playShare } from './seeds.ts'

test(
  '[LOG1, GAP1, SEND1] whatever happens in a thousand odd stories, nothing is lost, every send settles truly, the page tells the truth',
  { timeout: 600_000 },
  async () => {
    expect(await playShare('odd')).toEqual({ broken: '', missing: [] })
  },
)
