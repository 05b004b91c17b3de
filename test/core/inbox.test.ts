import { expect, test } from 'vitest'
import {
  created,
  createBench,
  cursorAt,
  emissionsBy,
  events,
  liveAt,
  markAt,
  notice,
  sentBy,
  settled,
  snapshot,
  stream,
  typesBy,
  updated,
  welcome,
} from '../support/builders.ts'

const app = (data: string) => ({ type: 'app.said', data }) as const
const said = (effects: Parameters<typeof emissionsBy>[0]) => emissionsBy(effects, 'message').map(({ data }) => data)

test('[GAP1] a frame at or before the cursor is ignored, though its live still counts', () => {
  const bench = createBench()
  bench.open()
  bench.hear(welcome(), snapshot(5))
  expect(bench.state().status.freshness).toBe('catching-up')
  expect(said(bench.hear(events(3, [app('a'), app('b')], { live: true })))).toEqual([])
  expect(bench.state().cursor).toEqual(cursorAt(5))
  expect(bench.state().status.freshness).toBe('live')
})

test('[GAP1] a frame that overlaps applies only the items after the cursor, and moves the cursor to its end', () => {
  const bench = createBench()
  bench.live(2)
  expect(said(bench.hear(events(0, [app('1'), app('2'), app('3'), app('4')])))).toEqual(['3', '4'])
  expect(bench.state().cursor).toEqual(cursorAt(4))
})

test('[GAP1] a coalesced frame may hold fewer items than offsets, or none', () => {
  const bench = createBench()
  bench.live()
  bench.hear({ ...events(0, []), offset: 7, mark: markAt(7), list: [{ offset: 6, time: 1, event: app('x') }] })
  expect(bench.state().cursor).toEqual(cursorAt(7))
})

test('[GAP1] a coalesced chunk that overlaps what is held adds only what is new', () => {
  const bench = createBench()
  bench.live()
  bench.hear(events(0, [created('t1'), stream('t1', 0, 'Hello ')]))
  const coalesced = { offset: 3, time: 1, event: stream('t1', 0, 'Hello world') }
  bench.hear({ type: 'events', prev: 1, offset: 3, mark: markAt(3), list: [coalesced] })
  expect(bench.state().tasks.get('t1')?.streams['text']?.value).toBe('Hello world')
})

test('[GAP1] frames of another epoch than the state holds change nothing, and their live proves nothing', () => {
  const bench = createBench()
  bench.live(3)
  bench.lose(1006)
  bench.open()
  bench.hear(welcome({ epoch: 'epoch-2', outcome: 'snapshot', reason: 'epoch' }))
  expect(said(bench.hear(events(3, [app('x')], { live: true })))).toEqual([])
  expect(bench.state()).toMatchObject({ cursor: cursorAt(3), status: { freshness: 'catching-up' } })
})

test('[GAP2] a frame beyond the cursor closes with 4003 and the next hello resumes from the cursor', () => {
  const bench = createBench()
  bench.live(2)
  expect(bench.hear(events(3, [app('x')]))).toContainEqual({ type: 'hang-up', dial: 1, code: 4003, reason: 'gap' })
  expect(bench.open()[0]).toMatchObject({ type: 'hello', hello: { cursor: cursorAt(2) } })
})

test('[GAP2] a second gap at the same cursor asks for everything anew', () => {
  const bench = createBench()
  bench.live(2)
  bench.hear(events(3, [app('x')]))
  bench.live()
  bench.hear(events(3, [app('x')]))
  const [hello] = bench.open()
  expect(hello?.type === 'hello' && hello.hello).not.toHaveProperty('cursor')
})

test('[GAP2] progress between two gaps makes the second a first', () => {
  const bench = createBench()
  bench.live(2)
  bench.hear(events(3, [app('x')]))
  bench.live()
  bench.hear(events(2, [app('x')]))
  bench.hear(events(4, [app('y')]))
  expect(bench.open()[0]).toMatchObject({ hello: { cursor: cursorAt(3) } })
})

test('[TASK4] what the first load finds settled is not told; what is settled while away is told once', () => {
  const bench = createBench()
  bench.open()
  const first = bench.hear(welcome(), snapshot(5, { notifications: [notice(4)] }))
  const later = bench.hear(snapshot(9, { notifications: [notice(4), notice(8), notice(7)] }))
  const again = bench.hear(liveAt(9), events(9, [{ type: 'notification', id: 'n8', kind: 'hello' }]))
  const told = [first, later, again].map(effects => emissionsBy(effects, 'notification').map(({ notification }) => notification.id))
  expect(told).toEqual([[], ['n7', 'n8'], []])
})

test('[TASK4] a settled task and a question are notifications, progress and chunks are not', () => {
  const bench = createBench()
  bench.live()
  const list = [
    created('t1'),
    updated('t1', { rev: 2 }),
    stream('t1', 0, 'x'),
    updated('t1', { rev: 3, status: 'input-required' as const }),
    settled('t1'),
  ]
  const kinds = emissionsBy(bench.hear(events(0, list)), 'notification').map(({ notification }) => notification.kind)
  expect(kinds).toEqual(['task.input-required', 'task.succeeded'])
})

test('[TASK1] a removed task leaves, and an unknown event only moves the cursor', () => {
  const bench = createBench()
  bench.live()
  bench.hear(events(0, [created('t1'), { type: 'task.removed', id: 't1' }, { type: 'unknown', name: 'task.sung' }]))
  expect([bench.state().tasks.size, bench.state().cursor?.offset]).toEqual([0, 3])
})

test('[SLOW1] an ack goes out after 32 frames, after 64 kB, and a second after the first unacknowledged frame', () => {
  const bench = createBench()
  bench.live()
  bench.advance(1_000)
  const frames = Array.from({ length: 32 }, (_, index) => events(index, [app('x')]))
  expect(sentBy(bench.hear(...frames))).toEqual([{ type: 'ack', offset: 32 }])
  const message = events(32, [app('x')])
  expect(sentBy(bench.tell({ type: 'frame', dial: 1, message, bytes: 65_536 }))).toEqual([{ type: 'ack', offset: 33 }])
  bench.hear(events(33, [app('x')]))
  expect(sentBy(bench.advance(999))).toEqual([])
  expect(sentBy(bench.advance(1))).toEqual([{ type: 'ack', offset: 34 }])
  expect(typesBy(bench.advance(1_000))).toEqual([])
})
