// That stories meet what is met seldom: cells which random trouble leaves empty for thousands of seeds.
import { expect, test } from 'vitest'
import { noCounts, simulate } from '../../src/testing/index.ts'

test('[AUTH3] a token and the question for one come to pages that have halted and to pages that greet', async () => {
  const counts = noCounts()
  for (const seed of [226, 477, 488]) expect((await simulate({ seed, counts })).violations).toEqual([])
  const cells = ['halted', 'greeting'].flatMap(phase => ['token', 'auth-required'].map(event => `${phase} × ${event}`))
  expect(cells.filter(cell => !counts.cells.has(cell))).toEqual([])
})
