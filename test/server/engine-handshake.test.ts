// From an accepted socket to its welcome: who is let in, who is sent away with which code, and what is never read.
import { describe, expect, test } from 'vitest'
import type { ClientMessage } from '../../src/protocol/frames.ts'
import { createBench, settle } from '../support/server-bench.ts'

const hello = (fields: Partial<Extract<ClientMessage, { type: 'hello' }>> = {}): ClientMessage => ({
  type: 'hello',
  v: 1,
  client: 'page-1',
  token: 'ada',
  ...fields,
})
const submit = (id: string): ClientMessage => ({ type: 'command', id, op: 'task.submit', data: { kind: 'chat', input: 1 }, ttlMs: 60_000 })
const never = new Promise<null>(() => {})

describe('identity', () => {
  test('[AUTH1] the welcome names the user that authenticate answered', async () => {
    const peer = await createBench().welcome('ada')
    expect(peer.of('welcome')).toMatchObject([{ user: 'ada', outcome: 'snapshot', reason: 'new', head: 0 }])
  })

  test('[AUTH1] nothing after hello is read until authenticate answered', async () => {
    let answer: (identity: { user: string }) => void = () => {}
    const bench = createBench({ authenticate: () => new Promise(resolve => (answer = resolve)) })
    const peer = bench.dial()
    peer.say(hello(), submit('k1'))
    await settle()
    expect([peer.paused(), await bench.store.get('ada', { key: 'k1' })]).toEqual([true, null])
    answer({ user: 'ada' })
    await settle()
    expect([peer.paused(), (await bench.store.get('ada', { key: 'k1' }))?.task.key]).toEqual([false, 'k1'])
  })

  test('[AUTH1] what a paused transport delivers all the same is held, and runs after the welcome', async () => {
    let answer: (identity: { user: string }) => void = () => {}
    const bench = createBench({ authenticate: () => new Promise(resolve => (answer = resolve)) })
    const peer = bench.dial({ ignoresPause: true })
    peer.say(hello(), submit('k1'))
    await settle()
    expect(await bench.store.get('ada', { key: 'k1' })).toBeNull()
    answer({ user: 'ada' })
    await settle()
    expect(peer.frames.map(frame => frame.type)).toEqual(expect.arrayContaining(['welcome', 'receipt']))
  })

  test('[AUTH1] commands of one user never run as another: the mismatch closes 4508 and nothing was read', async () => {
    const bench = createBench()
    const peer = bench.dial({ ignoresPause: true })
    peer.say(hello({ user: 'bob' }), submit('k1'))
    await settle()
    expect(peer.ended()?.code).toBe(4508)
    expect(await Promise.all(['ada', 'bob'].map(user => bench.store.get(user, { key: 'k1' })))).toEqual([null, null])
  })

  test('[AUTH2] nobody closes 4500', async () => {
    const bench = createBench({ authenticate: () => null })
    const peer = bench.dial()
    peer.say(hello())
    await settle()
    expect([peer.ended()?.code, bench.entries]).toEqual([4500, []])
  })

  test('[AUTH2] a throwing authenticate closes 1013 with a hint, one log entry, and no token in it', async () => {
    const bench = createBench({
      authenticate: ({ token }) => {
        throw new Error(`cannot check ${token}`)
      },
    })
    const peer = bench.dial()
    peer.say(hello({ token: 'secret-1' }))
    await settle()
    expect(peer.ended()?.code).toBe(1013)
    expect(peer.of('bye')).toMatchObject([{ code: 1013, retryAfterMs: expect.any(Number), spreadMs: expect.any(Number) }])
    expect(bench.entries).toEqual([{ level: 'error', event: 'authenticate-failed', error: 'cannot check [token]' }])
  })

  test('[AUTH2] an identity without a user is a failure, not a user', async () => {
    const bench = createBench({ authenticate: () => ({ user: '' }) })
    const peer = bench.dial()
    peer.say(hello())
    await settle()
    expect([peer.ended()?.code, bench.entries.length]).toEqual([1013, 1])
  })

  test('[AUTH2] an authenticate that never answers gives its place back after 10 s', async () => {
    const bench = createBench({ authenticate: () => never })
    const peer = bench.dial()
    peer.say(hello())
    await bench.world.advance(9_999)
    expect([peer.ended(), bench.node.stats().handshakes]).toEqual([null, 1])
    await bench.world.advance(1)
    peer.vanish()
    expect([peer.ended()?.code, bench.node.stats().handshakes]).toEqual([1013, 0])
  })

  test('[AUTH3] a token that has ended already closes 4004', async () => {
    const bench = createBench({ authenticate: () => ({ user: 'ada', expiresInMs: 0 }) })
    const peer = bench.dial()
    peer.say(hello())
    await settle()
    expect(peer.ended()?.code).toBe(4004)
  })
})

