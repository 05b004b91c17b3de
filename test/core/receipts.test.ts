import { expect, test } from 'vitest'
import { outboxOf, tasksOf } from '../../src/core/view.ts'
import {
  accepted,
  command,
  commandsBy,
  created,
  createBench,
  cursorAt,
  events,
  head,
  idsBy,
  outcomesBy,
  refused,
  settled,
  snapshot,
  typesBy,
  welcome,
  wireTask,
} from '../support/builders.ts'

const sent = (id: string) => ({ type: 'send', command: command(id) }) as const

test("[GAP4] until the log reaches a receipt's cursor the page is catching up, and then live", () => {
  const bench = createBench()
  bench.live(3)
  bench.tell(sent('a'))
  bench.hear(accepted('a', { cursor: cursorAt(5) }))
  expect(bench.state().status.freshness).toBe('catching-up')
  bench.hear(events(3, [created('t1'), created('t2')]))
  expect(bench.state().status.freshness).toBe('live')
})

test('[GAP4] two seconds of being caught up without it are a gap', () => {
  const bench = createBench()
  bench.live(3)
  bench.tell(sent('a'))
  bench.hear(accepted('a', { cursor: cursorAt(5) }))
  expect(typesBy(bench.advance(1_999))).not.toContain('hang-up')
  expect(bench.advance(1)).toContainEqual(expect.objectContaining({ type: 'hang-up', code: 4003 }))
})

test('[GAP4] until the log reaches the cursor of a write over HTTP a live page is catching up, and two seconds without it are a gap', () => {
  const bench = createBench()
  bench.live(3)
  const wrote = (offset: number, epoch?: string) => bench.tell({ type: 'wrote', cursor: cursorAt(offset, epoch) })
  wrote(3)
  wrote(9, 'epoch-of-another-log')
  expect(bench.state().status.freshness).toBe('live')
  wrote(5)
  expect(bench.state().status.freshness).toBe('catching-up')
  bench.hear(events(3, [created('t1'), created('t2')]))
  expect(bench.state().status.freshness).toBe('live')
  wrote(6)
  expect(bench.advance(2_000)).toContainEqual(expect.objectContaining({ type: 'hang-up', code: 4003 }))
  // The resume comes after the write, so what it reads has it.
  wrote(6)
  bench.open()
  bench.hear(welcome({ outcome: 'replayed' }), events(5, [created('t3')], { live: true }))
  expect(bench.state().status.freshness).toBe('live')
})

test("[LIFE3] a late wake is no proof that a receipt's effect is missing", () => {
  const bench = createBench()
  bench.live(3)
  bench.tell(sent('a'))
  bench.hear(accepted('a', { cursor: cursorAt(5) }))
  expect(typesBy(bench.sleep(60_000))).not.toContain('hang-up')
  bench.hear(events(3, [created('t1'), created('t2')]))
  expect(bench.state().status.freshness).toBe('live')
})

test('[GAP4] a cursor from before a resume is judged at the change of history and is no gap', () => {
  const bench = createBench()
  bench.live(3)
  bench.tell(sent('a'))
  bench.lose(1006)
  bench.open()
  bench.hear(welcome({ epoch: 'epoch-2', outcome: 'snapshot' }))
  bench.hear(snapshot(1, { cursor: cursorAt(1, 'epoch-2') }), events(1, [], { live: true }))
  bench.hear(accepted('a', { cursor: cursorAt(50) }))
  expect(bench.state().status.freshness).toBe('live')
})

function answeredElsewhere(): ReturnType<typeof createBench> {
  const bench = createBench()
  bench.live(3)
  bench.tell(sent('a'))
  bench.hear(accepted('a', { cursor: cursorAt(2, 'epoch-2') }))
  return bench
}

test('[GAP4] a receipt of a history that the page was not told of yet holds it back until its effect there is in', () => {
  const bench = answeredElsewhere()
  expect(bench.state().status.freshness).toBe('catching-up')
  bench.hear(snapshot(1, { cursor: cursorAt(1, 'epoch-2') }), events(1, [], { live: true }))
  expect(bench.state().status.freshness).toBe('catching-up')
  bench.hear(events(1, [created('t1')]))
  expect(bench.state().status.freshness).toBe('live')
})

