// A suspect link and the candidate beside it: who wins, what the other's end means, and what holds the next one back.
import { describe, expect, test } from 'vitest'
import type { ServerMessage } from '../../src/protocol/frames.ts'
import {
  accepted,
  type Bench,
  command,
  createBench,
  created,
  events,
  idsBy,
  liveAt,
  outcomesBy,
  typesBy,
  welcome,
} from '../support/builders.ts'
import { HEDGING } from '../support/client-harness.ts'

const HEDGED = { limits: HEDGING }
const LINK = 1
const PATIENCE_MS = 3_000

/** Live, and silent until its ping is overdue. */
function suspect(choices: Parameters<typeof createBench>[0] = {}, dialed = LINK): Bench {
  const bench = createBench(choices)
  bench.live(0, HEDGED)
  bench.advance(15_000 + PATIENCE_MS)
  expect(bench.state().past.dial).toBe(dialed)
  return bench
}

/** … with a candidate whose socket is being opened. */
function hedging(choices: Parameters<typeof createBench>[0] = {}): Bench {
  const bench = suspect(choices)
  bench.advance(250)
  return bench
}

const said = (bench: Bench, message: ServerMessage = { type: 'pong', id: 1 }, dial = LINK) =>
  bench.tell({ type: 'frame', dial, message, bytes: 10 })
const closed = (bench: Bench, code: number, dial: number) => bench.tell({ type: 'closed', dial, code, reason: '', allowed: true })
const opened = (bench: Bench) => bench.tell({ type: 'opened', dial: bench.state().past.dial })
const candidate = ({ state }: Bench) => {
  const { phase } = state()
  return phase.name === 'live' ? phase.candidate : null
}
const link = ({ state }: Bench) => {
  const { phase } = state()
  return phase.name === 'live' ? phase.link.dial : null
}

