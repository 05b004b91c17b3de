// What a page does with payloads that are not what the application declared: they are set aside and told, and nothing waits for them.
import type { StandardSchemaV1 } from '@standard-schema/spec'
import { describe, expect, test } from 'vitest'
import type { SocketEvents } from '../../src/client/types.ts'
import { type AppShape, defineApp } from '../../src/core/app.ts'
import { LIBRARIES, ZOD } from '../support/apps.ts'
import { commandsOn, createHarness, EPOCH, headOf, markAt, microtasks } from '../support/client-harness.ts'

function live(app: AppShape = ZOD) {
  const harness = createHarness({ app })
  const invalid: SocketEvents['invalid'][] = []
  const heard: unknown[] = []
  harness.socket.on('invalid', misfit => void invalid.push(misfit))
  harness.socket.on('app.price', price => void heard.push(price))
  harness.socket.connect()
  harness.greet()
  const typesOf = () => invalid.map(({ type }) => type)
  return { ...harness, invalid, heard, typesOf }
}

const price = (amount: unknown) => ({ type: 'app.price', data: { amount } }) as never
const created = (kind: string, input: unknown, id = 't1') => ({ type: 'task.created', task: { ...headOf(id, { kind }), input } }) as never
const settled = (kind: string, result: unknown, id = 't1') =>
  ({ type: 'task.settled', task: { ...headOf(id, { kind, rev: 2, status: 'succeeded' }), result } }) as never
const schema = (validate: StandardSchemaV1['~standard']['validate']): StandardSchemaV1 => ({
  '~standard': { version: 1, vendor: 'test', validate },
})

describe.each(LIBRARIES)('declared with %s', (_, app) => {
  test('a payload is heard and shown as its schema makes it', () => {
    const { events, socket, heard, invalid } = live(app)
    events([price(3), created('report', { from: '2026-05-01' }), settled('report', { pages: 2, until: '2026-05-31' })])
    expect(heard).toEqual([{ amount: 3 }])
    expect(socket.store.task('t1')).toMatchObject({
      input: { from: '2026-05-01' },
      result: { pages: 2, until: new Date('2026-05-31') },
    })
    expect(invalid).toEqual([])
  })

  test('[SCHEMA2] an event that does not fit is told as invalid, to nobody else, and the log goes on', () => {
    const { events, heard, invalid, socket, manual } = live(app)
    const messages: unknown[] = []
    socket.on('message', message => void messages.push(message))
    events([price(1), price('two'), price(3)])
    expect(heard).toEqual([{ amount: 1 }, { amount: 3 }])
    expect(messages).toHaveLength(2)
    expect(invalid).toEqual([{ type: 'app.price', issues: [expect.objectContaining({ path: expect.anything() as unknown })] }])
    manual.latest().close(1006)
    manual.advance(1_000)
    manual.latest().open()
    expect(manual.latest().sent[0]).toMatchObject({ cursor: { epoch: EPOCH, offset: 3, mark: markAt(3) } })
  })

  test('[SCHEMA2] a task whose result does not fit is shown as failed, and keeps everything else', () => {
    const { events, socket, typesOf } = live(app)
    events([created('report', { from: '2026-05-01' })])
    events([settled('report', { pages: 'many' })])
    expect(socket.store.task('t1')).toMatchObject({ status: 'failed', error: { code: 'invalid-result', retryable: false }, finishedAt: 1 })
    expect(socket.store.task('t1')).not.toHaveProperty('result')
    expect(typesOf()).toEqual(['task.report.result'])
  })

  test('[SCHEMA2] an input that does not fit is null, and its task goes on', () => {
    const { events, socket, typesOf } = live(app)
    events([created('chat', { text: 3 }), settled('chat', 'done')])
    expect(socket.store.task('t1')).toMatchObject({ status: 'succeeded', input: null, result: 'done' })
    expect(typesOf()).toEqual(['task.chat.input'])
  })

  test('an op is answered with what its schema makes of the answer', async () => {
    const { socket, manual } = live(app)
    const sent = socket.send('rename', { name: 'a' })
    manual.latest().receive({ type: 'receipt', id: sent.id, ok: true, data: { at: '2026-05-01' } })
    expect(await sent.settled).toEqual({ outcome: 'accepted', data: { at: new Date('2026-05-01') } })
  })

  test('[SCHEMA2] an answer that does not fit rejects its op, and says that it ran', async () => {
    const { socket, manual, typesOf } = live(app)
    const sent = socket.send('rename', { name: 'a' })
    manual.latest().receive({ type: 'receipt', id: sent.id, ok: true, data: { at: 5 } })
    expect(await sent.settled).toMatchObject({
      outcome: 'rejected',
      error: { code: 'invalid-result', message: expect.stringContaining('ran') as unknown },
    })
    expect(typesOf()).toEqual(['op.rename.output'])
  })
})

