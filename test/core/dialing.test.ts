import { expect, test } from 'vitest'
import { command, createBench, outcomesBy, typesBy } from '../support/builders.ts'

const waitOf = (bench: ReturnType<typeof createBench>): number | null => {
  const { phase } = bench.state()
  return phase.name === 'waiting' ? phase.retryAt - bench.now() : null
}
const sent = (id: string, extra: object = {}) => ({ type: 'send', command: command(id, extra) }) as const

test('[AUTH3] the token comes first, has 10 s, and its lateness is one failed attempt', () => {
  const bench = createBench({ hasToken: true })
  expect(typesBy(bench.tell({ type: 'connect', by: 'user' }))).toEqual(['get-token'])
  bench.advance(9_999)
  expect(bench.state().phase.name).toBe('dialing')
  bench.advance(1)
  expect(bench.state()).toMatchObject({ phase: { name: 'waiting' }, past: { attempt: 1 } })
})

test('[AUTH3] no token is signed out; a throw is retried', () => {
  const bench = createBench({ hasToken: true })
  bench.tell({ type: 'connect', by: 'user' })
  bench.tell({ type: 'token', dial: 1, result: 'failed' })
  expect(bench.state().phase.name).toBe('waiting')
  bench.tell({ type: 'reconnect' })
  bench.tell({ type: 'token', dial: 2, result: 'signed-out' })
  expect(bench.state().phase).toEqual({ name: 'halted', reason: 'signed-out' })
})

test('[AUTH3] a token with less than 30 s left is not reused', () => {
  const askedWith = (leftMs: number) => {
    const bench = createBench({ hasToken: true })
    bench.live(0, { tokenExpiresInMs: leftMs })
    bench.lose(4004)
    bench.tell({ type: 'close', why: 'closed-by-user' })
    bench.live(0, { tokenExpiresInMs: leftMs })
    bench.tell({ type: 'close', why: 'closed-by-user' })
    const [ask] = bench.tell({ type: 'connect', by: 'user' })
    return ask?.type === 'get-token' && ask.fresh
  }
  expect([askedWith(29_999), askedWith(30_000)]).toEqual([true, false])
})

test('[AUTH3] a token that was renewed in place is reused by the next dial', () => {
  const askedAfter = (renewed: object) => {
    const bench = createBench({ hasToken: true })
    bench.live(0, { tokenExpiresInMs: 10_000 })
    bench.hear({ type: 'authenticated', ...renewed })
    bench.tell({ type: 'close', why: 'closed-by-user' })
    const [ask] = bench.tell({ type: 'connect', by: 'user' })
    return ask?.type === 'get-token' && ask.fresh
  }
  expect([askedAfter({ expiresInMs: 60_000 }), askedAfter({ expiresInMs: 20_000 }), askedAfter({})]).toEqual([false, true, false])
})

test('[AUTH3] auth-required is answered in place with a fresh token, and signed out is signed out', () => {
  const bench = createBench({ hasToken: true })
  bench.live()
  expect(bench.hear({ type: 'auth-required', inMs: 1_000 })).toEqual([
    { type: 'get-token', use: 'auth', dial: 1, fresh: true, refused: false },
  ])
  expect(bench.tell({ type: 'token', dial: 1, result: 'ready' })).toEqual([{ type: 'send-token', dial: 1 }])
  expect(bench.tell({ type: 'token', dial: 1, result: 'failed' })).toEqual([])
  bench.hear({ type: 'auth-required', inMs: 1_000 })
  expect(typesBy(bench.tell({ type: 'token', dial: 1, result: 'signed-out' }))).toEqual(['hang-up'])
  expect(bench.state().phase).toEqual({ name: 'halted', reason: 'signed-out' })
})

test('[AUTH3] auth-required where there is no token to get is left to the close that follows', () => {
  const bench = createBench()
  bench.live()
  expect(bench.hear({ type: 'auth-required', inMs: 1_000 })).toEqual([])
  expect(typesBy(bench.lose(4004))).toEqual(['dial'])
})