describe('a candidate', () => {
  test('[HEDGE1] is dialed beside a suspect after a share of half a second, and the page stays connected', () => {
    const bench = suspect()
    expect(bench.state().status).toMatchObject({ state: 'connected', freshness: 'stale' })
    expect(typesBy(bench.advance(249))).toEqual([])
    expect(bench.advance(1)).toEqual([{ type: 'dial', dial: 2 }])
    expect(bench.state().status.state).toBe('connected')
  })

  test('[HEDGE1] says hello and nothing else, though the page states its user', () => {
    const bench = hedging({ identity: 'ana' })
    bench.tell({ type: 'send', command: command('a') })
    expect(typesBy(opened(bench))).toEqual(['hello'])
  })

  test('[HEDGE1] wins with its welcome: the suspect is hung up, and commands follow', () => {
    const bench = createBench({ identity: 'ana' })
    bench.live(0, HEDGED)
    bench.tell({ type: 'send', command: command('a') })
    bench.advance(2_000)
    opened(bench)
    const effects = bench.hear(welcome(HEDGED))
    expect(effects).toContainEqual(expect.objectContaining({ type: 'hang-up', dial: LINK }))
    expect([idsBy(effects), link(bench)]).toEqual([['a'], 2])
  })

  test('[HEDGE1] is hung up by any frame on the suspect before its hello', () => {
    const bench = hedging()
    expect(said(bench)).toEqual([{ type: 'hang-up', dial: 2, code: 1000, reason: 'not needed' }])
    expect([link(bench), candidate(bench), bench.state().status.freshness]).toEqual([LINK, null, 'live'])
  })

  test('[BACK4] that fails after the suspect spoke costs no attempt: the next loss has all of them', () => {
    const bench = hedging({ maxAttempts: 1 })
    opened(bench)
    said(bench)
    closed(bench, 1006, 2)
    expect([link(bench), candidate(bench), bench.state().past.attempt]).toEqual([LINK, null, 0])
    closed(bench, 1006, LINK)
    expect(bench.state().phase.name).toBe('waiting')
  })

  test('[HEDGE1] that said hello is awaited, for its server may have let go of the suspect: no third dial', () => {
    const bench = hedging()
    opened(bench)
    expect(typesBy(said(bench))).toEqual([])
    expect(bench.state().status.freshness).toBe('live')
    bench.hear(welcome(HEDGED))
    expect([link(bench), bench.state().past.dial]).toEqual([2, 2])
  })

  test.each([4007, 1006, 1001, 4001, 4004])('[HEDGE1] takes the place of a suspect that closes with %i: no third dial', code => {
    const bench = hedging({ hasToken: false })
    expect(typesBy(closed(bench, code, LINK))).toEqual([])
    expect(bench.state().phase).toMatchObject({ name: 'dialing', dial: 2 })
    opened(bench)
    bench.hear(welcome(HEDGED))
    expect([link(bench), bench.state().past.dial]).toEqual([2, 2])
  })

  test('[SEND2] that takes the place of the suspect before it opened has what is unsettled ride along with hello', () => {
    const bench = hedging({ identity: 'ana' })
    bench.tell({ type: 'send', command: command('a') })
    closed(bench, 1006, LINK)
    expect(idsBy(opened(bench))).toEqual(['a'])
  })

  test('[HEDGE1] that ends leaves the suspect its 8 s, and no more', () => {
    const bench = hedging()
    closed(bench, 1006, 2)
    expect(link(bench)).toBe(LINK)
    bench.tell({ type: 'hint', hint: 'hidden' })
    expect(typesBy(bench.advance(7_749))).toEqual([])
    expect(bench.advance(1)).toContainEqual(expect.objectContaining({ type: 'hang-up', dial: LINK, code: 4001 }))
    expect(bench.state().phase.name).toBe('waiting')
  })

  test('[HEDGE1] and its suspect that both die silently end in one dial', () => {
    const bench = hedging()
    bench.advance(10_000)
    expect(bench.state().phase.name).toBe('waiting')
    expect(typesBy(bench.advance(500))).toEqual(['dial'])
  })

  test('[HEDGE1] opens no third socket, however often the page comes back', () => {
    const bench = hedging()
    for (const hint of ['visible', 'online', 'resume', 'pageshow'] as const) bench.tell({ type: 'hint', hint })
    bench.tell({ type: 'reconnect' })
    expect(bench.advance(5_000).filter(({ type }) => type === 'dial')).toEqual([])
  })

  test('[HEDGE1] events of dials that are over die, whoever they name', () => {
    const bench = hedging()
    said(bench)
    expect(bench.tell({ type: 'opened', dial: 2 })).toEqual([])
    expect(said(bench, welcome(HEDGED), 2)).toEqual([])
    expect(closed(bench, 4505, 2)).toEqual([])
    expect(link(bench)).toBe(LINK)
  })

  test.each(['closed-by-user', 'disabled'] as const)('[BACK4] goes with its link when the page is %s', why => {
    const bench = hedging()
    expect(bench.tell({ type: 'close', why }).map(effect => 'dial' in effect && effect.dial)).toEqual([1, 2])
  })

  test('[GAP1] brings again what came meanwhile on the suspect, and it is applied once', () => {
    const bench = hedging()
    opened(bench)
    said(bench, events(0, [created('t1'), created('t2')]))
    bench.hear(welcome(HEDGED))
    const effects = bench.hear(events(0, [created('t1'), created('t2'), created('t3')], { live: true }))
    expect(
      effects.flatMap(effect => (effect.type === 'emit' && effect.emission.type === 'task' ? [effect.emission.record.head.id] : [])),
    ).toEqual(['t3'])
  })
})

