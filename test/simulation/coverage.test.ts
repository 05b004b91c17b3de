// That stories meet what is met seldom: cells which random trouble leaves empty for thousands of seeds.
import { expect, test } from 'vitest'
import { noCounts, simulate } from '../../src/testing/index.ts'

test('[AUTH3] a token comes to a page that has halted and to one that greets, and so does an old socket’s question for one', async () => {
  const counts = noCounts()
  for (const seed of [31, 477]) expect((await simulate({ seed, counts })).violations).toEqual([])
  const cells = ['halted × token', 'halted × auth-required', 'greeting × token']
  expect(cells.filter(cell => !counts.cells.has(cell))).toEqual([])
})
