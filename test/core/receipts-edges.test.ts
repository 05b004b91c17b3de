// The edges of receipts: whose answer it is, what its head and its cursor mean, and what is noted when an ask fails.
import { expect, test } from 'vitest'
import type { Effect } from '../../src/core/effects.ts'
import * as BOUNDS from '../../src/core/limits.ts'
import {
  accepted,
  command,
  commandsBy,
  created,
  createBench,
  cursorAt,
  emissionsBy,
  events,
  head,
  outcomesBy,
  refused,
  wireTask,
  type Bench,
} from '../support/builders.ts'

function live(): Bench {
  const bench = createBench()
  bench.live()
  return bench
}
const send = (bench: Bench, id: string, op: string, data: object = {}) =>
  bench.tell({ type: 'send', command: command(id, { op, data: { ...data } }) })
const logged = (effects: readonly Effect[]) => effects.flatMap(effect => (effect.type === 'log' ? [effect] : []))

test('[SEND1] a receipt settles the command it names, whichever is older', () => {
  const bench = live()
  send(bench, 'a', 'app.one')
  send(bench, 'b', 'app.two')
  expect(outcomesBy(bench.hear(accepted('b', { data: 2 })))).toEqual([['b', 'accepted']])
})

test('[TASK5] the younger of two sends is answered as what it is: a submit with its task id', () => {
  const bench = live()
  send(bench, 'a', 'app.one')
  send(bench, 'k1', 'task.submit', { kind: 'chat', input: 1 })
  const effects = bench.hear(accepted('k1', { data: { task: head('t1', { key: 'k1' }) } }))
  expect(effects.flatMap(effect => (effect.type === 'settle' ? [effect.outcome] : []))).toEqual([
    { outcome: 'accepted', data: { taskId: 't1' } },
  ])
})

test('[SEND1] a receipt for what nobody here remembers settles nothing, and its effect is awaited all the same', () => {
  const bench = live()
  expect(outcomesBy(bench.hear(accepted('forgotten', { data: { task: head('t1') }, cursor: cursorAt(1) })))).toEqual([])
  expect(bench.state().tasks.size).toBe(0)
  expect(bench.state().status.freshness).toBe('catching-up')
})

test('[GAP4] a submit whose task is held already, and has ended since, is shown as it is held until the ask is answered', () => {
  const bench = live()
  bench.hear(events(0, [created('t1', { key: 'k1' })]))
  send(bench, 'k1', 'task.submit', { kind: 'chat', input: 1 })
  bench.hear(accepted('k1', { data: { task: head('t1', { key: 'k1', rev: 9, status: 'succeeded' }) } }))
  expect(bench.state().tasks.get('t1')).toMatchObject({ standing: 'held', head: { rev: 1 } })
})

test('[GAP4] receipts whose effects are awaited are remembered up to a bound', () => {
  const bench = live()
  for (let offset = 1; offset <= BOUNDS.awaited + 1; offset += 1) bench.hear(accepted(`a${offset}`, { cursor: cursorAt(offset) }))
  const { phase } = bench.state()
  expect(phase.name === 'live' && phase.link.awaited.map(({ offset }) => offset)).toEqual(
    Array.from({ length: BOUNDS.awaited }, (_, index) => index + 2),
  )
})

test('[GAP4] the head in a receipt is shown at once, with the input that was sent', () => {
  const bench = live()
  send(bench, 'k1', 'task.submit', { kind: 'chat', input: { text: 'hi' } })
  const effects = bench.hear(accepted('k1', { data: { task: head('t1', { key: 'k1' }) } }))
  expect(emissionsBy(effects, 'task')).toMatchObject([{ type: 'task', record: { head: { id: 't1' }, body: { input: { text: 'hi' } } } }])
})

test('[SEND1] an answer of the application is no head, whatever it looks like', () => {
  const bench = live()
  send(bench, 'a', 'app.like-a-task')
  bench.hear(accepted('a', { data: { task: head('t1') } }))
  expect(bench.state().tasks.size).toBe(0)
})

test('[GAP4] a receipt at the cursor is not awaited, one beyond it is', () => {
  const bench = live()
  send(bench, 'a', 'app.one')
  send(bench, 'b', 'app.two')
  bench.hear(accepted('a', { cursor: cursorAt(0) }))
  expect(bench.state().status.freshness).toBe('live')
  bench.hear(accepted('b', { cursor: cursorAt(1) }))
  expect(bench.state().status.freshness).toBe('catching-up')
})

test('[GAP4] a head that was cancelled brings no result, so nobody asks for one', () => {
  const bench = live()
  send(bench, 'c', 'task.cancel', { key: 'k1' })
  const effects = bench.hear(accepted('c', { data: { task: head('t1', { status: 'cancelled', rev: 3, finishedAt: 2 }) } }))
  // The input alone is missing: that ask is by its id, and the head stands already.
  expect(bench.state().tasks.get('t1')?.head.status).toBe('cancelled')
  expect(commandsBy(effects).map(({ op }) => op)).toEqual(['task.get'])
})

test.each([
  ['fails', refused, 'ask-failed', 'warn'],
  ['cannot be read', (id: string) => accepted(id, { data: { task: 7 } }), 'ask-unreadable', 'error'],
] as const)('[STR2] an ask whose answer %s is over, and noted', (_, answer, event, level) => {
  const bench = live()
  const [ask] = commandsBy(bench.tell({ type: 'ask', ref: 't1' }))
  const effects = bench.hear(answer(ask?.id ?? '', 'too-large'))
  expect(logged(effects)).toMatchObject([{ level, event, ...(event === 'ask-failed' && { fields: { code: 'too-large' } }) }])
  expect(bench.state().asks.open.size).toBe(0)
})

test('[STR2] the answer to an ask is shown', () => {
  const bench = live()
  const [ask] = commandsBy(bench.tell({ type: 'ask', ref: 't1' }))
  const effects = bench.hear(accepted(ask?.id ?? '', { data: { task: wireTask('t1'), pieces: [] } }))
  expect(emissionsBy(effects, 'task')).toMatchObject([{ record: { head: { id: 't1' } } }])
})
