import { expect, test } from 'vitest'
import { tasksOf } from '../../src/core/view.ts'
import {
  accepted,
  command,
  commandsBy,
  created,
  createBench,
  cursorAt,
  events,
  liveAt,
  piece,
  settled,
  snapshot,
  START_AT,
  stream,
  welcome,
  wireTask,
} from '../support/builders.ts'

test("[GAP3] never live before welcome, catch-up and every receipt's effect", () => {
  const bench = createBench()
  const seen = [bench.state().status.freshness]
  const look = () => void seen.push(bench.state().status.freshness)
  bench.tell({ type: 'connect', by: 'user' })
  look()
  bench.tell({ type: 'opened', dial: 1 })
  look()
  bench.hear(welcome())
  look()
  bench.hear(snapshot(1))
  look()
  bench.tell({ type: 'send', command: command('a') })
  bench.hear(accepted('a', { cursor: cursorAt(2) }), liveAt(1))
  look()
  expect(seen).toEqual(['stale', 'stale', 'stale', 'catching-up', 'catching-up', 'catching-up'])
  bench.hear(events(1, [created('t1')]))
  expect(bench.state().status.freshness).toBe('live')
})

test('[GAP3] never live while text that is known to be missing is asked for', () => {
  const bench = createBench()
  bench.live()
  bench.hear(events(0, [created('t1')]))
  const [ask] = commandsBy(bench.hear(events(1, [stream('t1', 3, 'def')])))
  expect(bench.state().status.freshness).toBe('catching-up')
  const data = { task: wireTask('t1', { lengths: { text: 6 } }), pieces: [piece('t1', 0, 'abcdef')] }
  bench.hear(accepted(ask?.id ?? '', { data }))
  expect(bench.state().status.freshness).toBe('live')
  bench.tell({ type: 'ask', ref: 't1' })
  expect(bench.state().status.freshness).toBe('live')
})

test('[GAP3] staleSince is the last frame before the data grew stale, and stays so until live again', () => {
  const bench = createBench()
  bench.live()
  bench.advance(3_000)
  bench.hear(liveAt(0))
  const heardAt = bench.now()
  bench.advance(2_000)
  bench.lose(1006)
  expect(bench.state().status.staleSince).toBe(heardAt)
  bench.open()
  bench.hear(welcome())
  bench.advance(50)
  bench.hear(events(0, [created('t1')]))
  expect(bench.state().status).toMatchObject({ freshness: 'catching-up', staleSince: heardAt })
  bench.hear(liveAt(1))
  expect(bench.state().status).toMatchObject({ freshness: 'live', staleSince: null })
})

test('[GAP3] the status is the same object while nothing in it changed', () => {
  const bench = createBench()
  bench.live()
  bench.hear({ type: 'pong', id: 0 })
  const before = bench.state().status
  bench.hear(events(0, [created('t1'), stream('t1', 0, 'x')]), { type: 'ping', id: 1 })
  bench.advance(1_000)
  expect(bench.state().status).toBe(before)
})

test('[GAP3] while catching up, frames do not change the status', () => {
  const bench = createBench()
  bench.live()
  bench.lose(1006)
  bench.open()
  bench.hear(welcome())
  const before = bench.state().status
  bench.advance(10)
  bench.hear(events(0, [created('t1')]))
  expect(bench.state().status).toBe(before)
})

test('[BACK1] since dates a change of state, and retryAt is there only while waiting', () => {
  const bench = createBench()
  expect(bench.state().status.since).toBe(0)
  bench.tell({ type: 'connect', by: 'user' })
  expect(bench.state().status).toMatchObject({ state: 'connecting', since: START_AT, retryAt: null, attempt: 0 })
  bench.advance(100)
  bench.lose(1006)
  expect(bench.state().status).toMatchObject({
    state: 'connecting',
    since: START_AT,
    retryAt: START_AT + 350,
    attempt: 1,
    reason: 'unknown',
  })
  bench.live()
  expect(bench.state().status).toMatchObject({ state: 'connected', since: START_AT + 350, retryAt: null, reason: null, error: null })
  bench.lose(1006)
  expect(bench.state().status).toMatchObject({ state: 'reconnecting', error: { code: 'closed-1006' }, hasEverConnected: true })
})