describe('a misfit', () => {
  test('is told once, however often its task changes or is read', () => {
    const { events, socket, typesOf } = live()
    events([created('chat', 'text')])
    events([{ type: 'task.stream', id: 't1', attempt: 1, name: 'text', kind: 'text', at: 0, chunk: 'Hi' }])
    events([{ type: 'task.updated', task: headOf('t1', { rev: 3 }) }])
    socket.store.task('t1')
    expect(typesOf()).toEqual(['task.chat.input'])
  })

  test('of a snapshot is told as well', () => {
    const { snapshot, typesOf } = live()
    snapshot({ epoch: EPOCH, offset: 9, mark: markAt(9) }, { tasks: [{ ...headOf('t1'), input: 5 }] })
    expect(typesOf()).toEqual(['task.chat.input'])
  })

  test('is logged once per type, without the payload, and counted in the flight record', () => {
    const { events, log, socket } = live()
    events([price('secret'), price('secret'), created('chat', 'secret')])
    const entries = log.filter(({ event }) => event === 'invalid-payload')
    expect(entries).toEqual([
      { level: 'warn', event: 'invalid-payload', type: 'app.price' },
      { level: 'warn', event: 'invalid-payload', type: 'task.chat.input' },
    ])
    expect(socket.flightRecorder().invalid).toEqual({ 'app.price': 2, 'task.chat.input': 1 })
  })

  test('is counted in the store, where its readers wake; while there are no more, the counts are the same object', () => {
    const { events, manual, socket } = live()
    const seen: unknown[] = [socket.store.invalid()]
    socket.store.subscribe(() => void seen.push(socket.store.invalid()))
    events([price('two'), price('three')])
    manual.paint()
    events([price(3)])
    manual.paint()
    expect(seen).toEqual([{}, { 'app.price': 2 }, { 'app.price': 2 }])
    expect(seen[2]).toBe(seen[1])
  })

  test('[SCHEMA2] of every kind in one frame stops nothing of it: streams, notices, what fits and the cursor go on', () => {
    const { events, manual, socket, heard, typesOf } = live()
    const notices: string[] = []
    socket.on('notification', ({ id }) => void notices.push(id))
    events([
      price('two'),
      created('report', { from: 5 }),
      { type: 'task.stream', id: 't1', attempt: 1, name: 'text', kind: 'text', at: 0, chunk: 'so far' },
      { type: 'task.stream', id: 't1', attempt: 1, name: 'rows', kind: 'list', at: 0, chunk: [null, { odd: [[]] }, 'row'] },
      settled('report', { pages: 'many' }),
      { type: 'notification', id: 'n1', kind: 'notice', title: 'Odd', data: { nobody: ['declared', 1] } },
      price(3),
    ])
    manual.paint()
    expect(typesOf()).toEqual(['app.price', 'task.report.input', 'task.report.result'])
    expect(socket.store.invalid()).toEqual({ 'app.price': 1, 'task.report.input': 1, 'task.report.result': 1 })
    expect(socket.store.task('t1')).toMatchObject({
      status: 'failed',
      streams: { text: { value: 'so far' }, rows: { value: [null, { odd: [[]] }, 'row'] } },
    })
    expect(notices).toHaveLength(2)
    expect(heard).toEqual([{ amount: 3 }])
    expect(socket.flightRecorder().cursor).toEqual({ epoch: EPOCH, offset: 7, mark: markAt(7) })
    expect(socket.store.status()).toMatchObject({ state: 'connected', freshness: 'live' })
  })

  test('reaches a listener that throws, and stops nobody', () => {
    const { events, socket, heard } = live()
    socket.on('error', () => {})
    socket.on('invalid', () => {
      throw new Error('no')
    })
    events([price('two'), price(3)])
    expect(heard).toEqual([{ amount: 3 }])
  })

  test('keeps no memory of names that nobody declared', () => {
    const { events, socket, typesOf } = live()
    for (let name = 0; name < 50; name += 1)
      events([{ type: `app.name-${name}`, data: 'anything' }, created(`kind-${name}`, 1, `t${name}`)])
    events([{ type: 'app.constructor', data: 1 }, created('toString', 1, 'odd')])
    expect([typesOf(), socket.flightRecorder().invalid]).toEqual([[], {}])
  })
})

describe('a schema', () => {
  const priced = (validate: StandardSchemaV1['~standard']['validate']) => defineApp({ events: { price: schema(validate) } })

  test('that is async is refused, for a page must know at once', () => {
    const { events, heard, invalid } = live(priced(value => Promise.resolve({ value })))
    events([price(3)])
    expect(heard).toEqual([])
    expect(invalid).toEqual([{ type: 'app.price', issues: [{ message: expect.stringContaining('async') as unknown }] }])
  })

  test('that rejects leaves no rejection unheard', async () => {
    const { events, invalid } = live(priced(() => Promise.reject(new Error('no'))))
    events([price(3)])
    await microtasks()
    expect(invalid).toHaveLength(1)
  })

  test('that throws is a misfit like any other', () => {
    const broken = priced(() => {
      throw new Error('broken')
    })
    const { events, invalid } = live(broken)
    events([price(3)])
    expect(invalid).toMatchObject([{ issues: [{ message: expect.stringContaining('broken') as unknown }] }])
  })
})

test('a built-in op is answered as ever', async () => {
  const { socket, manual } = live()
  const sent = socket.submit('chat', { text: 'Hi' })
  const [command] = commandsOn(manual.latest())
  manual.latest().receive({ type: 'receipt', id: command?.['id'], ok: true, data: { task: headOf('t1', { key: sent.id }) } })
  expect(await sent.settled).toEqual({ outcome: 'accepted', data: { taskId: 't1' } })
})

test('without an application everything passes as it came', () => {
  const { socket, events, greet } = createHarness()
  const heard: unknown[] = []
  socket.on('app.price', data => void heard.push(data))
  socket.connect()
  greet()
  events([price('two')])
  expect(heard).toEqual([{ amount: 'two' }])
  expect(socket.flightRecorder().invalid).toEqual({})
})

test('an application that defineApp did not return is refused, and the error says how to mend it', () => {
  expect(() => createHarness({ app: { ...ZOD } })).toThrow('Pass what defineApp returned')
})
