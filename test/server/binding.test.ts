// The engine over real sockets: upgrades, close codes, resumes, slow readers; and nothing that a socket does ends the process.
import { request as httpRequest } from 'node:http'
import { connect } from 'node:net'
import { describe, expect, test } from 'vitest'
import { WebSocketServer } from 'ws'
import type { Command } from '../../src/protocol/frames.ts'
import { memoryStore } from '../../src/server/index.ts'
import { type LivePeer, startServer } from '../support/live-server.ts'
import { readerOf } from '../support/log-reader.ts'

const command = (id: string, op: string, data: Command['data']): Command => ({ type: 'command', id, op, data, ttlMs: 60_000 })
const isLive = (peer: LivePeer) => peer.frame('events', frame => frame.live === true)
const until = (peer: LivePeer, offset: number) => peer.frame('events', frame => frame.offset >= offset)

describe('upgrades', () => {
  test('only our subprotocol is echoed, whatever else is offered', async () => {
    await using server = await startServer()
    const peer = server.dial({ protocols: ['other', 'resilient-socket.v1'] })
    await peer.opened()
    expect(peer.ws.protocol).toBe('resilient-socket.v1')
  })

  test('an upgrade of another path is left to whoever listens for it', async () => {
    const others = new WebSocketServer({ noServer: true })
    await using server = await startServer({}, http =>
      http.on('upgrade', (request, socket, head) => {
        if (request.url === '/other') others.handleUpgrade(request, socket, head, ws => ws.send('{"type":"pong","id":1}'))
      }),
    )
    expect(await server.dial({ path: '/other', protocols: [] }).frame('pong')).toEqual({ type: 'pong', id: 1 })
    expect((await server.welcome('ada')).ws.readyState).toBe(1)
  })

  test('an upgrade that nobody listens for is refused rather than left hanging', async () => {
    await using server = await startServer()
    await expect(server.dial({ path: '/elsewhere' }).opened()).rejects.toThrow('404')
  })

  test('a path with a query is the same path', async () => {
    await using server = await startServer()
    await expect(server.dial({ path: '/rs?page=1' }).opened()).resolves.toBeUndefined()
  })

  test('[AUTH4] a foreign origin is accepted and then closed with a code that a browser can read', async () => {
    await using server = await startServer()
    const peer = server.dial({ headers: { origin: 'https://evil.test' } })
    await peer.opened()
    expect(await peer.closed()).toBe(4504)
  })

  test('[AUTH4] a cookie without an origin is refused', async () => {
    await using server = await startServer()
    expect(await server.dial({ headers: { cookie: 'session=1' } }).closed()).toBe(4504)
  })

  test('[AUTH4] the page’s own host passes, and authenticate sees its cookies', async () => {
    await using server = await startServer({ authenticate: ({ request }) => ({ user: request.headers.get('cookie') ?? 'nobody' }) })
    const peer = server.dial({ headers: { cookie: 'session=1', origin: `http://127.0.0.1:${server.port}` } })
    await peer.opened()
    peer.say({ type: 'hello', v: 1, client: 'p1' })
    expect((await peer.frame('welcome')).user).toBe('session=1')
  })
})

describe('bad frames', () => {
  test.each([
    ['a binary frame', Buffer.from('{"type":"ping","id":1}'), 1003],
    ['text that is not JSON', '{"type":', 4503],
    ['another version', '{"type":"hello","v":9,"client":"c"}', 4502],
    ['a hello beyond 16 kB', `{"type":"hello","v":1,"client":"c","token":"${'x'.repeat(17_000)}"}`, 1009],
    ['a frame beyond 64 kB', `{"type":"later","x":"${'x'.repeat(70_000)}"}`, 1009],
  ])('%s closes with its code, and the server serves on', async (_, data, code) => {
    await using server = await startServer()
    const peer = server.dial()
    await peer.opened()
    peer.ws.send(data)
    expect(await peer.closed()).toBe(code)
    expect((await server.welcome('ada')).frames[0]?.type).toBe('welcome')
  })

  test('[AUTH2] no hello in time closes 4006', async () => {
    await using server = await startServer({ limits: { helloMs: 30 } })
    expect(await server.dial().closed()).toBe(4006)
  })

  test('bytes that are no WebSocket frame at all end that socket alone', async () => {
    await using server = await startServer()
    const peer = await server.welcome('ada')
    const raw = connect(server.port, '127.0.0.1')
    const key = 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13'
    raw.write(`GET /rs HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n${key}\r\n\r\n`)
    await new Promise(resolve => raw.once('data', resolve))
    raw.write(Buffer.alloc(64, 0xff))
    await new Promise(resolve => raw.once('close', resolve))
    peer.say({ type: 'ping', id: 3 })
    expect(await peer.frame('pong')).toEqual({ type: 'pong', id: 3 })
  })
})