test('[GAP4] a history that nobody tells of in 17 s is a gap', () => {
  const bench = answeredElsewhere()
  expect(typesBy(bench.advance(16_999))).not.toContain('hang-up')
  expect(bench.advance(1)).toContainEqual(expect.objectContaining({ type: 'hang-up', code: 4003 }))
})

test('[GAP4] a receipt before the first snapshot holds the page back until its effect is in', () => {
  const bench = createBench()
  bench.tell(sent('a'))
  bench.open()
  bench.hear(welcome(), accepted('a', { cursor: cursorAt(6) }), snapshot(5), events(5, [], { live: true }))
  expect(bench.state().status.freshness).toBe('catching-up')
  bench.hear(events(5, [created('t1')]))
  expect(bench.state().status.freshness).toBe('live')
})

test('[GAP4] a receipt that names a task already ended leads to an ask, for it brings no result', () => {
  const bench = createBench()
  bench.live(3)
  bench.tell(sent('a'))
  const effects = bench.hear(accepted('a', { data: { task: head('t1', { status: 'succeeded', key: 'a' }) } }))
  expect(commandsBy(effects).map(({ op, data }) => [op, data])).toEqual([['task.get', { id: 't1' }]])
  bench.hear(accepted(idsBy(effects)[0] ?? '', { data: { task: wireTask('t1', { status: 'succeeded', result: 42 }), pieces: [] } }))
  expect(tasksOf(bench.state())).toMatchObject([{ id: 't1', status: 'succeeded', result: 42 }])
})

test('[GAP4] a submit whose task had ended is shown as waiting until the ask is answered, and never vanishes', () => {
  const bench = createBench()
  bench.live(3)
  bench.tell(sent('a'))
  const effects = bench.hear(accepted('a', { data: { task: head('t1', { status: 'succeeded', key: 'a' }) } }))
  expect(tasksOf(bench.state())).toMatchObject([{ id: 't1', key: 'a', input: 'a', status: 'queued', sync: 'stale' }])
  bench.hear(accepted(idsBy(effects)[0] ?? '', { data: { task: wireTask('t1', { status: 'succeeded', result: 42 }), pieces: [] } }))
  expect(tasksOf(bench.state())).toMatchObject([{ id: 't1', status: 'succeeded', result: 42, sync: 'synced' }])
})

test('[TASK5] a submit promises its caller the task id, and its input is known without asking', () => {
  const bench = createBench()
  bench.live()
  bench.tell(sent('a'))
  const effects = bench.hear(accepted('a', { data: { task: head('t1', { key: 'a' }) } }))
  expect(effects).toContainEqual({ type: 'settle', id: 'a', outcome: { outcome: 'accepted', data: { taskId: 't1' } } })
  expect(tasksOf(bench.state())).toMatchObject([{ id: 't1', key: 'a', input: 'a', status: 'running' }])
  expect(commandsBy(effects)).toEqual([])
})

test('[TASK5] events may precede the receipt: one task, under one key', () => {
  const bench = createBench()
  bench.live()
  bench.tell(sent('a'))
  expect(tasksOf(bench.state())).toMatchObject([{ id: null, key: 'a', sync: 'submitting' }])
  bench.hear(events(0, [created('t1', { key: 'a', rev: 3 })]))
  bench.hear(accepted('a', { data: { task: head('t1', { key: 'a', rev: 1 }) } }))
  expect(tasksOf(bench.state())).toMatchObject([{ id: 't1', key: 'a', rev: 3, sync: 'synced' }])
})

test('[SEND1] a task that appears under the key of an unconfirmed submit takes it off the list', () => {
  const bench = createBench()
  bench.live()
  bench.tell({ type: 'send', command: command('a', { ttlMs: 1_000 }) })
  expect(outcomesBy(bench.advance(1_000))).toEqual([['a', 'unconfirmed']])
  expect(outboxOf(bench.state())).toMatchObject([{ id: 'a', state: 'unconfirmed' }])
  bench.hear(events(0, [created('t1', { key: 'a' })]))
  expect(outboxOf(bench.state())).toEqual([])
  expect(tasksOf(bench.state())).toMatchObject([{ id: 't1' }])
})

