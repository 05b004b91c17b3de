// What an application asks of sends, tasks and notices, and what it asks of what is not there.
import { expect, test } from 'vitest'
import type { Effect } from '../../src/core/effects.ts'
import { outboxOf } from '../../src/core/view.ts'
import { type Bench, command, commandsBy, createBench, created, events, idsBy, outcomesBy, refused, settled } from '../support/builders.ts'

const APP = { op: 'app.x' }
const logsBy = (effects: readonly Effect[]) => effects.flatMap(each => (each.type === 'log' ? [[each.level, each.event, each.fields]] : []))

function liveBench(): Bench {
  const bench = createBench()
  bench.live()
  return bench
}

test('[SEND4] to cancel what is not there, or has ended, says and changes nothing', () => {
  const bench = liveBench()
  bench.tell({ type: 'send', command: command('a') })
  bench.hear(refused('a', 'forbidden'))
  const before = bench.state()
  for (const id of ['a', 'nobody']) expect(bench.tell({ type: 'cancel', id, commandId: 'c' })).toEqual([])
  expect(bench.state()).toBe(before)
})

test('[SEND1] what is gone or under way is not sent again: whoever asked is told that the new one was cancelled', () => {
  const bench = liveBench()
  bench.tell({ type: 'send', command: command('a', APP) })
  expect(outcomesBy(bench.tell({ type: 'retry', id: 'a', newId: 'n1' }))).toEqual([['n1', 'cancelled']])
  expect(outcomesBy(bench.tell({ type: 'retry', id: 'nobody', newId: 'n2' }))).toEqual([
    ['nobody', 'cancelled'],
    ['n2', 'cancelled'],
  ])
  expect(outboxOf(bench.state()).map(({ id }) => id)).toEqual(['a'])
})

test('[SEND5] what was refused goes again under its id, and the log tells of it', () => {
  const bench = liveBench()
  bench.tell({ type: 'send', command: command('a', { ...APP, data: { n: 1 } }) })
  bench.hear(refused('a', 'forbidden'))
  const effects = bench.tell({ type: 'retry', id: 'a', newId: 'n1' })
  expect(commandsBy(effects)).toMatchObject([{ id: 'a', op: 'app.x', data: { n: 1 } }])
  expect(logsBy(effects)).toEqual([['info', 'retried', { op: 'app.x' }]])
})

test('[SEND1] a send under way cannot be discarded; one that ended is', () => {
  const bench = liveBench()
  for (const id of ['a', 'b']) bench.tell({ type: 'send', command: command(id, APP) })
  bench.hear(refused('a', 'forbidden'))
  for (const id of ['a', 'b', 'nobody']) bench.tell({ type: 'discard', id })
  expect(outboxOf(bench.state()).map(({ id }) => id)).toEqual(['b'])
})

test('[TASK5] only a task that nobody here knows is asked for: not one that is held, nor one on its way out', () => {
  const bench = liveBench()
  bench.hear(events(0, [created('t1')]))
  bench.tell({ type: 'send', command: command('k1') })
  const asked = (ref: string) => commandsBy(bench.tell({ type: 'ask', ref })).map(({ op }) => op)
  expect(['t1', 'key-t1', 'k1', 't2'].map(asked)).toEqual([[], [], [], ['task.get']])
})

test('[TASK4] a reading mark is told to the server once, and only one beyond what is seen', () => {
  const bench = liveBench()
  bench.hear(events(0, [created('t1'), settled('t1')]))
  const seeing = (offset: number, commandId: string) => commandsBy(bench.tell({ type: 'see', offset, commandId }))
  expect(seeing(2, 'c1')).toMatchObject([{ id: 'c1', op: 'notifications.seen', data: { offset: 2 } }])
  expect([seeing(2, 'c2'), seeing(1, 'c3')]).toEqual([[], []])
})

test('[TASK4] of reading marks that wait the last alone is sent', () => {
  const bench = createBench()
  for (const offset of [1, 2]) bench.tell({ type: 'see', offset, commandId: `c${offset}` })
  bench.tell({ type: 'send', command: command('a', APP) })
  expect(outboxOf(bench.state()).map(({ id }) => id)).toEqual(['c2', 'a'])
})

test('a notice that is dismissed leaves the list here, and the others stay', () => {
  const bench = liveBench()
  bench.hear(events(0, [created('t1'), created('t2'), settled('t1'), settled('t2')]))
  const ids = () => bench.state().notifications.list.map(({ id }) => id)
  const [first, second] = ids()
  bench.tell({ type: 'dismiss', id: first ?? '' })
  expect([ids(), second]).toEqual([[second], expect.any(String)])
})

test('[KEEP1] the status says how the storage stands, and that other tabs wait is known', () => {
  const bench = liveBench()
  bench.tell({ type: 'storage', storage: 'kept' })
  bench.tell({ type: 'relaying', since: 7 })
  expect([bench.state().status.storage, bench.state().relayingSince]).toEqual(['kept', 7])
})

test('[GAP1] what was found out beside the link and lies beyond the cursor changes nothing, and is logged', () => {
  const bench = liveBench()
  const before = bench.state()
  const effects = bench.tell({ type: 'learn', frame: events(5, [created('t1')]), epoch: before.cursor?.epoch ?? '' })
  expect(logsBy(effects)).toEqual([['error', 'learned-beyond-cursor', { prev: 5 }]])
  expect([bench.state().tasks, bench.state().cursor]).toEqual([before.tasks, before.cursor])
})

test('[SEND1] after its end a page sends nothing: a send settles at once, and nothing else is heard', () => {
  const bench = liveBench()
  bench.tell({ type: 'dispose' })
  expect(outcomesBy(bench.tell({ type: 'send', command: command('a') }))).toEqual([['a', 'cancelled']])
  expect([bench.tell({ type: 'ask', ref: 't1' }), idsBy(bench.tell({ type: 'connect', by: 'user' }))]).toEqual([[], []])
})

test('[SEND1] a page that is idle, and not at its end, keeps what is sent', () => {
  const bench = createBench()
  expect(bench.state().phase.name).toBe('idle')
  expect(outcomesBy(bench.tell({ type: 'send', command: command('a') }))).toEqual([])
  expect(outboxOf(bench.state())).toMatchObject([{ id: 'a', state: 'queued' }])
})
