// A history that is replaced takes along what was awaited of it.
import { expect, test } from 'vitest'
import {
  accepted,
  command,
  commandsBy,
  createBench,
  created,
  cursorAt,
  events,
  markAt,
  refused,
  snapshot,
  wireTask,
} from '../support/builders.ts'

test('[GAP4] an effect awaited of a history that was replaced is awaited no more', () => {
  const bench = createBench()
  bench.live()
  bench.tell({ type: 'send', command: command('a') })
  bench.hear(accepted('a', { cursor: cursorAt(9) }))
  expect(bench.state().status.freshness).toBe('catching-up')
  const cursor = cursorAt(1, 'epoch-2')
  bench.hear(snapshot(1, { cursor }), { ...events(1, [], { live: true }), mark: markAt(1) })
  expect(bench.state().status.freshness).toBe('live')
})

const NEW = { cursor: cursorAt(1, 'epoch-2') }
const RAN_AGAIN = wireTask('again', { key: 'k' })
const ways: readonly (readonly [string, (bench: ReturnType<typeof createBench>) => void])[] = [
  ['an event', bench => bench.hear({ ...events(1, [created('again', { key: 'k' })]), mark: markAt(2) })],
  ['a snapshot', bench => bench.hear(snapshot(2, { cursor: cursorAt(2, 'epoch-2'), tasks: [RAN_AGAIN] }))],
  ['a receipt', bench => bench.hear(accepted('c', { data: { task: RAN_AGAIN } }))],
]

test.each(ways)('[TASK5] a submission that runs again in a new history is one task: %s of it replaces the one of before', (_, tell) => {
  for (const wasAnswered of [true, false]) {
    const bench = createBench()
    bench.live()
    bench.hear(events(0, [created('before', { key: 'k' }), created('other')]))
    const asks = commandsBy(bench.hear(snapshot(1, NEW)))
    if (wasAnswered) bench.hear(refused(asks[0]?.id ?? '', 'not-found'))
    bench.tell({ type: 'send', command: command('c', { op: 'task.cancel', data: { key: 'k' } }) })
    tell(bench)
    expect([...bench.state().tasks.keys()]).toEqual(['other', 'again'])
  }
})