test('[GAP3] being down is worth telling after 2 s, after 0.5 s when offline, and no longer once live', () => {
  const down = (online: boolean) => {
    const bench = createBench({ backoff: { firstMs: 60_000 } })
    bench.live()
    bench.lose(1006)
    if (!online) bench.tell({ type: 'hint', hint: 'offline' })
    bench.advance(online ? 1_999 : 499)
    const early = bench.state().status.noticeable
    bench.advance(1)
    return { bench, told: [early, bench.state().status.noticeable] }
  }
  expect(down(false).told).toEqual([false, true])
  const { bench, told } = down(true)
  expect(told).toEqual([false, true])
  bench.live()
  expect(bench.state().status.noticeable).toBe(false)
})

test('[GAP3] offline is the reason while down and offline, and halting is worth telling at once', () => {
  const bench = createBench()
  bench.live()
  bench.lose(1006)
  bench.tell({ type: 'hint', hint: 'offline' })
  expect(bench.state().status.reason).toBe('offline')
  bench.tell({ type: 'hint', hint: 'online' })
  bench.open()
  bench.lose(4504)
  expect(bench.state().status).toMatchObject({ state: 'disconnected', reason: 'forbidden', noticeable: true, error: { retryable: false } })
})

test('[BACK4] idle says why: nothing yet, closed by the user, disabled, signed out', () => {
  const reasonAfter = (why: 'closed-by-user' | 'disabled') => {
    const bench = createBench()
    bench.live()
    bench.tell({ type: 'close', why })
    return bench.state().status
  }
  expect(createBench().state().status.reason).toBeNull()
  expect(reasonAfter('closed-by-user')).toMatchObject({ state: 'idle', reason: 'closed-by-user' })
  expect(reasonAfter('disabled')).toMatchObject({ state: 'idle', reason: 'disabled' })
  const out = createBench({ identity: null })
  out.tell({ type: 'connect', by: 'user' })
  expect(out.state().status).toMatchObject({ state: 'idle', reason: 'signed-out' })
})

test('[SEND1] queued counts the unsettled sends', () => {
  const bench = createBench()
  bench.tell({ type: 'send', command: command('a') })
  bench.tell({ type: 'send', command: command('b', { ttlMs: 10 }) })
  expect(bench.state().status.queued).toBe(2)
  bench.advance(10)
  expect(bench.state().status.queued).toBe(1)
})

test('[GAP3] an active task is stale while the link is down or behind, a settled one is what it is', () => {
  const bench = createBench()
  bench.live()
  bench.hear(events(0, [created('t1'), created('t2'), settled('t2')]))
  const syncs = () => tasksOf(bench.state()).map(({ sync }) => sync)
  expect(syncs()).toEqual(['synced', 'synced'])
  bench.lose(1006)
  expect(syncs()).toEqual(['stale', 'synced'])
  bench.open()
  bench.hear(welcome())
  expect(syncs()).toEqual(['stale', 'synced'])
  bench.hear(liveAt(3))
  expect(syncs()).toEqual(['synced', 'synced'])
})

test('[TASK1] tasks born at the same instant keep their places when one of them changes', () => {
  const bench = createBench()
  bench.live()
  bench.hear(events(0, [created('t1'), created('t2')]))
  const order = () => tasksOf(bench.state()).map(({ id }) => id)
  const before = order()
  bench.hear(events(2, [stream('t1', 0, 'x')]))
  expect(order()).toEqual(before)
})

test('[LIFE2] the latency is what pongs measured, and unknown while only the handshake is', () => {
  const bench = createBench()
  bench.open()
  bench.advance(900)
  bench.hear(welcome())
  expect(bench.state().status.latencyMs).toBeNull()
  bench.tell({ type: 'hint', hint: 'visible' })
  bench.advance(40)
  bench.hear({ type: 'pong', id: 1 })
  expect(bench.state().status.latencyMs).toBe(40)
})
