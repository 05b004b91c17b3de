import { expect, test } from 'vitest'
import { answered, asking, askOf, type Asks, foundAbsent, NO_ASKS, passedAsks } from '../../src/core/asks.ts'
import {
  accepted,
  command,
  commandsBy,
  createBench,
  idsBy,
  refused,
  stream,
  created,
  events,
  welcome,
  wireTask,
  piece,
} from '../support/builders.ts'

const by = { client: 'c', by: 'id' } as const
const holding = (count: number): Asks =>
  Array.from({ length: count }, (_, index) => `t${index}`).reduce((asks, ref) => asking(asks, ref, by), NO_ASKS)
const on = (dial: number, room = 32) => ({ dial, room })

test('[STR2] one ask a task, at most eight on a socket, and an answer makes room', () => {
  const asks = asking(holding(10), 't0', by)
  expect(asks.open.size).toBe(10)
  const [sent, commands] = passedAsks(asks, on(1))
  expect(commands.map(({ data }) => data)).toEqual(Array.from({ length: 8 }, (_, index) => ({ id: `t${index}` })))
  expect(passedAsks(sent, on(1))[1]).toEqual([])
  expect(passedAsks(answered(sent, 't3'), on(1))[1]).toHaveLength(1)
})

test('[STR2] asks die with their socket and are repeated on the next, under the same command id', () => {
  const [sent, first] = passedAsks(holding(2), on(1))
  expect(passedAsks(sent, on(2))[1]).toEqual(first)
})

test('[SEND7] an ask takes one of the places in flight', () => {
  expect(passedAsks(holding(9), on(1, 3))[1]).toHaveLength(3)
  expect(passedAsks(holding(9), on(1, -1))[1]).toEqual([])
})

test('[SNAP3] no more than 600 asks are open, and no more than 600 absences remembered', () => {
  expect(holding(700).open.size).toBe(600)
  const absent = Array.from({ length: 700 }, (_, index) => `t${index}`).reduce(foundAbsent, NO_ASKS)
  expect(absent.absent.size).toBe(600)
})

test('[SNAP3] an answer is known by its command id, and an answered ask is no more', () => {
  const asks = holding(1)
  const id = passedAsks(asks, on(1))[1][0]?.id ?? ''
  expect(askOf(asks, id)).toEqual({ ref: 't0', by: 'id' })
  expect(askOf(answered(asks, 't0'), id)).toBeNull()
})

test('[TASK5] what is no id is asked for as a key, and is absent when it is neither', () => {
  const bench = createBench()
  bench.live()
  const [first] = commandsBy(bench.tell({ type: 'ask', ref: 'who' }))
  const [second] = commandsBy(bench.hear(refused(first?.id ?? '', 'not-found')))
  expect([first?.data, second?.data]).toEqual([{ id: 'who' }, { key: 'who' }])
  bench.hear(refused(second?.id ?? '', 'not-found'))
  expect(bench.state().asks.absent).toEqual(new Set(['who']))
})

test('[SEND7] commands and asks together stay within 32 in flight', () => {
  const bench = createBench()
  bench.live()
  for (let index = 0; index < 5; index += 1) bench.tell({ type: 'ask', ref: `t${index}` })
  const sent = Array.from({ length: 40 }, (_, index) => bench.tell({ type: 'send', command: command(`s${index}`) })).flatMap(idsBy)
  expect(sent).toHaveLength(27)
})

test('[STR2] an answer that leaves a hole is asked for again, but not when it brought nothing', () => {
  const bench = createBench()
  bench.live()
  bench.hear(events(0, [created('t1')]))
  const [ask] = commandsBy(bench.hear(events(1, [stream('t1', 8, 'later')])))
  const data = { task: wireTask('t1', { lengths: { text: 8 } }), pieces: [piece('t1', 0, '12345')] }
  const [again] = commandsBy(bench.hear(accepted(ask?.id ?? '', { data })))
  expect(again?.data).toEqual({ id: 't1' })
  expect(commandsBy(bench.hear(accepted(again?.id ?? '', { data })))).toEqual([])
})

test('[STR2] however many holes a task has, one ask for it is out; the next socket asks again', () => {
  const bench = createBench()
  bench.live()
  bench.hear(events(0, [created('t1')]))
  const asked = [5, 9, 20].flatMap((at, index) => commandsBy(bench.hear(events(index + 1, [stream('t1', at, 'x')]))))
  expect(asked.map(({ data }) => data)).toEqual([{ id: 't1' }])
  bench.lose(1006)
  bench.open()
  expect(commandsBy(bench.hear(welcome()))).toMatchObject([{ id: asked[0]?.id, op: 'task.get' }])
})

test('[STR2] the last chunk, lost between an ask and its answer, is asked for', () => {
  const bench = createBench()
  bench.live()
  const [ask] = commandsBy(bench.hear(events(0, [created('t1', { lengths: { text: 3 } })])))
  bench.hear(events(1, [stream('t1', 3, 'def')]))
  const data = { task: wireTask('t1', { lengths: { text: 3 } }), pieces: [piece('t1', 0, 'abc')] }
  expect(commandsBy(bench.hear(accepted(ask?.id ?? '', { data })))).toMatchObject([{ op: 'task.get', data: { id: 't1' } }])
})
