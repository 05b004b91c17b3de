import { expect, test } from 'vitest'
import {
  type Bench,
  accepted,
  command,
  created,
  createBench,
  events,
  liveAt,
  sentBy,
  snapshot,
  typesBy,
  welcome,
} from '../support/builders.ts'

const idle = (): Bench => {
  const bench = createBench()
  bench.live()
  bench.advance(5_000)
  return bench
}
const busy = (): Bench => {
  const bench = idle()
  bench.hear(events(0, [created('t1')]))
  bench.advance(1_000)
  return bench
}
const pings = (effects: Parameters<typeof sentBy>[0]) => sentBy(effects).filter(({ type }) => type === 'ping')
const isSuspect = (bench: Bench) => bench.state().status.state === 'connected' && bench.state().status.freshness === 'stale'

test('[LIFE1] a ping is answered at once, before and after welcome', () => {
  const bench = createBench()
  bench.open()
  expect(sentBy(bench.hear({ type: 'ping', id: 7 }))).toEqual([{ type: 'pong', id: 7 }])
  bench.hear(welcome())
  expect(sentBy(bench.hear({ type: 'ping', id: 8 }))).toEqual([{ type: 'pong', id: 8 }])
})

test('[LIFE1] an idle link is pinged after 15 s of silence, a busy one after 4 s', () => {
  const quiet = idle()
  expect(pings(quiet.advance(9_999))).toEqual([])
  expect(pings(quiet.advance(1))).toHaveLength(1)
  const active = busy()
  expect(pings(active.advance(2_999))).toEqual([])
  expect(pings(active.advance(1))).toHaveLength(1)
})

test.each([
  ['a pong', (bench: Bench) => bench.hear({ type: 'pong', id: 1 })],
  ['any frame', (bench: Bench) => bench.hear(liveAt(0))],
  ['a frame nobody knows', (bench: Bench) => bench.tell({ type: 'noise', dial: 1, name: 'motd' })],
])('[LIFE1] %s is life', (_, live) => {
  const bench = idle()
  bench.advance(10_000)
  live(bench)
  bench.advance(5_000)
  expect(isSuspect(bench)).toBe(false)
})

test('[LIFE2] an unanswered ping makes the link suspect: after a second while somebody waits, after three where nobody does', () => {
  const waiting = busy()
  waiting.advance(3_000 + 999)
  expect(isSuspect(waiting)).toBe(false)
  waiting.advance(1)
  expect(isSuspect(waiting)).toBe(true)
  const quiet = idle()
  quiet.advance(10_000 + 2_999)
  expect(isSuspect(quiet)).toBe(false)
  quiet.advance(1)
  expect(isSuspect(quiet)).toBe(true)
})

test('[LIFE2] a slow link is given time, from its first pong or its handshake, and never more than 5 s', () => {
  const bench = createBench()
  bench.open()
  bench.advance(1_200)
  bench.hear(welcome(), snapshot(0), liveAt(0))
  bench.advance(15_000)
  bench.advance(3_599)
  expect(isSuspect(bench)).toBe(false)
  bench.advance(1)
  expect(isSuspect(bench)).toBe(true)
})

test('[LIFE2] a link that grew slow is measured anew by its next handshake, so it does not flap for ever', () => {
  const bench = idle()
  bench.advance(10_000)
  bench.hear({ type: 'pong', id: 1 })
  bench.lose(1006)
  bench.open()
  bench.advance(1_500)
  bench.hear(welcome(), liveAt(0))
  bench.advance(15_000)
  bench.advance(4_499)
  expect(isSuspect(bench)).toBe(false)
})

test('[LIFE2] while catching up a ping, and a probe, is given 10 s', () => {
  const bench = createBench()
  bench.open()
  bench.hear(welcome(), snapshot(0))
  bench.tell({ type: 'hint', hint: 'visible' })
  bench.advance(9_999)
  expect(bench.state().status.freshness).toBe('catching-up')
  bench.advance(1)
  expect(isSuspect(bench)).toBe(true)
})

test('[LIFE2] a late pong is a sample too', () => {
  const bench = idle()
  bench.advance(10_000)
  bench.hear(liveAt(0))
  bench.advance(2_000)
  bench.hear({ type: 'pong', id: 1 })
  expect(bench.state().past.roundTrip).toMatchObject({ by: 'pong', smoothedMs: 2_000 })
})

test('[LIFE3] a late wake is a new probe and no verdict, and the page is stale until it is answered', () => {
  const bench = idle()
  bench.advance(10_000)
  expect(pings(bench.sleep(3_600_000))).toHaveLength(1)
  expect(bench.state().status).toMatchObject({ state: 'connected', freshness: 'stale' })
  bench.hear({ type: 'pong', id: 2 })
  expect(bench.state().status.freshness).toBe('live')
})

