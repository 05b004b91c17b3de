import { expect, test } from 'vitest'
import { taskOf, tasksOf } from '../../src/core/view.ts'
import {
  accepted,
  command,
  created,
  createBench,
  cursorAt,
  emissionsBy,
  events,
  commandsBy,
  liveAt,
  piece,
  refused,
  sentBy,
  settled,
  snapshot,
  stream,
  updated,
  welcome,
  wireTask,
} from '../support/builders.ts'

test('[SNAP2] nothing of a snapshot shows before its last part, and a cut between parts leaves all as it was', () => {
  const bench = createBench()
  bench.live(1)
  bench.hear(snapshot(9, { part: 1, parts: 2, tasks: [wireTask('t1')] }))
  expect([bench.state().tasks.size, bench.state().cursor]).toEqual([0, cursorAt(1)])
  bench.lose(1006)
  expect(bench.open()[0]).toMatchObject({ hello: { cursor: cursorAt(1) } })
  bench.hear(welcome())
  bench.hear(snapshot(9, { part: 1, parts: 2, tasks: [wireTask('t1')] }), snapshot(9, { part: 2, parts: 2, tasks: [wireTask('t2')] }))
  expect([[...bench.state().tasks.keys()], bench.state().cursor]).toEqual([['t1', 't2'], cursorAt(9)])
})

test('[SNAP2] a live amid the parts of a snapshot does not end catching up', () => {
  const bench = createBench()
  bench.live(1)
  bench.hear(snapshot(9, { part: 1, parts: 2 }), liveAt(1))
  expect(bench.state().status.freshness).toBe('catching-up')
})

test.each([
  ['out of nowhere', snapshot(9, { part: 2, parts: 2 })],
  ['after one that is missing', snapshot(9, { part: 3, parts: 3 })],
  ['of another cursor', snapshot(8, { part: 2, parts: 3 })],
])('[SNAP2] a part %s is a gap', (_, part) => {
  const bench = createBench()
  bench.live(1)
  if (part.parts === 3) bench.hear(snapshot(9, { part: 1, parts: 3 }))
  expect(bench.hear(part)).toContainEqual(expect.objectContaining({ type: 'hang-up', code: 4003 }))
})

test('[SNAP2] a snapshot behind the cursor in the same epoch is ignored', () => {
  const bench = createBench()
  bench.live(5)
  const effects = bench.hear(snapshot(4, { tasks: [wireTask('t1')] }))
  expect([bench.state().tasks.size, bench.state().cursor]).toEqual([0, cursorAt(5)])
  expect(emissionsBy(effects, 'reset')).toEqual([])
})

test('[SNAP2] a snapshot replaces heads and text whatever the revs', () => {
  const bench = createBench()
  bench.live()
  bench.hear(events(0, [created('t1', { rev: 7 }), stream('t1', 0, 'of a lost history')]))
  bench.hear(snapshot(9, { cursor: cursorAt(0, 'epoch-2'), tasks: [wireTask('t1', { rev: 2 })], pieces: [piece('t1', 0, 'true')] }))
  expect(bench.state().tasks.get('t1')).toMatchObject({ head: { rev: 2 }, streams: { text: { value: 'true' } } })
})

test('[SNAP2] what a new history does not name is replaced whole by the answer to the ask, at a lower rev', () => {
  const bench = createBench()
  bench.live()
  bench.hear(events(0, [created('t1', { rev: 7 }), stream('t1', 0, 'of a lost history')]))
  const [ask] = commandsBy(bench.hear(snapshot(0, { cursor: cursorAt(0, 'epoch-2') })))
  const data = { task: wireTask('t1', { rev: 2, status: 'succeeded', lengths: { text: 4 } }), pieces: [piece('t1', 0, 'true')] }
  bench.hear(accepted(ask?.id ?? '', { data }))
  expect(bench.state().tasks.get('t1')).toMatchObject({ head: { rev: 2, status: 'succeeded' }, streams: { text: { value: 'true' } } })
})

test('[SNAP2] an active task that a new history does not name is stale until its ask is answered', () => {
  const bench = createBench()
  bench.live()
  bench.hear(events(0, [created('t1')]), snapshot(0, { cursor: cursorAt(0, 'epoch-2') }), liveAt(0))
  expect(tasksOf(bench.state())).toMatchObject([{ id: 't1', sync: 'stale' }])
})

test('[SNAP3] each part is acknowledged', () => {
  const bench = createBench()
  bench.live(1)
  const effects = bench.hear(snapshot(9, { part: 1, parts: 2 }), snapshot(9, { part: 2, parts: 2 }))
  expect(sentBy(effects)).toEqual([
    { type: 'ack', offset: 9, part: 1 },
    { type: 'ack', offset: 9, part: 2 },
  ])
})

const unnamed = () => {
  const bench = createBench()
  bench.live()
  bench.hear(events(0, [created('s1'), settled('s1'), created('t1')]))
  return { bench, asks: commandsBy(bench.hear(snapshot(9))) }
}

test('[SNAP3] tasks a snapshot does not name are asked for, active ones first, and kept meanwhile', () => {
  const { bench, asks } = unnamed()
  expect(asks.map(({ op, data }) => [op, data])).toEqual([
    ['task.get', { id: 't1' }],
    ['task.get', { id: 's1' }],
  ])
  expect(bench.state().tasks.size).toBe(2)
})

