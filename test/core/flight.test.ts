// What a flight record holds of each thing that the machine can be told, with payloads and without.
import { describe, expect, test } from 'vitest'
import type { MachineEvent } from '../../src/core/events.ts'
import { type FlightEntry, flightOf } from '../../src/core/flight.ts'
import type { LogEvent } from '../../src/protocol/values.ts'
import {
  accepted,
  command,
  createBench,
  created,
  events,
  head,
  notice,
  piece,
  snapshot,
  stream,
  welcome,
  wireTask,
} from '../support/builders.ts'

const start = createBench({ identity: 'ana' }).state()
const entryOf = (event: MachineEvent): FlightEntry => ({
  at: 5,
  roll: 0.5,
  event,
  before: 'live',
  after: 'live',
  deadline: null,
  effects: ['log'],
})
const told = (...list: readonly MachineEvent[]) => flightOf({ start, entries: list.map(entryOf) }, {}).entries.map(({ event }) => event)
const frame = (message: Extract<MachineEvent, { type: 'frame' }>['message']): MachineEvent => ({
  type: 'frame',
  dial: 1,
  message,
  bytes: 9,
})
const framed = (message: Parameters<typeof frame>[0]) =>
  told(frame(message)).map(event => (event.type === 'frame' ? event.message : null))[0]
const logged = (...list: readonly LogEvent[]) => {
  const message = framed(events(0, list))
  return message?.type === 'events' ? message.list.map(({ event }) => event) : []
}

