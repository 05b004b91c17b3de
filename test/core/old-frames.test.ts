// What is old, or late, or of an attempt that is over changes nothing that the page already shows.
import { expect, test } from 'vitest'
import { withHead, withPiece } from '../../src/core/tasks.ts'
import { created, createBench, cursorAt, events, head, piece, snapshot, stream, welcome } from '../support/builders.ts'

test('[GAP1] a frame from before the cursor never moves the cursor back', () => {
  const bench = createBench()
  bench.live(5)
  bench.hear(events(1, [created('t1'), created('t2')]))
  expect(bench.state().cursor).toEqual(cursorAt(5))
})

test('[TASK2] a new attempt shows nothing of what the old one streamed', () => {
  const before = withPiece(withHead(undefined, head('t1')), piece('t1', 0, 'a first attempt'))
  const record = withHead(before, head('t1', { rev: 2, attempt: 2, status: 'queued' }))
  expect([record.streams, record.ends]).toEqual([{}, {}])
})

test('[LIFE2] a ping in the middle of a replay is given 10 s', () => {
  const bench = createBench()
  bench.open()
  bench.hear(welcome(), snapshot(0), events(0, [created('t1'), stream('t1', 0, 'a')]))
  // The task is active, so that the ping goes out after 4 s of silence.
  bench.advance(4_000 + 9_999)
  expect(bench.state().status.freshness).toBe('catching-up')
  bench.advance(1)
  expect(bench.state().status.freshness).toBe('stale')
})