test('[LIFE3] however often a wake comes late, it is a new probe and no verdict', () => {
  const bench = idle()
  bench.advance(10_000)
  for (let night = 0; night < 2; night += 1) {
    expect(pings(bench.sleep(5_000))).toHaveLength(1)
    expect(bench.state().phase.name).toBe('live')
  }
})

test('[LIFE3] hints during the probe of a late wake do not make it young again', () => {
  const bench = idle()
  bench.advance(10_000)
  bench.sleep(60_000)
  bench.advance(2_000)
  expect(pings(bench.tell({ type: 'hint', hint: 'visible' }))).toEqual([])
})

test.each(['online', 'offline', 'visible', 'pageshow', 'resume'] as const)('[LIFE3] the hint %s probes a live link within 2.5 s', hint => {
  const bench = idle()
  expect(pings(bench.tell({ type: 'hint', hint }))).toHaveLength(1)
  expect(pings(bench.tell({ type: 'hint', hint }))).toEqual([])
  bench.advance(2_499)
  expect(bench.state().status.freshness).toBe('live')
  bench.advance(1)
  expect(bench.state().status.freshness).toBe('stale')
})

test('[LIFE3] becoming hidden is nothing; the page going away hangs up politely, and its return dials', () => {
  const bench = idle()
  expect(bench.tell({ type: 'hint', hint: 'hidden' })).toEqual([])
  expect(bench.tell({ type: 'hint', hint: 'pagehide' })).toEqual([{ type: 'hang-up', dial: 1, code: 1000, reason: 'page-hidden' }])
  expect(typesBy(bench.tell({ type: 'hint', hint: 'pageshow' }))).toEqual(['dial'])
})

test('[LIFE3] reconnect on a live link is a probe', () => {
  const bench = idle()
  expect(pings(bench.tell({ type: 'reconnect' }))).toHaveLength(1)
})

test('[SEND3] a late receipt causes one probe and no outcome', () => {
  const bench = idle()
  bench.hear(liveAt(0))
  bench.tell({ type: 'send', command: command('a') })
  expect(pings(bench.advance(999))).toEqual([])
  expect(pings(bench.advance(1))).toHaveLength(1)
  bench.hear({ type: 'pong', id: 1 })
  expect(pings(bench.advance(3_999))).toEqual([])
  bench.hear(accepted('a'))
  expect(bench.state().outbox.entries).toEqual([])
})

test('[SEND3] of two receipts that are awaited the older one is asked after', () => {
  const bench = idle()
  bench.hear(liveAt(0))
  bench.tell({ type: 'send', command: command('a') })
  bench.advance(900)
  bench.tell({ type: 'send', command: command('b') })
  expect(pings(bench.advance(200))).toHaveLength(1)
})

test('[LIFE2] while a receipt is awaited the link is asked every 4 s, as while a task runs', () => {
  const bench = idle()
  bench.hear(liveAt(0))
  bench.tell({ type: 'send', command: command('a') })
  bench.advance(1_500)
  bench.hear({ type: 'pong', id: 1 })
  expect(pings(bench.advance(3_999))).toEqual([])
  expect(pings(bench.advance(1))).toHaveLength(1)
})

test('[SEND3] a half-open link is suspect within 2 s of a send', () => {
  const bench = idle()
  bench.tell({ type: 'send', command: command('a') })
  bench.advance(2_000)
  expect(isSuspect(bench)).toBe(true)
})

test("[SEND3] a probe that the user begins meanwhile gives a receipt's no more time", () => {
  const bench = idle()
  bench.hear(liveAt(0))
  bench.tell({ type: 'send', command: command('a') })
  bench.advance(500)
  expect(pings(bench.tell({ type: 'reconnect' }))).toHaveLength(1)
  bench.advance(999)
  expect(isSuspect(bench)).toBe(false)
  bench.advance(1)
  expect(isSuspect(bench)).toBe(true)
})

test("[SEND3] a send after an idle page's ping gives the answer to it no more time than the send's own probe would have had", () => {
  const suspectAfterMs = (bench: Bench): number => {
    bench.tell({ type: 'send', command: command('a') })
    const sentAt = bench.now()
    while (!isSuspect(bench)) bench.advance(10)
    return bench.now() - sentAt
  }
  const fresh = idle()
  fresh.hear(liveAt(0))
  const alone = suspectAfterMs(fresh)
  const pinged = idle()
  expect(pings(pinged.advance(10_000))).toHaveLength(1)
  pinged.advance(100)
  expect(suspectAfterMs(pinged)).toBe(alone)
})

test('[LIFE1] a server that asks for pings without a pause gets one a second', () => {
  const bench = createBench()
  bench.live(0, { heartbeat: { intervalMs: 0, activeIntervalMs: 0, timeoutMs: 0 } })
  let count = 0
  for (let second = 0; second < 10; second += 1) {
    count += pings(bench.advance(1_000)).length
    bench.hear({ type: 'pong', id: count })
  }
  expect(count).toBe(10)
})