describe('first frames', () => {
  test('[AUTH2] no hello within 5 s closes 4006', async () => {
    const bench = createBench()
    const peer = bench.dial()
    await bench.world.advance(4_999)
    expect(peer.ended()).toBeNull()
    await bench.world.advance(1)
    expect(peer.ended()?.code).toBe(4006)
  })

  const big = 'x'.repeat(17 * 1024)
  test.each([
    ['a command first', JSON.stringify(submit('k1')), 4503],
    ['an unknown frame first', '{"type":"later"}', 4503],
    ['text that is not JSON', '{"type":', 4503],
    ['another version', '{"type":"hello","v":2,"client":"c"}', 4502],
    ['a hello of more than 16 kB', JSON.stringify({ ...hello(), token: big }), 1009],
  ])('[AUTH2] %s closes with its code, and the node goes on', async (_, text, code) => {
    const bench = createBench()
    const peer = bench.dial()
    peer.sayText(text)
    await settle()
    expect(peer.ended()?.code).toBe(code)
    expect((await bench.welcome('ada')).of('welcome')).toHaveLength(1)
  })

  test('a binary frame closes 1003 with one log entry', async () => {
    const bench = createBench()
    const peer = bench.dial()
    peer.sayBinary()
    expect([peer.ended()?.code, bench.entries.length]).toEqual([1003, 1])
  })

  test('[AUTH2] a peer that floods while it is not read is closed', async () => {
    const bench = createBench({ authenticate: () => never })
    const peer = bench.dial({ ignoresPause: true })
    peer.say(hello())
    for (let index = 0; index < 5; index++) peer.sayText(JSON.stringify({ ...submit('k'), data: 'x'.repeat(60_000) }))
    expect(peer.ended()?.code).toBe(4503)
  })

  test('a close is preceded by reading on, so that the answer to it can arrive', async () => {
    const bench = createBench({ authenticate: () => null })
    const peer = bench.dial()
    peer.say(hello())
    expect(peer.paused()).toBe(true)
    await settle()
    expect([peer.ended()?.code, peer.paused()]).toEqual([4500, false])
  })

  test('a peer that does not answer our close is torn down', async () => {
    const bench = createBench()
    const peer = bench.dial()
    peer.sayBinary()
    expect(peer.terminated()).toBe(false)
    await bench.world.advance(2_000)
    expect([peer.terminated(), bench.node.stats().connections, bench.world.waiting()]).toEqual([true, 0, 0])
  })
})

describe('origin', () => {
  test.each([
    ['its own host', { origin: 'https://app.test' }, {}, 'welcome'],
    ['its own host, with cookies', { origin: 'http://app.test', cookie: 'a=b' }, {}, 'welcome'],
    ['another host', { origin: 'https://evil.test' }, {}, 4504],
    ['another host with cookies', { origin: 'https://evil.test', cookie: 'a=b' }, {}, 4504],
    ['a port that is not ours', { origin: 'http://app.test:81' }, {}, 4504],
    ['no page at all', { origin: 'null' }, {}, 4504],
    ['nowhere, with a token', {}, {}, 'welcome'],
    ['nowhere, with a cookie', { cookie: 'a=b' }, {}, 4504],
    ['nowhere, without a token', {}, { token: undefined }, 4504],
  ])('[AUTH4] a socket from %s', async (_, headers, fields, outcome) => {
    const bench = createBench({ authenticate: () => ({ user: 'ada' }) })
    const peer = bench.dial({ headers })
    const { token, ...rest } = { ...hello(), ...fields } as Extract<ClientMessage, { type: 'hello' }>
    peer.say(token === undefined ? rest : { ...rest, token })
    await settle()
    expect(peer.ended()?.code ?? peer.frames[0]?.type).toBe(outcome)
  })

  test('[AUTH4] only listed origins pass when they are listed', async () => {
    const bench = createBench({ origins: ['https://page.test'] })
    const [listed, own] = [{ origin: 'https://page.test' }, { origin: 'http://app.test' }].map(headers => bench.dial({ headers }))
    expect([listed?.ended(), own?.ended()?.code]).toEqual([null, 4504])
  })

  test('[AUTH4] a rule of the application decides, and one that throws refuses', async () => {
    const rule = (origin: string) => {
      if (origin === 'https://odd.test') throw new Error('no such origin')
      return origin === 'https://page.test'
    }
    const bench = createBench({ origins: rule })
    const codes = ['https://page.test', 'https://evil.test', 'https://odd.test'].map(
      origin => bench.dial({ headers: { origin } }).ended()?.code,
    )
    expect(codes).toEqual([undefined, 4504, 4504])
  })
})

