// What a dialect asks of the machine: tasks learned beside the link, frames that are no proof of life, a patience of its own, and sends that are written once.
import { describe, expect, test } from 'vitest'
import { ASKED_AGAIN } from '../../src/core/outbox.ts'
import type { ServerMessage } from '../../src/protocol/frames.ts'
import {
  command,
  createBench,
  created,
  emissionsBy,
  EPOCH,
  events,
  idsBy,
  refused,
  settled,
  updated,
  welcome,
} from '../support/builders.ts'

describe('what is learned beside the link', () => {
  const learn = (prev: number, list: Parameters<typeof events>[1], epoch = EPOCH) =>
    ({ type: 'learn', frame: events(prev, list), epoch }) as const

  test('[PLAIN1] changes what is held while the link is down, tells it, and says nothing of the connection', () => {
    const bench = createBench()
    bench.live()
    bench.hear(events(0, [created('t1')]))
    bench.lose(1006)
    const { status } = bench.state()
    const effects = bench.tell(learn(1, [settled('t1')]))
    expect(bench.state()).toMatchObject({ cursor: { offset: 2 }, phase: { name: 'waiting' } })
    expect(bench.state().status).toBe(status)
    expect(bench.state().tasks.get('t1')?.head.status).toBe('succeeded')
    expect(emissionsBy(effects, 'notification')).toMatchObject([{ notification: { taskId: 't1' } }])
  })

  test('[PLAIN1] is taken once, by the law of gaps: not twice, not beyond the cursor, not of another history', () => {
    const bench = createBench()
    bench.live()
    bench.hear(events(0, [created('t1')]))
    bench.lose(1006)
    const before = bench.state()
    bench.tell(learn(0, [created('t2')]))
    bench.tell(learn(5, [created('t2')]))
    bench.tell(learn(1, [created('t2')], 'another'))
    expect(bench.state()).toMatchObject({ tasks: before.tasks, cursor: before.cursor, phase: before.phase })
  })

  test('[PLAIN1] before anything is held nothing can be learned, and after the end nothing is', () => {
    const bench = createBench()
    bench.tell(learn(0, [created('t1')]))
    expect(bench.state().tasks.size).toBe(0)
    bench.live()
    bench.tell({ type: 'dispose' })
    bench.tell(learn(0, [created('t1')]))
    expect(bench.state().tasks.size).toBe(0)
  })
})

describe('a frame that was made on this side', () => {
  const made = (dial: number, message: ServerMessage) => ({ type: 'frame', dial, message, bytes: 10, proof: 'none' }) as const

  test('[PLAIN1] is taken in, and is no sign of life', () => {
    const bench = createBench()
    bench.live()
    bench.hear(events(0, [created('t1')]))
    const { heardAt } = bench.state().past
    bench.advance(4_000)
    bench.tell(made(1, events(1, [updated('t1', { status: 'queued' })])))
    expect(bench.state().tasks.get('t1')?.head.status).toBe('queued')
    expect(bench.state().past.heardAt).toBe(heardAt)
    bench.advance(5_000)
    expect(bench.state().status.freshness).toBe('stale')
  })

  test('[PLAIN1] settles a send all the same', () => {
    const bench = createBench()
    bench.live()
    bench.tell({ type: 'send', command: command('c1') })
    const effects = bench.tell(made(1, refused('c1', 'interrupted')))
    expect(effects).toContainEqual({ type: 'settle', id: 'c1', outcome: { outcome: 'unconfirmed' } })
  })
})

describe('a patience of its own', () => {
  test.each([
    ['a ping', (bench: ReturnType<typeof createBench>) => bench.advance(15_000)],
    ['a probe', (bench: ReturnType<typeof createBench>) => bench.tell({ type: 'hint', hint: 'visible' })],
  ])('[PLAIN1] is what %s has, however quick the way was', (_, ask) => {
    const bench = createBench({ patienceMs: 10_000 })
    bench.live()
    ask(bench)
    bench.hear({ type: 'pong', id: 1 })
    ask(bench)
    bench.advance(9_999)
    expect(bench.state().status.freshness).toBe('live')
    bench.advance(1)
    expect(bench.state().status.freshness).toBe('stale')
  })
})

test('[PLAIN1] a patience of its own holds while the page catches up, too', () => {
  const bench = createBench({ patienceMs: 20_000 })
  bench.open()
  bench.hear(welcome({ outcome: 'snapshot' }))
  bench.advance(15_000 + 19_999)
  expect(bench.state().status.freshness).toBe('catching-up')
})

describe('where nothing may be written twice', () => {
  const doubted = (resend: 'allowed' | 'never') => {
    const bench = createBench({ resend, hedge: 'never' })
    bench.live()
    bench.advance(15_000 + 3_000)
    expect(bench.state().status.freshness).toBe('stale')
    return bench
  }

  test('[PLAIN1] a send waits while the link is in doubt, and goes with the first sign of life', () => {
    const bench = doubted('never')
    expect(idsBy(bench.tell({ type: 'send', command: command('c1') }))).toEqual([])
    expect(idsBy(bench.tell({ type: 'noise', dial: 1, name: 'plain' }))).toEqual(['c1'])
  })

  test('[SEND2] where it may, it goes at once, for it can be written again', () => {
    expect(idsBy(doubted('allowed').tell({ type: 'send', command: command('c1') }))).toEqual(['c1'])
  })

  test('[PLAIN1] what the user asks for again is told apart from what may not be written twice', () => {
    const bench = createBench({ resend: 'never' })
    bench.live()
    bench.tell({ type: 'send', command: command('c1') })
    bench.hear(refused('c1', 'interrupted'))
    expect(idsBy(bench.tell({ type: 'retry', id: 'c1', newId: 'c2' }))).toEqual(['c1'])
    const [entry] = bench.state().outbox.entries
    expect(entry?.passage).toMatchObject({ at: 'written', firstDial: ASKED_AGAIN, dial: 1, mayHaveRun: true })
  })
})
