// What readers are shown of a task, beside what is held of it.
import { expect, test } from 'vitest'
import { tasksOf } from '../../src/core/view.ts'
import { createBench, created, events, settled, stream } from '../support/builders.ts'

const streamsAfter = (...list: Parameters<typeof events>[1]) => {
  const bench = createBench()
  bench.live()
  bench.hear(events(0, list))
  return tasksOf(bench.state())[0]?.streams['text']
}

test('[STR2] the streams of a task that ended are done, though its writer never said so', () => {
  expect(streamsAfter(created('t1'), stream('t1', 0, 'all of it'), settled('t1', { lengths: { text: 9 } }))).toMatchObject({ done: true })
})

test('[STR2] a stream with a hole is not done, though its task ended', () => {
  expect(streamsAfter(created('t1'), stream('t1', 0, 'all'), settled('t1', { lengths: { text: 9 } }))).toMatchObject({ done: false })
})

test('[STR2] a stream of a running task is not done before its writer says so', () => {
  expect(streamsAfter(created('t1'), stream('t1', 0, 'all'))).toMatchObject({ done: false })
})
