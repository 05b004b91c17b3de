// A welcomed socket's life: heartbeat, token, bad frames, drain; and its end.
import { describe, expect, test } from 'vitest'
import type { Identity } from '../../src/server/types.ts'
import { readerOf } from '../support/log-reader.ts'
import { createBench, type Peer, settle } from '../support/server-bench.ts'

const pings = (peer: Peer) => peer.of('ping').length

describe('heartbeat', () => {
  test('[LIFE1] a ping is answered at once, though the store does not answer', async () => {
    let hangs = false
    const never = new Promise<never>(() => {})
    const bench = createBench({ through: store => ({ ...store, read: (...call) => (hangs ? never : store.read(...call)) }) })
    const peer = await bench.welcome('ada')
    hangs = true
    await bench.store.append('ada', [{ type: 'app.tick', data: 1 }])
    await settle()
    peer.say({ type: 'ping', id: 42 })
    expect(peer.of('pong')).toEqual([{ type: 'pong', id: 42 }])
  })

  test('[LIFE1] after 25 s of silence the server asks once, and at 45 s it reaps with 4001', async () => {
    const bench = createBench()
    const peer = await bench.welcome('ada')
    await bench.world.advance(24_999)
    expect(pings(peer)).toBe(0)
    await bench.world.advance(1)
    expect(pings(peer)).toBe(1)
    await bench.world.advance(19_999)
    expect([pings(peer), peer.ended()]).toEqual([1, null])
    await bench.world.advance(1)
    expect(peer.ended()?.code).toBe(4001)
  })

  test.each([
    ['a pong', { type: 'pong', id: 1 }],
    ['an ack', { type: 'ack', offset: 0 }],
    ['a frame of a newer client', { type: 'later' }],
  ])('[LIFE1] %s is life', async (_, frame) => {
    const bench = createBench()
    const peer = await bench.welcome('ada')
    await bench.world.advance(44_000)
    peer.sayText(JSON.stringify(frame))
    await bench.world.advance(44_999)
    expect(peer.ended()).toBeNull()
  })
})