describe('admission', () => {
  test('[AUTH2] beyond 20 handshakes from one address the rest is shed with a hint before authenticate is asked', () => {
    let asked = 0
    const bench = createBench({ authenticate: () => ((asked += 1), never) })
    const peers = Array.from({ length: 21 }, () => bench.dial({ address: '10.0.0.9' }))
    for (const peer of peers) peer.say(hello())
    expect(peers.map(peer => peer.ended()?.code)).toEqual([...Array.from({ length: 20 }, () => undefined), 1013])
    expect([asked, peers[20]?.of('bye')[0]?.spreadMs]).toEqual([20, 10_000])
  })

  test('[AUTH2] another address is not shed with it', () => {
    const bench = createBench({ authenticate: () => never, limits: { handshakesPerAddress: 1 } })
    const peers = ['a', 'a', 'b'].map(address => bench.dial({ address }))
    expect(peers.map(peer => peer.ended()?.code)).toEqual([undefined, 1013, undefined])
  })

  test('[AUTH2] beyond the handshakes of the node everyone is shed', () => {
    const bench = createBench({ authenticate: () => never, limits: { handshakes: 2 } })
    const peers = ['a', 'b', 'c'].map(address => bench.dial({ address }))
    expect(peers.map(peer => peer.ended()?.code)).toEqual([undefined, undefined, 1013])
  })

  test('[AUTH2] a welcome frees the place of its handshake', async () => {
    const bench = createBench({ limits: { handshakes: 1 } })
    await bench.welcome('ada')
    expect(bench.dial().ended()).toBeNull()
  })

  test('[AUTH2] a socket that left before its hello frees its place, once', () => {
    const bench = createBench({ limits: { handshakes: 1 } })
    const first = bench.dial()
    first.vanish()
    first.vanish()
    expect([bench.dial().ended(), bench.dial().ended()?.code]).toEqual([null, 1013])
  })
})

describe('newer sockets', () => {
  test('[HEDGE1] after the new welcome the older socket of the same page is closed 4007', async () => {
    const bench = createBench()
    const older = await bench.welcome('ada', { client: 'page-1' })
    const newer = await bench.welcome('ada', { client: 'page-1' })
    expect([older.ended()?.code, newer.ended(), newer.of('welcome').length]).toEqual([4007, null, 1])
  })

  test('another page of the same user, and the same page of another user, stay', async () => {
    const bench = createBench()
    const peers = [
      await bench.welcome('ada', { client: 'p1' }),
      await bench.welcome('ada', { client: 'p2' }),
      await bench.welcome('bob', { client: 'p1' }),
    ]
    expect(peers.map(peer => peer.ended())).toEqual([null, null, null])
  })

  test('the late close of the older socket does not unregister the newer', async () => {
    const bench = createBench()
    const older = await bench.welcome('ada', { client: 'page-1' })
    const newer = await bench.welcome('ada', { client: 'page-1' })
    older.vanish()
    bench.node.revoke('ada')
    expect(newer.ended()?.code).toBe(4505)
  })

  test('exclusive closes the other pages of the user 4501', async () => {
    const bench = createBench({ exclusive: true })
    const first = await bench.welcome('ada', { client: 'p1' })
    const other = await bench.welcome('bob', { client: 'p1' })
    await bench.welcome('ada', { client: 'p2' })
    expect([first.ended()?.code, other.ended()]).toEqual([4501, null])
  })
})

test('[LOG5] the watch is registered before the first read', async () => {
  const calls: string[] = []
  const bench = createBench({
    through: store => ({
      ...store,
      watch: (user, wake) => (calls.push('watch'), store.watch(user, wake)),
      read: (...call) => (calls.push('read'), store.read(...call)),
      snapshot: user => (calls.push('snapshot'), store.snapshot(user)),
    }),
  })
  await bench.welcome('ada')
  expect(calls.slice(0, 2)).toEqual(['watch', 'snapshot'])
})

test('a store that fails before welcome closes 1011, and the page comes back', async () => {
  const bench = createBench({ through: store => ({ ...store, snapshot: () => Promise.reject(new Error('disk')) }) })
  const peer = await bench.welcome('ada')
  expect([peer.ended()?.code, bench.entries]).toMatchObject([1011, [{ event: 'store-failed', error: 'disk' }]])
})