test('[SEND1] an answer that cannot be read still settles the send', () => {
  const bench = createBench()
  bench.live()
  bench.tell(sent('a'))
  expect(outcomesBy(bench.hear(accepted('a', { data: 'nonsense' })))).toEqual([['a', 'accepted']])
})

test('[SEND4] cancelling a written submit settles nothing and asks for a cancel by key', () => {
  const bench = createBench()
  bench.live()
  bench.tell(sent('a'))
  const effects = bench.tell({ type: 'cancel', id: 'a', commandId: 'c-1' })
  expect(commandsBy(effects)).toMatchObject([{ id: 'c-1', op: 'task.cancel', data: { key: 'a' } }])
  expect(outcomesBy(effects)).toEqual([])
})

test('[SEND4] cancelling what is unwritten settles it, and it never goes out', () => {
  const bench = createBench()
  bench.tell(sent('a'))
  expect(outcomesBy(bench.tell({ type: 'cancel', id: 'a', commandId: 'c-1' }))).toEqual([['a', 'cancelled']])
  bench.open()
  expect(commandsBy(bench.hear(welcome()))).toEqual([])
})

test('[SEND1] a retry sends the same id again, but an app op that may have run gets a new one', () => {
  const bench = createBench()
  bench.live()
  bench.tell(sent('a'))
  bench.tell({ type: 'send', command: command('b', { op: 'app.do' }) })
  bench.hear(refused('a', 'busy'), refused('b', 'interrupted'))
  expect(idsBy(bench.tell({ type: 'retry', id: 'a', newId: 'n-1' }))).toEqual(['a'])
  expect(idsBy(bench.tell({ type: 'retry', id: 'b', newId: 'n-2' }))).toEqual(['n-2'])
})

test('[SEND1] a retry of what may have run is never told as not run: it cannot be cancelled, and without room it stays in doubt', () => {
  const bench = createBench({ outbox: { maxCount: 1 } })
  bench.live()
  bench.tell({ type: 'send', command: command('a', { op: 'task.submit' }) })
  bench.hear(refused('a', 'interrupted'))
  bench.lose(1006)
  bench.tell(sent('b'))
  expect(outcomesBy(bench.tell({ type: 'retry', id: 'a', newId: 'n-1' }))).toEqual([['a', 'unconfirmed']])
  bench.tell({ type: 'cancel', id: 'b', commandId: 'c-1' })
  bench.tell({ type: 'retry', id: 'a', newId: 'n-2' })
  expect(outcomesBy(bench.tell({ type: 'cancel', id: 'a', commandId: 'c-2' }))).not.toContainEqual(['a', 'cancelled'])
})

test('[SEND1] a retry of what is gone meanwhile settles, and nothing is sent', () => {
  const bench = createBench()
  bench.live()
  const effects = bench.tell({ type: 'retry', id: 'a', newId: 'n-1' })
  expect(outcomesBy(effects)).toEqual([
    ['a', 'cancelled'],
    ['n-1', 'cancelled'],
  ])
})

test("[SEND7] the server's own limit in flight holds where it is lower", () => {
  const bench = createBench()
  bench.live(0, { limits: { upBytes: 65_536, inFlight: 2, ackBytes: 65_536, hedge: false } })
  const ids = ['a', 'b', 'c'].flatMap(id => idsBy(bench.tell(sent(id))))
  expect(ids).toEqual(['a', 'b'])
  expect(idsBy(bench.hear(accepted('a')))).toEqual(['c'])
})

test('[TASK2] a settled task stays settled when an older head comes in a receipt', () => {
  const bench = createBench()
  bench.live()
  bench.tell(sent('a'))
  bench.hear(events(0, [created('t1', { key: 'a' }), settled('t1', { key: 'a' })]))
  bench.hear(accepted('a', { data: { task: head('t1', { key: 'a' }) } }))
  expect(tasksOf(bench.state())).toMatchObject([{ id: 't1', status: 'succeeded' }])
})

test('[SEND7] what runs out of time makes room in flight for what waits', () => {
  const bench = createBench()
  bench.live()
  for (let index = 0; index < 33; index += 1)
    bench.tell({ type: 'send', command: command(`s${index}`, { ttlMs: index === 0 ? 500 : null }) })
  expect(idsBy(bench.advance(500))).toEqual(['s32'])
})
