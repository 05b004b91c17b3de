import { expect, test } from 'vitest'
import * as BOUNDS from '../../src/core/limits.ts'
import { createBench, snapshot, typesBy, welcome } from '../support/builders.ts'

test('[SNAP2] a snapshot that never ends is not collected for ever', () => {
  const bench = createBench()
  bench.open()
  bench.hear(welcome({ outcome: 'snapshot' }))
  const parts = BOUNDS.snapshotParts + 1
  for (let part = 1; part < parts; part += 1) bench.hear(snapshot(5, { part, parts }))
  expect(bench.state().phase.name).toBe('live')
  expect(typesBy(bench.hear(snapshot(5, { part: parts, parts })))).toContain('hang-up')
  expect(bench.state().phase.name).toBe('waiting')
})
