// A bad token gets one dial at once, and one more for each link that lasted.
import { expect, test } from 'vitest'
import { createBench } from '../support/builders.ts'

test.each([4004, 4508])('[BACK3] after a link that lasted, a %i dials at once again', code => {
  const bench = createBench()
  for (const _ of [1, 2, 3]) {
    bench.live()
    bench.advance(5_000)
    bench.lose(code)
    expect(bench.state().phase.name).toBe('dialing')
  }
})
