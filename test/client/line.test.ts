import { expect, test } from 'vitest'
import { createHarness, EPOCH, headOf, HEDGING } from '../support/client-harness.ts'

test('[SNAP4] a first connection says hello without a cursor, adopts the snapshot and is live', () => {
  const { manual, socket, greet } = createHarness()
  socket.connect()
  expect(socket.store.status().state).toBe('connecting')
  greet()
  expect(manual.latest().sent[0]).toMatchObject({ type: 'hello', v: 1 })
  expect(manual.latest().sent[0]).not.toHaveProperty('cursor')
  expect(socket.store.status()).toMatchObject({ state: 'connected', freshness: 'live', recovery: 'new', reason: null })
})

test('[GAP1] a streamed answer goes on after a cut, from the cursor, without a letter lost or doubled', () => {
  const { manual, socket, greet, events } = createHarness()
  socket.connect()
  greet()
  events([{ type: 'task.created', task: { ...headOf('t1'), input: { text: 'hi' } } }])
  events([{ type: 'task.stream', id: 't1', attempt: 1, name: 'text', kind: 'text', at: 0, chunk: 'Hello ' }])
  manual.latest().close(1006)
  expect(socket.store.status()).toMatchObject({ state: 'reconnecting', freshness: 'stale' })
  manual.advance(500)
  greet({ outcome: 'replayed', reason: undefined })
  expect(manual.sockets[1]?.sent[0]).toMatchObject({ cursor: { epoch: EPOCH, offset: 2, mark: 'm2' } })
  events([{ type: 'task.stream', id: 't1', attempt: 1, name: 'text', kind: 'text', at: 6, chunk: 'world' }])
  manual.paint()
  expect(socket.store.task('t1')?.streams['text']).toEqual({ kind: 'text', value: 'Hello world', done: false })
})

test('[SEND1] a submit is written on welcome and settles with its task id', async () => {
  const { manual, socket, greet } = createHarness()
  const sent = socket.submit('chat', { text: 'hi' })
  socket.connect()
  greet()
  const command = manual.latest().sent.find(frame => frame['type'] === 'command')
  expect(command).toMatchObject({ id: sent.id, op: 'task.submit', data: { kind: 'chat', input: { text: 'hi' } } })
  manual.latest().receive({ type: 'receipt', id: sent.id, ok: true, data: { task: headOf('t9', { key: sent.id }) } })
  expect(await sent.settled).toEqual({ outcome: 'accepted', data: { taskId: 't9' } })
})

test('[LIFE1] beside a half-open link with a running task another is dialed within 6 s', () => {
  const { manual, socket, greet, events } = createHarness()
  socket.connect()
  greet({ limits: HEDGING })
  events([{ type: 'task.created', task: { ...headOf('t1'), input: null } }])
  manual.advance(6_000)
  expect(manual.sockets).toHaveLength(2)
})
