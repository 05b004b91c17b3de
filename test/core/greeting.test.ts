import { expect, test } from 'vitest'
import { accepted, command, commandsBy, createBench, idsBy, liveAt, outcomesBy, snapshot, typesBy, welcome } from '../support/builders.ts'

const sent = (id: string, extra: object = {}) => ({ type: 'send', command: command(id, extra) }) as const

test('[BACK5] a socket has 10 s to open and 5 s to welcome, and both are retried', () => {
  const bench = createBench()
  bench.tell({ type: 'connect', by: 'user' })
  expect(typesBy(bench.advance(9_999))).toEqual([])
  expect(bench.advance(1)).toContainEqual(expect.objectContaining({ type: 'hang-up', code: 4001 }))
  bench.open()
  expect(typesBy(bench.advance(4_999))).toEqual([])
  expect(bench.advance(1)).toContainEqual(expect.objectContaining({ type: 'hang-up', code: 4001 }))
  expect(bench.state().phase.name).toBe('waiting')
})

test('[BACK5] a first frame that is not v1 halts as incompatible only where this server never welcomed us', () => {
  const never = createBench()
  never.open()
  expect(never.tell({ type: 'invalid', dial: 1, problem: 'not JSON' })).toContainEqual(expect.objectContaining({ code: 4507 }))
  expect(never.state().phase).toEqual({ name: 'halted', reason: 'incompatible' })
  const before = createBench()
  before.live()
  before.lose(1006)
  before.open()
  before.tell({ type: 'invalid', dial: 2, problem: 'x'.repeat(500) })
  expect(before.state().phase.name).toBe('waiting')
})

test('[BACK5] a frame that cannot be read costs a live link, and is told', () => {
  const bench = createBench()
  bench.live()
  const effects = bench.tell({ type: 'invalid', dial: 1, problem: 'no JSON' })
  expect(effects).toContainEqual({ type: 'log', level: 'error', event: 'unreadable-frame', fields: { dial: 1, problem: 'no JSON' } })
  expect(effects).toContainEqual({ type: 'hang-up', dial: 1, code: 4503, reason: 'unreadable frame' })
  expect(bench.state().phase.name).toBe('waiting')
})

test('[BACK5] an unknown frame before welcome halts a stranger, and is ignored from a server that once welcomed us', () => {
  const never = createBench()
  never.open()
  never.tell({ type: 'noise', dial: 1, name: 'connected' })
  expect(never.state().phase.name).toBe('halted')
  const before = createBench()
  before.live()
  before.lose(1006)
  before.open()
  before.tell({ type: 'noise', dial: 2, name: 'motd' })
  expect(before.state().phase.name).toBe('greeting')
})

test('[AUTH1] commands ride along with hello only if the user is stated', () => {
  const opened = (identity?: string) => {
    const bench = createBench(identity === undefined ? {} : { identity })
    bench.tell(sent('a'))
    return idsBy(bench.open())
  }
  expect([opened('ana'), opened()]).toEqual([['a'], []])
})

test('[SEND6] an app op waits for welcome, and then carries its epoch', () => {
  const bench = createBench({ identity: 'ana' })
  bench.tell(sent('a', { op: 'app.do' }))
  expect(idsBy(bench.open())).toEqual([])
  expect(commandsBy(bench.hear(welcome({ epoch: 'e7' })))).toMatchObject([{ id: 'a', epoch: 'e7' }])
})

test('[AUTH1] welcomed as another user than stated: hung up with 4508, and what rode along may have run', () => {
  const bench = createBench({ identity: 'ana' })
  bench.tell(sent('a'))
  bench.open()
  bench.tell(sent('b'))
  const effects = bench.hear(welcome({ user: 'bob' }))
  expect(effects).toContainEqual(expect.objectContaining({ type: 'hang-up', code: 4508 }))
  expect(outcomesBy(effects)).toEqual([
    ['a', 'unconfirmed'],
    ['b', 'cancelled'],
  ])
})

test('[AUTH1] with nobody stated, what was sent as ana is never written as bob', () => {
  const bench = createBench()
  bench.live(3)
  bench.tell(sent('written'))
  bench.lose(1006)
  bench.tell(sent('queued'))
  bench.open()
  const effects = bench.hear(welcome({ user: 'bob' }))
  expect(outcomesBy(effects)).toEqual([
    ['written', 'unconfirmed'],
    ['queued', 'cancelled'],
  ])
  expect(commandsBy(effects)).toEqual([])
  expect(bench.state()).toMatchObject({ user: null, cursor: null, phase: { name: 'dialing' } })
})

test('[SEND2] what was written to a socket refused before welcome goes out again as new', () => {
  const bench = createBench({ identity: 'ana', hasToken: true })
  bench.tell(sent('a'))
  expect(idsBy(bench.open())).toEqual(['a'])
  bench.lose(4500)
  expect(outcomesBy(bench.tell({ type: 'cancel', id: 'a', commandId: 'c' }))).toEqual([['a', 'cancelled']])
})

test('[GAP1] an event of an older socket does nothing', () => {
  const bench = createBench()
  bench.live()
  bench.lose(1006)
  bench.live()
  const before = bench.state()
  for (const event of [
    { type: 'closed', dial: 1, code: 4505, reason: '', allowed: true },
    { type: 'opened', dial: 1 },
    { type: 'invalid', dial: 1, problem: '' },
    { type: 'frame', dial: 1, message: snapshot(99), bytes: 1 },
    { type: 'token', dial: 1, result: 'signed-out' },
  ] as const)
    expect(bench.tell(event)).toEqual([])
  expect(bench.state()).toBe(before)
})

test('[DRAIN1] frames keep being served between bye and close', () => {
  const bench = createBench()
  bench.live()
  bench.tell(sent('a'))
  bench.hear({ type: 'bye', code: 4000, reason: 'drain', graceMs: 5_000 })
  expect(outcomesBy(bench.hear(accepted('a'), liveAt(0)))).toEqual([['a', 'accepted']])
})