describe('an answer to the candidate is an answer:', () => {
  test.each([
    [4505, 'revoked'],
    [4504, 'forbidden'],
    [4501, 'replaced'],
    [4999, 'unknown'],
  ])('[HEDGE1] %i halts, though the suspect may live', (code, reason) => {
    const bench = hedging()
    expect(closed(bench, code, 2)).toContainEqual(expect.objectContaining({ type: 'hang-up', dial: LINK }))
    expect(bench.state().phase).toEqual({ name: 'halted', reason })
  })

  test('[BACK3] a bad token gets a fresh one, once, and the suspect waits for it; the second ends both', () => {
    const bench = suspect({ hasToken: true }, LINK)
    bench.advance(250)
    bench.tell({ type: 'token', dial: 2, result: 'ready' })
    expect(closed(bench, 4500, 2)).toContainEqual({ type: 'get-token', use: 'hello', dial: 3, fresh: true, refused: true })
    expect([link(bench), candidate(bench)]).toEqual([LINK, expect.objectContaining({ name: 'dialing', dial: 3 })])
    bench.tell({ type: 'token', dial: 3, result: 'ready' })
    expect(typesBy(closed(bench, 4500, 3))).toEqual(['hang-up'])
    expect(bench.state().phase).toEqual({ name: 'halted', reason: 'signed-out' })
  })

  test('[AUTH3] signed out is signed out', () => {
    const bench = suspect({ hasToken: true }, LINK)
    bench.advance(250)
    expect(typesBy(bench.tell({ type: 'token', dial: 2, result: 'signed-out' }))).toEqual(['hang-up'])
    expect(bench.state().phase).toEqual({ name: 'halted', reason: 'signed-out' })
  })

  test('[AUTH3] a token that could not be had is no loss of the link', () => {
    const bench = suspect({ hasToken: true }, LINK)
    bench.advance(250)
    bench.tell({ type: 'token', dial: 2, result: 'failed' })
    expect([link(bench), candidate(bench)?.name]).toEqual([LINK, 'waiting'])
  })

  test('[AUTH3] the link renews its token while the candidate asks for one', () => {
    const bench = suspect({ hasToken: true }, LINK)
    bench.advance(250)
    expect(bench.tell({ type: 'token', dial: LINK, result: 'ready' })).toEqual([{ type: 'send-token', dial: LINK }])
  })

  test.each([
    ['closed with 4508', (bench: Bench) => closed(bench, 4508, 2)],
    ['welcomed as another user', (bench: Bench) => bench.hear(welcome({ user: 'bob' }))],
  ])('[AUTH1] %s: the suspect goes too, and what was its user’s, before the next dial', (_, strike) => {
    const bench = createBench()
    bench.live(0, HEDGED)
    bench.tell({ type: 'send', command: command('a') })
    bench.advance(2_000)
    opened(bench)
    const effects = strike(bench)
    expect(effects).toContainEqual(expect.objectContaining({ type: 'hang-up', dial: LINK }))
    expect(outcomesBy(effects)).toEqual([['a', 'unconfirmed']])
    expect(bench.state()).toMatchObject({ phase: { name: 'dialing', dial: 3 }, cursor: null, user: null })
  })

  test('[AUTH1] 4508 on the suspect hangs up the candidate, whose hello named the wrong user', () => {
    const bench = hedging()
    expect(closed(bench, 4508, LINK)).toContainEqual(expect.objectContaining({ type: 'hang-up', dial: 2 }))
    expect(bench.state().phase).toMatchObject({ name: 'dialing', dial: 3 })
  })

  test('[HEDGE1] an end of the suspect is the end of its candidate', () => {
    const bench = hedging()
    expect(closed(bench, 4505, LINK)).toContainEqual(expect.objectContaining({ type: 'hang-up', dial: 2 }))
    expect(bench.state().phase.name).toBe('halted')
  })

  test('[BACK4] tries that are spent end the hedge and not the link', () => {
    const bench = hedging({ maxAttempts: 0 })
    closed(bench, 1006, 2)
    expect([link(bench), candidate(bench)]).toEqual([LINK, null])
  })
})