describe('token', () => {
  const holder = (answers: readonly (Identity | null | Error)[]) => {
    let calls = 0
    return () => {
      const answer = answers[Math.min(calls++, answers.length - 1)] ?? null
      if (answer instanceof Error) throw answer
      return answer
    }
  }
  const ada = { user: 'ada', expiresInMs: 100_000 }
  const life = { pingAfterMs: 5_000_000, reapAfterMs: 9_000_000 }

  test('[AUTH3] the welcome says how long the token lasts', async () => {
    const peer = await createBench({ authenticate: () => ada }).welcome('ada')
    expect(peer.of('welcome')[0]?.tokenExpiresInMs).toBe(100_000)
  })

  test('[AUTH3] at 80 % of its life a fresh token is asked for, once', async () => {
    const bench = createBench({ authenticate: () => ada, limits: life })
    const peer = await bench.welcome('ada')
    await bench.world.advance(79_999)
    expect(peer.of('auth-required')).toEqual([])
    await bench.world.advance(1)
    await bench.world.advance(10_000)
    expect(peer.of('auth-required')).toEqual([{ type: 'auth-required', inMs: 20_000 }])
  })

  test('[AUTH3] a fresh token is taken in place, and asked for again in its turn', async () => {
    const bench = createBench({ authenticate: () => ada, limits: life })
    const peer = await bench.welcome('ada')
    await bench.world.advance(80_000)
    peer.say({ type: 'auth', token: 'fresh' })
    await settle()
    expect(peer.of('authenticated')).toEqual([{ type: 'authenticated', expiresInMs: 100_000 }])
    await bench.world.advance(80_000)
    expect([peer.of('auth-required').length, peer.ended()]).toEqual([2, null])
  })

  test('[AUTH3] 30 s after its end a token that was not replaced closes 4004', async () => {
    const bench = createBench({ authenticate: () => ada, limits: life })
    const peer = await bench.welcome('ada')
    await bench.world.advance(129_999)
    expect(peer.ended()).toBeNull()
    await bench.world.advance(1)
    expect(peer.ended()?.code).toBe(4004)
  })

  test.each([
    ['nobody’s', null, 4500],
    ['another user’s', { user: 'bob' }, 4508],
  ])('[AUTH3] %s fresh token closes', async (_, answer, code) => {
    const bench = createBench({ authenticate: holder([ada, answer]), limits: life })
    const peer = await bench.welcome('ada')
    peer.say({ type: 'auth', token: 'fresh' })
    await settle()
    expect(peer.ended()?.code).toBe(code)
  })

  test('[AUTH3] a fresh token that nobody can judge is asked for again 5 s later', async () => {
    const bench = createBench({ authenticate: holder([ada, new Error('down'), ada]), limits: life })
    const peer = await bench.welcome('ada')
    await bench.world.advance(80_000)
    peer.say({ type: 'auth', token: 'fresh' })
    await bench.world.advance(4_999)
    expect(peer.of('auth-required').length).toBe(1)
    await bench.world.advance(1)
    expect([peer.of('auth-required').length, peer.of('authenticated').length, peer.ended()]).toEqual([2, 0, null])
    peer.say({ type: 'auth', token: 'fresh' })
    await settle()
    expect(peer.of('authenticated').length).toBe(1)
  })

  test('[AUTH3] tokens that come while one is judged are not judged too', async () => {
    let asked = 0
    const bench = createBench({ authenticate: () => (++asked === 1 ? ada : new Promise(() => {})), limits: life })
    const peer = await bench.welcome('ada')
    for (let index = 0; index < 10; index++) peer.say({ type: 'auth', token: `fresh-${index}` })
    await settle()
    expect(asked).toBe(2)
  })

  test('a token without end is never asked for', async () => {
    const bench = createBench({ limits: life })
    const peer = await bench.welcome('ada')
    await bench.world.advance(4_000_000)
    expect([peer.of('auth-required'), peer.of('welcome')[0]?.tokenExpiresInMs]).toEqual([[], undefined])
  })
})

describe('bad frames', () => {
  test.each([
    ['text that is not JSON', '{', 4503],
    ['a frame without its fields', '{"type":"command"}', 4503],
    ['a second hello', '{"type":"hello","v":1,"client":"c"}', 4503],
    ['a frame of more than 64 kB', `{"type":"later","x":"${'x'.repeat(66_000)}"}`, 1009],
    ['a key that reaches for prototypes', '{"type":"later","__proto__":{}}', 4503],
  ])('%s closes that socket alone, and nothing recorded is lost', async (_, text, code) => {
    const bench = createBench()
    const [bad, good] = [await bench.welcome('ada', { client: 'bad' }), await bench.welcome('ada', { client: 'good' })]
    bad.sayText(text)
    await bench.store.append('ada', [{ type: 'app.tick', data: 1 }])
    await settle()
    expect([bad.ended()?.code, good.ended()]).toEqual([code, null])
    expect(readerOf(good.frames).messages()).toEqual([1])
  })

  test('a refused frame makes one log entry, which does not quote it', async () => {
    const bench = createBench()
    const peer = await bench.welcome('ada')
    peer.sayText('{"type":"auth","token":{"secret":"s3cret"}}')
    peer.sayText('{')
    await settle()
    expect(bench.entries).toMatchObject([{ level: 'warn', event: 'protocol-error', code: 'bad-shape' }])
    expect(JSON.stringify(bench.entries)).not.toContain('s3cret')
  })
})