describe('the log over sockets', () => {
  test('[SNAP4] a first visit gets a snapshot, then live events of its tasks', async () => {
    await using server = await startServer({ handlers: { chat: (_: unknown, task) => task.append('hello') } })
    const peer = await server.welcome('ada')
    await isLive(peer)
    peer.say(command('k1', 'task.submit', { kind: 'chat', input: 1 }))
    const receipt = await peer.frame('receipt')
    if (!receipt.ok) throw new Error(receipt.error.code)
    await peer.frame('events', frame => frame.list.some(({ event }) => event.type === 'task.settled'))
    const [[id, status]] = Object.entries(readerOf(peer.frames).statuses()) as [[string, string]]
    expect([status, readerOf(peer.frames).text(id)]).toEqual(['succeeded', 'hello'])
  })

  test('[LOG2] a socket cut in the middle resumes by its cursor, with nothing lost or doubled', async () => {
    await using server = await startServer()
    const first = await server.welcome('ada')
    await isLive(first)
    for (let index = 0; index < 5; index++) await server.resilient.notify('ada', { kind: 'n', data: index })
    await until(first, 5)
    const cursor = readerOf(first.frames).cursor()
    first.ws.terminate()
    for (let index = 5; index < 10; index++) await server.resilient.notify('ada', { kind: 'n', data: index })
    const second = await server.welcome('ada', { ...(cursor && { cursor }) })
    await until(second, 10)
    const told = second.frames
      .flatMap(frame => (frame.type === 'events' ? frame.list : []))
      .map(({ event }) => ('data' in event ? event.data : null))
    expect([await second.frame('welcome'), told]).toMatchObject([{ outcome: 'replayed' }, [5, 6, 7, 8, 9]])
  })

  test('two tabs of one user both hear everything, a third user nothing', async () => {
    await using server = await startServer()
    const peers = await Promise.all([
      server.welcome('ada', { client: 'tab-1' }),
      server.welcome('ada', { client: 'tab-2' }),
      server.welcome('bob', { client: 'tab-3' }),
    ])
    await server.resilient.notify('ada', { kind: 'news', title: 'for Ada' })
    await Promise.all(peers.slice(0, 2).map(peer => until(peer, 1)))
    peers[2]?.say({ type: 'ping', id: 1 })
    await peers[2]?.frame('pong')
    expect(peers.map(peer => JSON.stringify(peer.frames).includes('for Ada'))).toEqual([true, true, false])
  })

  test("[AUTH4] another user's cursor yields a snapshot without that user's data", async () => {
    await using server = await startServer()
    const { epoch } = await server.resilient.notify('bob', { kind: 'news', title: 'for Bob' })
    const peer = await server.welcome('ada', { cursor: { epoch, offset: 0, mark: 'guess' } })
    await isLive(peer)
    expect(JSON.stringify(peer.frames)).not.toContain('for Bob')
  })

  test('[HEDGE1] a newer socket of the same page ends the older with 4007', async () => {
    await using server = await startServer()
    const older = await server.welcome('ada', { client: 'p1' })
    await server.welcome('ada', { client: 'p1' })
    expect(await older.closed()).toBe(4007)
  })

  test('[SLOW1] a client that stops reading is held by bounded memory, and then hears all', async () => {
    const store = memoryStore({ retention: { entries: 5_000 } })
    await using server = await startServer({ store })
    const peer = await server.welcome('ada')
    await isLive(peer)
    peer.ws.pause()
    for (let index = 0; index < 200; index++) await store.append('ada', [{ type: 'app.note', data: `${index}:${'x'.repeat(16_000)}` }])
    const before = peer.frames.length
    peer.ws.resume()
    const acking = peer.ws.on('message', () => {
      const last = peer.frames.at(-1)
      if (last?.type === 'events') peer.say({ type: 'ack', offset: last.offset })
    })
    await until(peer, 200)
    acking.removeAllListeners('message')
    const frames = peer.frames.slice(before)
    expect(readerOf(peer.frames).messages().length).toBe(200)
    expect(Math.max(...frames.map(frame => Buffer.byteLength(JSON.stringify(frame))))).toBeLessThan(66_000)
  })

  test('[SLOW1] a client that never acks is sent no more than the window', async () => {
    const store = memoryStore()
    await using server = await startServer({ store })
    const peer = await server.welcome('ada')
    await isLive(peer)
    for (let index = 0; index < 100; index++) await store.append('ada', [{ type: 'app.note', data: 'x'.repeat(16_000) }])
    peer.say({ type: 'ping', id: 1 })
    await peer.frame('pong')
    const bytes = peer.frames
      .filter(frame => frame.type === 'events')
      .reduce((sum, frame) => sum + Buffer.byteLength(JSON.stringify(frame)), 0)
    expect(bytes).toBeLessThanOrEqual(256 * 1024)
    expect(bytes).toBeGreaterThan(128 * 1024)
  })

  test('[SLOW1] receipts that a client does not read hold its commands back, and all are answered once it reads', async () => {
    let ran = 0
    const big = () => ((ran += 1), 'x'.repeat(200_000))
    await using server = await startServer({ ops: { big } })
    const peer = await server.welcome('ada')
    peer.ws.pause()
    peer.say(...Array.from({ length: 100 }, (_, index) => command(`c${index}`, 'app.big', null)))
    // Another socket of the same node shows that the server had its turns meanwhile.
    const other = await server.welcome('bob')
    for (let id = 0; id < 50; id++) {
      other.say({ type: 'ping', id })
      await other.frame('pong', pong => pong.id === id)
    }
    expect(ran).toBeLessThan(100)
    peer.ws.resume()
    await Promise.all(Array.from({ length: 100 }, (_, index) => peer.frame('receipt', ({ id }) => id === `c${index}`)))
    expect(ran).toBe(100)
  })

  test('[SEND7] a flood of 100 commands is answered to the last, and never more than 33 run at once', async () => {
    let running = 0
    let most = 0
    const op = async () => {
      most = Math.max(most, (running += 1))
      await new Promise(resolve => setTimeout(resolve, 1))
      running -= 1
    }
    await using server = await startServer({ ops: { op } })
    const peer = await server.welcome('ada')
    peer.say(...Array.from({ length: 100 }, (_, index) => command(`c${index}`, 'app.op', 'x'.repeat(1_000))))
    await peer.frame('receipt', ({ id }) => id === 'c99')
    await Promise.all(Array.from({ length: 100 }, (_, index) => peer.frame('receipt', ({ id }) => id === `c${index}`)))
    expect(most).toBeLessThanOrEqual(33)
  })
})

test('[BACK6] who asks over HTTP is told at once: no authentication, no cache, and any page may read it', async () => {
  let calls = 0
  await using server = await startServer({
    authenticate: () => {
      calls += 1
      return null
    },
  })
  const { status, headers } = await server.get('/rs', { origin: 'https://elsewhere.test' })
  expect([status, headers.get('cache-control'), headers.get('access-control-allow-origin'), calls]).toEqual([426, 'no-store', '*', 0])
})

test('a plain GET of the socket’s path says what is there', async () => {
  await using server = await startServer()
  const response = await server.get('/rs')
  expect([response.status, response.headers.get('content-type'), response.headers.get('upgrade')]).toEqual([
    426,
    'application/problem+json',
    'websocket',
  ])
  expect(await response.json()).toMatchObject({ code: 'upgrade-required', status: 426 })
})

test('a Host that makes no URL is survived', async () => {
  await using server = await startServer()
  const status = await new Promise(resolve => {
    const asked = httpRequest({ port: server.port, path: '/rs/tasks', headers: { host: 'not a host' } }, response =>
      resolve(response.statusCode),
    )
    asked.end()
  })
  expect(status).toBe(401)
})