test('[SNAP3] only not-found removes a settled task, and shows an active one as failed, lost', () => {
  const { bench, asks } = unnamed()
  bench.hear(refused(asks[0]?.id ?? '', 'not-found'), refused(asks[1]?.id ?? '', 'not-found'))
  const lost = bench.state().tasks.get('t1')
  expect(lost && taskOf(lost, false)).toMatchObject({ status: 'failed', error: { code: 'lost' } })
  expect(bench.state().tasks.has('s1')).toBe(false)
})

test('[SNAP3] any other refusal keeps the task', () => {
  const { bench, asks } = unnamed()
  bench.hear(refused(asks[0]?.id ?? '', 'rate'), refused(asks[1]?.id ?? '', 'internal'))
  expect([...bench.state().tasks.keys()].toSorted()).toEqual(['s1', 't1'])
})

test('[SNAP3] a lost task stays lost through the next snapshot, and any later head replaces the overlay', () => {
  const { bench, asks } = unnamed()
  bench.hear(refused(asks[0]?.id ?? '', 'not-found'), accepted(asks[1]?.id ?? '', { data: { task: wireTask('s1'), pieces: [] } }))
  const again = commandsBy(bench.hear(snapshot(12)))
  bench.hear(refused(again.find(({ data }) => JSON.stringify(data).includes('t1'))?.id ?? '', 'not-found'))
  expect(bench.state().tasks.get('t1')?.standing).toBe('lost')
  bench.hear(events(12, [updated('t1', { rev: 1 })]))
  expect(bench.state().tasks.get('t1')?.standing).toBe('held')
})

test('[SNAP3] a receipt that says a lost task has ended leads to an ask, for its result is not known', () => {
  const { bench, asks } = unnamed()
  bench.hear(refused(asks[0]?.id ?? '', 'not-found'))
  bench.tell({ type: 'send', command: command('c', { op: 'task.cancel', data: { id: 't1' } }) })
  const effects = bench.hear(accepted('c', { data: { task: wireTask('t1', { rev: 5, status: 'succeeded' }) } }))
  expect(commandsBy(effects)).toMatchObject([{ op: 'task.get', data: { id: 't1' } }])
  expect(bench.state().tasks.get('t1')?.standing).toBe('lost')
})

test('[SNAP3] a task learned from a receipt between the parts is kept', () => {
  const bench = createBench()
  bench.live(1)
  bench.tell({ type: 'send', command: command('key-t5') })
  bench.hear(snapshot(9, { part: 1, parts: 2 }))
  bench.hear(accepted('key-t5', { data: { task: wireTask('t5') } }), snapshot(9, { part: 2, parts: 2 }))
  expect(bench.state().tasks.has('t5')).toBe(true)
})

test('[SNAP4] the first load raises no reset; a later snapshot that moves the cursor does, once, before what it brings', () => {
  const bench = createBench()
  bench.open()
  expect(emissionsBy(bench.hear(welcome({ outcome: 'snapshot', reason: 'new' }), snapshot(5)), 'reset')).toEqual([])
  const effects = bench.hear(snapshot(9, { tasks: [wireTask('t1')] }))
  expect(effects.flatMap(effect => (effect.type === 'emit' ? [effect.emission.type] : []))).toEqual(['reset', 'task'])
})

test('[SNAP4] the reset names the reason the server forecast', () => {
  const bench = createBench()
  bench.live(5)
  bench.lose(1006)
  bench.open()
  const effects = bench.hear(welcome({ outcome: 'snapshot', reason: 'trimmed' }), snapshot(9))
  expect(emissionsBy(effects, 'reset')).toEqual([{ type: 'reset', reason: 'trimmed' }])
})

test('[SNAP4] a snapshot at the very cursor raises no reset', () => {
  const bench = createBench()
  bench.live(5)
  expect(emissionsBy(bench.hear(snapshot(5)), 'reset')).toEqual([])
})

test('[SNAP4] a snapshot on a live socket means catching up until a new live', () => {
  const bench = createBench()
  bench.live(5)
  bench.hear(snapshot(9))
  expect(bench.state().status).toMatchObject({ freshness: 'catching-up', recovery: 'snapshot' })
  bench.hear(liveAt(9))
  expect(bench.state().status.freshness).toBe('live')
})

test('[SNAP1] a reading mark of this page is not undone by an older one in a snapshot, but by a new history', () => {
  const bench = createBench()
  bench.live(5)
  bench.tell({ type: 'see', offset: 5, commandId: 'see-1' })
  bench.hear(snapshot(6, { seen: 2 }))
  expect(bench.state().notifications.seen).toBe(5)
  bench.hear(snapshot(1, { cursor: cursorAt(1, 'epoch-2'), seen: 1 }))
  expect(bench.state().notifications.seen).toBe(1)
})

test('[SNAP2] a reading mark dies with the history it points into, and is never told to the next', () => {
  const mark = { type: 'see', offset: 5, commandId: 'see-1' } as const
  const atWelcome = createBench()
  atWelcome.live(5)
  atWelcome.lose(1006)
  atWelcome.tell(mark)
  atWelcome.open()
  expect(commandsBy(atWelcome.hear(welcome({ epoch: 'epoch-2' })))).toEqual([])
  const atSnapshot = createBench()
  atSnapshot.live(5)
  atSnapshot.tell(mark)
  atSnapshot.hear(snapshot(0, { cursor: cursorAt(0, 'epoch-2') }))
  atSnapshot.lose(1006)
  atSnapshot.open()
  expect(commandsBy(atSnapshot.hear(welcome({ epoch: 'epoch-2' })))).toEqual([])
})