describe('end', () => {
  test('a socket that vanished is forgotten: no watch, no timer, no place', async () => {
    let watching = 0
    const bench = createBench({
      through: store => ({
        ...store,
        watch(user, wake) {
          watching += 1
          const unwatch = store.watch(user, wake)
          return () => (watching--, unwatch())
        },
      }),
    })
    const peer = await bench.welcome('ada')
    expect(watching).toBe(1)
    peer.vanish()
    await settle()
    expect([watching, bench.world.waiting(), bench.node.stats()]).toEqual([0, 0, { connections: 0, handshakes: 0, users: 0 }])
  })

  test('an answer that comes after the end changes nothing', async () => {
    let finish = (): void => {}
    const bench = createBench({ ops: { slow: () => new Promise<void>(resolve => (finish = resolve)) } })
    const peer = await bench.welcome('ada')
    peer.say({ type: 'command', id: 'c1', op: 'app.slow', data: null, ttlMs: 1 })
    await settle()
    peer.vanish()
    const before = peer.texts.length
    finish()
    await settle()
    expect(peer.texts.length).toBe(before)
  })

  test('revoke closes all sockets of its user 4505, and no other', async () => {
    const bench = createBench()
    const peers = [await bench.welcome('ada', { client: 'p1' }), await bench.welcome('ada', { client: 'p2' }), await bench.welcome('bob')]
    bench.node.revoke('ada')
    expect(peers.map(peer => peer.ended()?.code)).toEqual([4505, 4505, undefined])
  })
})

describe('drain', () => {
  test('[DRAIN1] bye says when to go, service goes on for the grace, then 4000', async () => {
    const bench = createBench()
    const peer = await bench.welcome('ada')
    const drained = bench.node.drain(10_000)
    expect(peer.of('bye')).toMatchObject([{ code: 4000, graceMs: 10_000, spreadMs: expect.any(Number) }])
    await bench.store.append('ada', [{ type: 'app.tick', data: 1 }])
    await bench.world.advance(9_999)
    expect([readerOf(peer.frames).messages(), peer.ended()]).toEqual([[1], null])
    await bench.world.advance(1)
    expect(peer.ended()?.code).toBe(4000)
    peer.vanish()
    await drained
  })

  test('[DRAIN1] a draining node refuses hello with 4000 and a hint, and authenticates nobody', async () => {
    let asked = 0
    const bench = createBench({ authenticate: () => ((asked += 1), { user: 'ada' }) })
    const waiting = bench.dial()
    const old = await bench.welcome('ada')
    void bench.node.drain(10_000)
    const late = bench.dial()
    for (const peer of [waiting, late]) peer.say({ type: 'hello', v: 1, client: 'p', token: 'ada' })
    await settle()
    expect([waiting, late].map(peer => [peer.ended()?.code, peer.of('bye')[0]?.spreadMs !== undefined])).toEqual([
      [4000, true],
      [4000, true],
    ])
    expect([asked, old.ended()]).toEqual([1, null])
  })

  test('[DRAIN1] who is in the middle of a handshake is sent on', async () => {
    const bench = createBench({ authenticate: () => new Promise(() => {}) })
    const peer = bench.dial()
    peer.say({ type: 'hello', v: 1, client: 'p', token: 'ada' })
    void bench.node.drain(10_000)
    expect(peer.ended()?.code).toBe(4000)
  })

  test('[DRAIN1] a drain ends when the last client has left', async () => {
    const bench = createBench()
    const peer = await bench.welcome('ada')
    let isDone = false
    const drained = bench.node.drain(60_000).then(() => (isDone = true))
    await settle()
    expect(isDone).toBe(false)
    peer.vanish()
    await drained
    expect(isDone).toBe(true)
  })

  test('[DRAIN1] a client that never leaves does not hold the drain up', async () => {
    const bench = createBench()
    await bench.welcome('ada')
    const drained = bench.node.drain(1_000)
    await bench.world.advance(6_000)
    await drained
    expect(bench.node.stats().connections).toBe(0)
  })
})

test('[BACK1] the welcome spreads returning clients by how many there are', async () => {
  const bench = createBench({ limits: { handshakes: 1_000, handshakesPerAddress: 1_000 } })
  for (let index = 0; index < 199; index++) bench.dial()
  const peer = await bench.welcome('ada')
  expect(peer.of('welcome')[0]?.reconnectSpreadMs).toBe(100)
})