describe('[AUTH4] without payloads', () => {
  test('says so, and what happened when, by which roll and to what end', () => {
    expect(flightOf({ start, entries: [entryOf({ type: 'tick' })] }, {})).toMatchObject({
      version: 1,
      payloads: false,
      entries: [{ at: 5, roll: 0.5, event: { type: 'tick' }, before: 'live', after: 'live', deadline: null, effects: ['log'] }],
    })
  })

  test('users and conversations are numbered, each by one number throughout, and nobody is nobody', () => {
    const tasks = [created('a', { conversation: 'c-ana' }), created('b', { conversation: 'c-bob' })].map(event => frame(events(0, [event])))
    const flight = JSON.stringify(
      flightOf({ start, entries: [frame(welcome({ user: 'bob' })), frame(welcome({ user: 'ana' })), ...tasks].map(entryOf) }, {}),
    )
    expect(flight.match(/"(user|conversation)":("[^"]*"|null)/g)).toEqual([
      '"user":"user-1"',
      '"user":null',
      '"user":"user-2"',
      '"user":"user-1"',
      '"conversation":"conversation-3"',
      '"conversation":"conversation-4"',
    ])
  })

  test('[STR1] a chunk keeps its length, as text or as list, and its place', () => {
    expect(logged(stream('t1', 3, 'four'), stream('t1', 0, ['x', 'y'] as never, { kind: 'list', name: 'rows', done: true }))).toEqual([
      stream('t1', 3, '****'),
      stream('t1', 0, [null, null] as never, { kind: 'list', name: 'rows', done: true }),
    ])
  })

  test('a task keeps what the machine decides by, and no word of what was asked or found', () => {
    const progress = { value: 1, total: 4, message: 'Reading' }
    const task = wireTask('t1', { input: { secret: 1 }, prompt: 'Which?', progress, status: 'succeeded', result: { secret: 2 } })
    const error = { code: 'boom', message: 'Bob!', retryable: true }
    expect(framed(snapshot(3, { tasks: [task, wireTask('t2', { status: 'failed', error })], pieces: [piece('t1', 0, 'secret')] }))).toEqual(
      snapshot(3, {
        tasks: [
          { ...task, input: null, prompt: null, progress: { ...progress, message: '*******' }, result: null },
          wireTask('t2', { status: 'failed', error: { ...error, message: '****' } }),
        ],
        pieces: [piece('t1', 0, '******')],
      }),
    )
  })

  test('[STR1] the name of a stream is a name, though a payload may be called so', () => {
    const lengths = { input: 3, data: 4, user: 1 }
    expect(logged(created('t1', { lengths }))).toEqual([created('t1', { lengths })])
    const body = { kind: 'text' as const, value: 'secret', done: false }
    const record = { head: head('t1', { lengths }), body: { input: 'secret' }, ending: {}, standing: 'held' as const }
    const tasks = new Map([['t1', { ...record, streams: { input: body, result: body }, ends: { prompt: 7 } }]])
    const hidden = { ...body, value: '******' }
    expect(flightOf({ start: { ...start, tasks }, entries: [] }, {}).start.tasks).toEqual([
      ['t1', { ...record, body: { input: null }, streams: { input: hidden, result: hidden }, ends: { prompt: 7 } }],
    ])
  })

  test('a notice keeps its kind, task and lengths', () => {
    const { offset: _, time: __, ...said } = notice(1, { title: 'Done', body: 'Well', data: 'secret', task: 't1' })
    expect(logged({ type: 'notification', ...said })).toEqual([{ type: 'notification', ...said, title: '****', body: '****', data: null }])
  })

  test('an event of the application is its name, though its data looks like an answer of ours', () => {
    const list = [{ amount: 3 }, { task: head('t1') as never }].map(data => ({ type: 'app.price', data }) as const)
    expect(logged(...list)).toEqual(list.map(event => ({ ...event, data: null })))
  })

  test('[SEND1] a send of the application is its op; a built-in one says what it concerns', () => {
    const submit = command('s', { data: { kind: 'chat', input: { secret: 1 }, retryOf: 'k0' } })
    const sends = [command('a', { op: 'app.say', data: { secret: 1 } }), submit, command('c', { op: 'task.cancel', data: { key: 's' } })]
    expect(told(...sends.map(each => ({ type: 'send', command: each }) as const))).toEqual([
      { type: 'send', command: { ...sends[0], data: null } },
      { type: 'send', command: { ...submit, data: { kind: 'chat', input: null, retryOf: 'k0' } } },
      { type: 'send', command: sends[2] },
    ])
  })

  test('[SEND2] a receipt tells of a task if it answers with one, and of nothing else', () => {
    const task = wireTask('t1', { input: 'secret' })
    const answer = (data: object) => framed(accepted('s', { data }))
    expect(answer({ task, pieces: [piece('t1', 0, 'secret')], more: 'secret' })).toEqual(
      accepted('s', { data: { task: { ...task, input: null }, pieces: [piece('t1', 0, '******')] } }),
    )
    expect(answer({ task: head('t1') })).toEqual(accepted('s', { data: { task: head('t1') } }))
    expect(answer({ secret: 1 })).toEqual(accepted('s', { data: null }))
  })

  test('what became of a token is told, for it is no payload', () => {
    const token = { type: 'token', dial: 1, result: 'signed-out' } as const
    expect(told(token)).toEqual([token])
  })
})

test('with payloads it holds them all, and says so', () => {
  const list = [
    frame(welcome({ user: 'bob' })),
    frame(events(0, [created('t1', { conversation: 'c' }), { type: 'app.price', data: 3 }])),
    { type: 'send', command: command('a', { op: 'app.say', data: { text: 'Hi' } }) } as const,
  ]
  const flight = flightOf({ start, entries: list.map(entryOf) }, { payloads: true })
  expect(flight).toMatchObject({ version: 1, payloads: true, start: { settings: { identity: { user: 'ana' } } } })
  expect(flight.entries).toEqual(list.map(entryOf))
})

test('[BACK1] a state is JSON: its books are lists, and what is never due stays never due', () => {
  const bench = createBench({ backoff: { capMs: Infinity } })
  bench.live()
  bench.hear(events(0, [created('t1')]))
  bench.tell({ type: 'ask', ref: 't9' })
  const state = { ...bench.state(), asks: { ...bench.state().asks, absent: new Set(['gone']) } }
  const { start: held } = flightOf({ start: state, entries: [] }, {})
  expect(held.settings.backoff.capMs).toBe(Number.MAX_VALUE)
  expect(held.tasks).toEqual([['t1', state.tasks.get('t1')]])
  expect(held.asks).toEqual({ open: [['t9', state.asks.open.get('t9')]], absent: ['gone'], count: 1 })
  expect(JSON.parse(JSON.stringify(held))).toEqual(held)
})