test('[BACK1] the first retry is spread over what welcome said, and over 500 ms before any', () => {
  const bench = createBench()
  bench.tell({ type: 'connect', by: 'user' })
  bench.lose(1006)
  expect(waitOf(bench)).toBe(250)
  bench.live()
  bench.advance(5_000)
  bench.lose(1006)
  expect(waitOf(bench)).toBe(25)
})

test('[BACK1] attempts are forgiven five seconds after welcome, even when the close comes before the timer', () => {
  const attemptsAfter = (liveMs: number): number => {
    const bench = createBench()
    bench.tell({ type: 'connect', by: 'user' })
    bench.lose(1006)
    bench.live()
    bench.skip(liveMs)
    bench.lose(1006)
    return bench.state().past.attempt
  }
  expect([attemptsAfter(4_999), attemptsAfter(5_000)]).toEqual([2, 1])
})

test('[BACK1] no more than twenty dials a minute, whoever asks', () => {
  const bench = createBench()
  bench.tell({ type: 'connect', by: 'user' })
  const dials = Array.from({ length: 100 }, () => {
    bench.lose(1006)
    return bench.tell({ type: 'reconnect' })
  }).flatMap(effects => effects.filter(({ type }) => type === 'dial'))
  expect(dials).toHaveLength(19)
  expect(waitOf(bench)).toBe(60_000)
})

test('[BACK1] a slow token counts its dial from when the socket opens, so that no minute has more than twenty', () => {
  const bench = createBench({ hasToken: true })
  const opened: number[] = []
  const answerToken = () => {
    for (const { type } of bench.tell({ type: 'token', dial: bench.state().past.dial, result: 'ready' }))
      if (type === 'dial') opened.push(bench.now())
  }
  bench.tell({ type: 'connect', by: 'user' })
  bench.skip(9_000)
  answerToken()
  for (let round = 0; round < 100; round += 1) {
    bench.lose(1006)
    bench.tell({ type: 'reconnect' })
    if (bench.state().phase.name === 'waiting') bench.advance(waitOf(bench) ?? 0)
    answerToken()
  }
  const crowded = opened.filter((at, index) => index >= 20 && at - (opened[index - 20] ?? 0) < 60_000)
  expect(crowded).toEqual([])
  expect(opened.length).toBe(101)
})

test('[BACK1] hints dial at once, but a second apart, and do not reset attempts', () => {
  const bench = createBench()
  bench.roll(0.99)
  bench.live()
  for (const _ of [1, 2, 3, 4, 5]) {
    bench.lose(1006)
    bench.tell({ type: 'reconnect' })
  }
  bench.lose(1006)
  bench.tell({ type: 'hint', hint: 'online' })
  expect(waitOf(bench)).toBe(1_000)
  expect(typesBy(bench.advance(1_000))).toEqual(['dial'])
  bench.advance(1_000)
  bench.lose(1006)
  expect(typesBy(bench.tell({ type: 'hint', hint: 'visible' }))).toEqual(['dial'])
  expect(bench.state().past.attempt).toBe(7)
})

test.each(['offline', 'hidden'] as const)('[BACK1] the hint %s is no reason to dial', hint => {
  const bench = createBench()
  bench.live()
  bench.lose(1006)
  expect(typesBy(bench.tell({ type: 'hint', hint }))).toEqual([])
})

