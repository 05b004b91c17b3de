// The edges of the inbox: what each event brings, what is emitted for it, and when a snapshot's parts belong together.
import { expect, test } from 'vitest'
import type { SnapshotFrame } from '../../src/protocol/frames.ts'
import type { LogEvent } from '../../src/protocol/values.ts'
import {
  created,
  createBench,
  emissionsBy,
  events,
  head,
  notice,
  snapshot,
  stream,
  typesBy,
  updated,
  welcome,
  wireTask,
  piece,
} from '../support/builders.ts'

const ended = (extra: object): LogEvent => ({
  type: 'task.settled',
  task: { ...head('t1', { rev: 9, status: 'succeeded', finishedAt: 2 }), ...extra },
})

test.each([
  ['a result', { result: 7 }, { result: 7 }],
  ['no result, which is not null', {}, {}],
  [
    'an error',
    { status: 'failed' as const, error: { code: 'x', message: 'x', retryable: false } },
    { error: { code: 'x', message: 'x', retryable: false } },
  ],
])('[TASK1] a settled event brings %s', (_, extra, ending) => {
  const bench = createBench()
  bench.live()
  bench.hear(events(0, [created('t1'), ended(extra)]))
  expect(bench.state().tasks.get('t1')?.ending).toStrictEqual(ending)
})

test('[GAP1] only events of the application are handed on as messages', () => {
  const bench = createBench()
  bench.live()
  const said = bench.hear(
    events(0, [{ type: 'notification', id: 'n1', kind: 'news', data: 1 }, { type: 'app.said', data: 2 }, created('t1')]),
  )
  expect(emissionsBy(said, 'message')).toEqual([{ type: 'message', name: 'app.said', data: 2 }])
})

test('[SNAP1] the largest reading mark of a frame wins, and a frame without one moves none', () => {
  const bench = createBench()
  bench.live()
  bench.hear(
    events(0, [
      { type: 'notifications.seen', offset: 5 },
      { type: 'notifications.seen', offset: 3 },
    ]),
  )
  bench.hear(events(2, [created('t1')]))
  expect(bench.state().notifications.seen).toBe(5)
})

test('[TASK1] what changes nothing emits nothing, and leaves the same book', () => {
  const bench = createBench()
  bench.live()
  bench.hear(events(0, [created('t1', { rev: 5 })]))
  const { tasks } = bench.state()
  const effects = bench.hear(events(1, [updated('t1', { rev: 4 }), stream('unknown', 0, 'x'), { type: 'task.removed', id: 'unknown' }]))
  expect(emissionsBy(effects, 'task')).toEqual([])
  expect(bench.state().tasks).toBe(tasks)
})

test('[TASK1] a removed task is gone, and no task is emitted for it', () => {
  const bench = createBench()
  bench.live()
  bench.hear(events(0, [created('t1'), created('t2')]))
  const effects = bench.hear(events(2, [{ type: 'task.removed', id: 't1' }]))
  expect([[...bench.state().tasks.keys()], emissionsBy(effects, 'task')]).toEqual([['t2'], []])
})

test('[SNAP1] the task changed last stands last, so that it is the last to leave', () => {
  const bench = createBench()
  bench.live()
  bench.hear(events(0, [created('t1'), created('t2'), updated('t1')]))
  expect([...bench.state().tasks.keys()]).toEqual(['t2', 't1'])
})

test.each<[string, Partial<SnapshotFrame['cursor']>]>([
  ['another epoch', { epoch: 'epoch-2' }],
  ['another offset', { offset: 6 }],
  ['another mark', { mark: 'other' }],
])('[SNAP2] a part of a snapshot at %s does not complete the one that is staged', (_, cursor) => {
  const bench = createBench()
  bench.open()
  bench.hear(welcome({ outcome: 'snapshot' }), snapshot(5, { parts: 2 }))
  const second = snapshot(5, { part: 2, parts: 2 })
  const effects = bench.hear({ ...second, cursor: { ...second.cursor, ...cursor } })
  expect([bench.state().cursor, typesBy(effects).includes('hang-up')]).toEqual([null, true])
})

test('[SNAP2] a snapshot at the very cursor is the truth all the same', () => {
  const bench = createBench()
  bench.live(5)
  bench.hear(snapshot(5, { tasks: [wireTask('t1')], notifications: [notice(1)], seen: 1 }))
  expect([[...bench.state().tasks.keys()], bench.state().notifications.seen]).toEqual([['t1'], 1])
})

test('[SNAP1] a piece of a task that the snapshot does not name is nobody’s', () => {
  const bench = createBench()
  bench.open()
  bench.hear(welcome({ outcome: 'snapshot' }), snapshot(5, { tasks: [wireTask('t1')], pieces: [piece('t2', 0, 'x'), piece('t1', 0, 'y')] }))
  expect([...bench.state().tasks].map(([id, { streams }]) => [id, streams['text']?.value])).toEqual([['t1', 'y']])
})
