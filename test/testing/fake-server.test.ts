// The server that applications test against: it answers as the real one does, and breaks only when told to.
import { afterEach, describe, expect, test, vi } from 'vitest'
import { createResilientSocket, type ResilientSocket } from '../../src/client/index.ts'
import { createFakeServer, type FakePage, type FakeServer, type FakeServerOptions } from '../../src/testing/index.ts'

interface Scene {
  readonly server: FakeServer
  readonly page: FakePage
  readonly socket: ResilientSocket
}

function scene(options: (server: () => FakeServer) => FakeServerOptions = () => ({})): Scene {
  const server: FakeServer = createFakeServer(options(() => server))
  const page = server.page()
  const socket = createResilientSocket({ url: '/rs', world: page.world, getToken: () => 'ada', log: () => {} })
  socket.connect()
  return { server, page, socket }
}

const counting = (server: () => FakeServer): FakeServerOptions => ({
  handlers: {
    async count(_input, task) {
      for (const word of ['one ', 'two ', 'three']) {
        await server().rest(1_000)
        task.append(word)
      }
    },
  },
})

const textOf = ({ socket }: Scene): string | undefined => {
  const stream = socket.store.tasks()[0]?.streams['text']
  return stream?.kind === 'text' ? stream.value : undefined
}
const freshness = ({ socket }: Scene): string => socket.store.status().freshness

test('a page is live within its round trips, and nothing moves while time stands still', async () => {
  const all = scene()
  await all.server.advance(0)
  expect(freshness(all)).toBe('stale')
  await all.server.advance(500)
  expect(freshness(all)).toBe('live')
})

test('a handler’s stream arrives in its own time', async () => {
  const all = scene(counting)
  await all.server.advance(500)
  all.socket.submit('count', null)
  await all.server.advance(2_500)
  expect(textOf(all)).toBe('one two ')
  await all.server.advance(2_000)
  expect([textOf(all), all.socket.store.tasks()[0]?.status]).toEqual(['one two three', 'succeeded'])
})

test('what was sent while dials were refused arrives after `heal`', async () => {
  const all = scene(counting)
  await all.server.advance(500)
  all.page.refuse()
  await all.server.advance(1_000)
  const sent = all.socket.submit('count', null)
  expect([freshness(all), all.socket.store.status().queued]).toEqual(['stale', 1])
  all.page.heal()
  await all.server.advance(20_000)
  expect((await sent.settled).outcome).toBe('accepted')
})

test('a blackhole is noticed by the client alone', async () => {
  const all = scene()
  await all.server.advance(500)
  all.page.blackhole()
  await all.server.advance(1_000)
  expect(freshness(all)).toBe('live')
  await all.server.advance(20_000)
  expect(freshness(all)).toBe('stale')
})

test('a restart keeps what is recorded; one that forgets begins a new history', async () => {
  const all = scene()
  const resets: string[] = []
  all.socket.on('reset', ({ reason }) => void resets.push(reason))
  await all.server.advance(500)
  await all.server.notify('ada', { kind: 'hello' })
  all.server.start()
  await all.server.advance(20_000)
  expect([freshness(all), all.socket.store.notifications().length, resets.length]).toEqual(['live', 1, 0])
  all.server.start({ forget: true })
  await all.server.advance(20_000)
  expect([freshness(all), all.socket.store.notifications().length, resets.length]).toEqual(['live', 0, 1])
})

test('a killed server refuses until it is started', async () => {
  const all = scene()
  await all.server.advance(500)
  all.server.kill()
  await all.server.advance(60_000)
  expect([freshness(all), all.server.connections()]).toEqual(['stale', 0])
  all.server.start()
  await all.server.advance(60_000)
  expect([freshness(all), all.server.connections()]).toEqual(['live', 1])
})

test('a close code does what the protocol says of it', async () => {
  const all = scene()
  await all.server.advance(500)
  all.server.closeAll(4505)
  await all.server.advance(500)
  expect([all.socket.store.status().state, all.socket.store.status().reason]).toEqual(['disconnected', 'revoked'])
})

test('going offline is told to the page, and coming back dials at once', async () => {
  const all = scene()
  await all.server.advance(500)
  all.page.goOffline()
  await all.server.advance(5_000)
  expect(all.socket.store.status().reason).toBe('offline')
  all.page.goOnline()
  await all.server.advance(3_000)
  expect(freshness(all)).toBe('live')
})

test('two pages of one user see the same', async () => {
  const all = scene(counting)
  const other = createResilientSocket({ url: '/rs', world: all.server.page().world, getToken: () => 'ada', log: () => {} })
  other.connect()
  await all.server.advance(500)
  all.socket.submit('count', null)
  await all.server.advance(5_000)
  expect(other.store.tasks().map(({ key, status }) => [key, status])).toEqual(
    all.socket.store.tasks().map(({ key, status }) => [key, status]),
  )
})

/** As browsers have it: a page may not say where it comes from, they do. */
class BrowserRequest extends Request {
  constructor(input: string, { headers: given, ...init }: RequestInit = {}) {
    const headers = new Headers(given)
    headers.delete('origin')
    super(input, { ...init, headers })
  }
}

describe('a page that gives no token', () => {
  afterEach(() => {
    vi.unstubAllGlobals()
    vi.resetModules()
  })

  test.each([
    ['in Node', Request],
    ['in a browser, whose requests keep no origin', BrowserRequest],
  ])('is ada, %s', async (_, constructor) => {
    vi.stubGlobal('Request', constructor)
    vi.resetModules()
    const fresh: { readonly createFakeServer: typeof createFakeServer } = await import('../../src/testing/index.ts')
    const server = fresh.createFakeServer()
    const socket = createResilientSocket({ url: '/rs', world: server.page().world, log: () => {} })
    socket.connect()
    await server.advance(500)
    expect([socket.store.status().freshness, socket.store.user()]).toEqual(['live', 'ada'])
  })
})