test("[BACK2] the server's hint holds back timers, hints and new pages; only reconnect passes it", () => {
  const bench = createBench()
  bench.live()
  bench.hear({ type: 'bye', code: 4005, reason: 'later', retryAfterMs: 30_000, spreadMs: 10_000 })
  bench.lose(4005)
  expect(waitOf(bench)).toBe(35_000)
  bench.tell({ type: 'hint', hint: 'online' })
  expect(waitOf(bench)).toBe(35_000)
  bench.tell({ type: 'hint', hint: 'pagehide' })
  bench.tell({ type: 'hint', hint: 'pageshow' })
  expect(waitOf(bench)).toBe(35_000)
  bench.tell({ type: 'close', why: 'closed-by-user' })
  bench.tell({ type: 'connect', by: 'user' })
  expect(waitOf(bench)).toBe(35_000)
  expect(typesBy(bench.tell({ type: 'reconnect' }))).toEqual(['dial'])
})

test('[BACK2] a welcome ends the hint: what is lost after it comes back at the usual pace', () => {
  const bench = createBench()
  bench.live()
  bench.hear({ type: 'bye', code: 4005, reason: 'later', retryAfterMs: 30_000 })
  bench.lose(4005)
  bench.tell({ type: 'reconnect' })
  bench.live()
  bench.advance(5_000)
  bench.lose(1006)
  expect(waitOf(bench)).toBe(25)
})

test('[DRAIN1] a drain without a time still spreads the crowd', () => {
  const bench = createBench()
  bench.live()
  bench.hear({ type: 'bye', code: 4000, reason: 'drain', spreadMs: 20_000, graceMs: 5_000 })
  bench.lose(4000)
  expect(waitOf(bench)).toBe(10_000)
})

test('[BACK4] maxAttempts spent halts as gave-up; hints do not leave it, reconnect does and counts anew', () => {
  const bench = createBench({ maxAttempts: 2 })
  bench.tell({ type: 'connect', by: 'user' })
  for (const _ of [1, 2]) {
    bench.lose(1006)
    bench.tell({ type: 'reconnect' })
  }
  bench.lose(1006)
  expect(bench.state().phase).toEqual({ name: 'halted', reason: 'gave-up' })
  for (const hint of ['online', 'visible', 'pageshow', 'resume'] as const) bench.tell({ type: 'hint', hint })
  expect(bench.state().phase.name).toBe('halted')
  bench.tell({ type: 'reconnect' })
  expect(bench.state()).toMatchObject({ phase: { name: 'dialing' }, past: { attempt: 0 } })
})

test('[BACK4] maxAttempts 0 is no retry', () => {
  const bench = createBench({ maxAttempts: 0 })
  bench.live()
  bench.lose(1006)
  expect(bench.state().phase).toEqual({ name: 'halted', reason: 'gave-up' })
})

test('[BACK4] closed by the user is left by no hint and no retain, only by connect or reconnect', () => {
  const bench = createBench()
  bench.live()
  bench.tell({ type: 'close', why: 'closed-by-user' })
  bench.tell({ type: 'release' })
  bench.advance(500)
  bench.tell({ type: 'close', why: 'disabled' })
  for (const hint of ['online', 'visible', 'pageshow', 'resume'] as const) bench.tell({ type: 'hint', hint })
  bench.tell({ type: 'connect', by: 'retain' })
  expect(bench.state().phase).toEqual({ name: 'idle', why: 'closed-by-user' })
  expect(typesBy(bench.tell({ type: 'connect', by: 'user' }))).toEqual(['dial'])
})

test('[BACK4] disposed is for good: nothing dials, and what is sent settles at once', () => {
  const bench = createBench()
  bench.live()
  bench.tell(sent('a'))
  bench.tell({ type: 'release' })
  const effects = bench.tell({ type: 'dispose' })
  expect([typesBy(effects), outcomesBy(effects)]).toEqual([['hang-up', 'settle'], [['a', 'unconfirmed']]])
  for (const event of [{ type: 'connect', by: 'user' }, { type: 'reconnect' }, { type: 'hint', hint: 'pageshow' }] as const)
    bench.tell(event)
  expect(outcomesBy(bench.tell(sent('b')))).toEqual([['b', 'cancelled']])
  expect(typesBy(bench.advance(3_600_000))).toEqual([])
})
