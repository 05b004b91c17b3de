// A history that is replaced takes along what was awaited of it.
import { expect, test } from 'vitest'
import { accepted, command, createBench, cursorAt, events, markAt, snapshot } from '../support/builders.ts'

test('[GAP4] an effect awaited of a history that was replaced is awaited no more', () => {
  const bench = createBench()
  bench.live()
  bench.tell({ type: 'send', command: command('a') })
  bench.hear(accepted('a', { cursor: cursorAt(9) }))
  expect(bench.state().status.freshness).toBe('catching-up')
  const cursor = cursorAt(1, 'epoch-2')
  bench.hear(snapshot(1, { cursor }), { ...events(1, [], { live: true }), mark: markAt(1) })
  expect(bench.state().status.freshness).toBe('live')
})