describe('no candidate', () => {
  const dialsWithin = (bench: Bench, ms: number) => bench.advance(ms).filter(({ type }) => type === 'dial').length

  test.each([
    ['the server forbids it', () => createBench(), {}],
    ['the dialect forbids it', () => createBench({ hedge: 'never' }), HEDGED],
  ] as const)('[HEDGE3] where %s; the suspect is hung up 8 s after the doubt', (_, make, extra) => {
    const bench = make()
    bench.live(0, extra)
    bench.advance(15_000 + PATIENCE_MS)
    expect(dialsWithin(bench, 7_999)).toBe(0)
    expect(link(bench)).toBe(LINK)
    expect(bench.advance(1)).toContainEqual(expect.objectContaining({ type: 'hang-up', code: 4001 }))
  })

  test('[HEDGE2] while hidden; once shown again, at once', () => {
    const bench = createBench()
    bench.live(0, HEDGED)
    bench.tell({ type: 'hint', hint: 'hidden' })
    bench.advance(15_000 + PATIENCE_MS)
    expect(dialsWithin(bench, 2_000)).toBe(0)
    bench.tell({ type: 'hint', hint: 'visible' })
    expect(dialsWithin(bench, 0)).toBe(1)
  })

  test('[HEDGE1] while offline: the unanswered probe is enough', () => {
    const bench = createBench()
    bench.live(0, HEDGED)
    bench.tell({ type: 'hint', hint: 'offline' })
    bench.advance(2_500)
    expect(bench.state().status).toMatchObject({ state: 'reconnecting', reason: 'offline' })
  })

  /** One more silence that a frame ends, with the candidate dialed meanwhile if one may be. */
  const falseAlarm = (bench: Bench): number => {
    while (bench.state().status.freshness === 'live') bench.advance(100)
    const dials = dialsWithin(bench, 500)
    said(bench, liveAt(0))
    return dials
  }
  const falseAlarms = (bench: Bench, ms: number): number => {
    let dials = 0
    for (const until = bench.now() + ms; bench.now() < until;) dials += falseAlarm(bench)
    return dials
  }

  test('[HEDGE2] more than twice a minute', () => {
    const bench = createBench({ heartbeat: { idleMs: 1_000 } })
    bench.live(0, HEDGED)
    expect(falseAlarms(bench, 45_000)).toBe(2)
  })

  test('[HEDGE2] more than ten times an hour', () => {
    const bench = createBench({ heartbeat: { idleMs: 1_000 } })
    bench.live(0, HEDGED)
    expect(falseAlarms(bench, 3_500_000)).toBe(10)
  })

  test('[HEDGE2] for a minute after a candidate was told that it is too much', () => {
    for (const code of [1013, 4005]) {
      const bench = hedging()
      closed(bench, code, 2)
      expect(link(bench)).toBe(LINK)
      said(bench)
      bench.tell({ type: 'hint', hint: 'visible' })
      expect(dialsWithin(bench, 8_000)).toBe(0)
    }
  })
})

test('[HEDGE2] each hedge in vain doubles the next patience, up to 30 s, until five minutes went by without one', () => {
  const bench = hedging()
  said(bench, liveAt(0))
  const patience = (): number => {
    const askedAt = bench.now() + 15_000
    bench.advance(15_000)
    while (bench.state().status.freshness === 'live') bench.advance(50)
    return bench.now() - askedAt
  }
  const doubted: number[] = []
  for (let alarm = 0; alarm < 3; alarm += 1) {
    doubted.push(patience())
    bench.advance(500)
    said(bench, liveAt(0))
  }
  expect(doubted).toEqual([6_000, 12_000, 12_000])
  for (let quiet = 0; quiet < 40; quiet += 1) {
    bench.advance(10_000)
    said(bench, liveAt(0))
  }
  expect(patience()).toBe(PATIENCE_MS)
})

test('[HEDGE1] receipts that came on the suspect are not asked for again', () => {
  const bench = createBench({ identity: 'ana' })
  bench.live(0, HEDGED)
  bench.tell({ type: 'send', command: command('a') })
  bench.advance(2_000)
  opened(bench)
  expect(outcomesBy(said(bench, accepted('a')))).toEqual([['a', 'accepted']])
  expect(idsBy(bench.hear(welcome(HEDGED)))).toEqual([])
})
