import { expect, test } from 'vitest'
import { createHarness, headOf } from '../support/client-harness.ts'

function connected() {
  const harness = createHarness()
  harness.socket.connect()
  harness.greet()
  harness.manual.paint()
  let wakes = 0
  harness.socket.store.subscribe(() => {
    wakes += 1
  })
  return { ...harness, wakes: () => wakes }
}
const created = (id: string) => ({ type: 'task.created' as const, task: { ...headOf(id), input: null } })
const said = (id: string, at: number, chunk: string) => ({
  type: 'task.stream' as const,
  id,
  attempt: 1,
  name: 'text',
  kind: 'text' as const,
  at,
  chunk,
})

test('[SLOW1] ten thousand events between two paints wake each subscriber once, and nothing is lost', () => {
  const { manual, socket, events, wakes } = connected()
  events([created('t1')])
  for (let index = 0; index < 10_000; index += 1) events([said('t1', index, 'x')])
  expect(wakes()).toBe(0)
  manual.paint()
  expect(wakes()).toBe(1)
  expect(socket.store.task('t1')?.streams['text']?.value).toHaveLength(10_000)
})

test('[SLOW1] a thousand notices between two paints wake each subscriber once, and who is told of one finds it', () => {
  const { manual, socket, events, wakes } = connected()
  const found: boolean[] = []
  socket.on('notification', ({ id }) => found.push(socket.store.notifications().some(notice => notice.id === id)))
  for (let index = 0; index < 1_000; index += 1) events([{ type: 'notification', id: `n${index}`, kind: 'news' }])
  expect([found.length, found.every(Boolean), wakes()]).toEqual([1_000, true, 0])
  manual.paint()
  expect([wakes(), socket.store.notifications()[0]?.id]).toEqual([1, 'n999'])
})

test('[SLOW1] a burst waits for one paint, not for one each', () => {
  const { manual, events } = connected()
  const before = manual.pending().length
  for (let index = 0; index < 20; index += 1) events([created(`t${index}`)])
  // The paint, and the ack that the frames are due.
  expect(manual.pending().length - before).toBeLessThanOrEqual(2)
})

test('[SLOW1] a change of state is shown at once, with what waited for the paint', () => {
  const { manual, socket, events, wakes } = connected()
  events([created('t1')])
  expect(socket.store.tasks()).toEqual([])
  manual.latest().close(1006)
  expect(wakes()).toBe(1)
  expect(socket.store.tasks()).toHaveLength(1)
  expect(socket.store.status().state).toBe('reconnecting')
})

test('[SLOW1] becoming hidden shows at once what waited: a hidden page does not paint', () => {
  const { manual, socket, events } = connected()
  events([created('t1')])
  manual.hint('hidden')
  expect(socket.store.tasks()).toHaveLength(1)
})

test('[SEND1] a send, its settlement, and a dismissal are shown at once', () => {
  const { manual, socket } = connected()
  const sent = socket.submit('chat', {})
  expect(socket.store.tasks()).toMatchObject([{ key: sent.id, sync: 'submitting' }])
  manual.latest().receive({ type: 'receipt', id: sent.id, ok: false, error: { code: 'no', message: 'no', retryable: false } })
  expect(socket.store.outbox()).toMatchObject([{ state: 'rejected' }])
})

test('[GAP3] a listener of status reads the status it was told of', () => {
  const { manual, socket } = connected()
  const pairs: boolean[] = []
  socket.on('status', status => pairs.push(socket.store.status() === status))
  manual.latest().close(1006)
  expect(pairs).toEqual([true])
})

test('[GAP3] snapshots keep their identity while what they show is unchanged', () => {
  const { manual, socket, events } = connected()
  events([created('t1'), created('t2'), { type: 'notification', id: 'n1', kind: 'hello' }])
  manual.paint()
  const { store } = socket
  const before = [store.tasks(), store.notifications(), store.outbox(), store.status(), store.task('t2')]
  manual.latest().receive({ type: 'ping', id: 1 })
  events([said('t9', 0, 'nobody')])
  manual.advance(1_100)
  manual.paint()
  const after = [store.tasks(), store.notifications(), store.outbox(), store.status(), store.task('t2')]
  expect(after.map((value, index) => value === before[index])).toEqual([true, true, true, true, true])
  events([said('t1', 0, 'x')])
  manual.paint()
  expect([store.task('t2') === before[4], store.tasks() === before[0], store.notifications() === before[1]]).toEqual([true, false, true])
})

test('[GAP3] a send that is no task does not change the list of tasks', () => {
  const { socket, events, manual } = connected()
  events([created('t1')])
  manual.paint()
  const before = socket.store.tasks()
  socket.send('note', 1)
  expect(socket.store.tasks()).toBe(before)
})

test('[SNAP3] a task asked for is unknown, then absent, and known when it comes after all', () => {
  const { manual, socket, events } = connected()
  expect(socket.store.task('who')).toBeUndefined()
  socket.askTask('who')
  for (const _ of ['id', 'key']) {
    const ask = manual.latest().sent.findLast(frame => frame['op'] === 'task.get')
    manual.latest().receive({ type: 'receipt', id: ask?.['id'], ok: false, error: { code: 'not-found', message: 'no', retryable: false } })
  }
  manual.paint()
  expect(socket.store.task('who')).toBeNull()
  events([created('who')])
  manual.paint()
  expect(socket.store.task('who')).toMatchObject({ id: 'who' })
})

test('[SNAP1] unread counts what lies after the mark, and marking is told to the server once', () => {
  const { manual, socket, events } = connected()
  events([
    { type: 'notification', id: 'n1', kind: 'hello' },
    { type: 'notification', id: 'n2', kind: 'hello' },
  ])
  manual.paint()
  expect(socket.store.unread()).toBe(2)
  socket.markSeen()
  socket.markSeen()
  expect(socket.store.unread()).toBe(0)
  expect(manual.latest().sent.filter(frame => frame['op'] === 'notifications.seen')).toMatchObject([{ data: { offset: 2 } }])
})

test('[TASK4] whoever is told of a settled task finds it settled, whole, in the store', () => {
  const harness = createHarness()
  const { socket, greet, events } = harness
  socket.connect()
  greet()
  const seen: unknown[] = []
  socket.on('notification', () =>
    seen.push(socket.store.task('t1')?.streams['text']?.value, socket.store.task('t1')?.status, socket.store.unread()),
  )
  events([
    { type: 'task.created', task: { ...headOf('t1'), input: null } },
    { type: 'task.stream', id: 't1', attempt: 1, name: 'text', kind: 'text', at: 0, chunk: 'whole' },
    { type: 'task.settled', task: headOf('t1', { rev: 2, status: 'succeeded', lengths: { text: 5 } }) },
  ])
  expect(seen).toEqual(['whole', 'succeeded', 1])
})
