// Rounds: one run at a time, and never a wake lost.
import { expect, test } from 'vitest'
import { createRounds } from '../../src/server/tasks/rounds.ts'
import { gate } from './tasks-bench.ts'

test('[LOG5] a round wanted during a run follows it, once for all who wanted it', async () => {
  const gates = [gate(), gate(), gate()]
  let runs = 0
  const go = createRounds(async () => gates[runs++]?.opened)
  const first = go()
  const others = [go(), go(), go()]
  expect(runs).toBe(1)
  gates[0]?.open()
  gates[1]?.open()
  await Promise.all([first, ...others])
  expect(runs).toBe(2)
})

test('[LOG5] a round wanted after the run is a run of its own', async () => {
  let runs = 0
  const go = createRounds(async () => void runs++)
  await go()
  await go()
  expect(runs).toBe(2)
})
