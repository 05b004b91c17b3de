// The HTTP probe as the client runs it: where it goes, what goes along, and what its answer makes of the status (BACK6).
import { createServer } from 'node:http'
import { expect, onTestFinished, test, vi } from 'vitest'
import { listen } from '../../demo/listen.ts'
import { createResilientSocket, type SocketOptions, type World } from '../../src/client/index.ts'
import { createHarness, microtasks } from '../support/client-harness.ts'
import { startServer } from '../support/live-server.ts'
import { createManualWorld } from '../support/manual-world.ts'

interface Asked {
  readonly url: string
  readonly token: string | null
  readonly signal: AbortSignal
  readonly reply: (status: number | null) => void
}

/** A client whose world notes what is asked, after `times` dials without a socket. */
async function blockedOut(options: Partial<SocketOptions> = {}, times = 2) {
  const manual = createManualWorld()
  const asked: Asked[] = []
  const request: World['request'] = (url, how) => new Promise(reply => asked.push({ url, ...how, reply }))
  const harness = createHarness({ world: { ...manual.world, request }, ...options })
  harness.socket.connect()
  for (let time = 1; time <= times; time += 1) {
    await microtasks()
    manual.latest().close(1006)
    if (time < times) manual.advance(1_000)
  }
  await microtasks()
  return { manual, asked, socket: harness.socket, reason: () => harness.socket.store.status().reason }
}

test('[BACK6] the socket’s own URL is asked, over HTTP, with the token in no URL', async () => {
  const { asked } = await blockedOut({ url: '/rs', getToken: () => 'secret' })
  expect(asked.map(({ url, token }) => [url, token])).toEqual([['http://page.test/rs', 'secret']])
})

test('[BACK6] the answer becomes the reason', async () => {
  const { asked, reason } = await blockedOut()
  expect(reason()).toBe('unknown')
  asked[0]?.reply(426)
  await microtasks()
  expect(reason()).toBe('blocked')
})

test('[AUTH4] probeUrl is asked instead, and gets the token only where the socket gets it', async () => {
  const askedAt = async (probeUrl: string | URL) => {
    const { asked } = await blockedOut({ probeUrl, getToken: () => 'secret' })
    return asked.map(({ url, token }) => [url, token])
  }
  expect(await askedAt('/health')).toEqual([['http://page.test/health', 'secret']])
  expect(await askedAt(new URL('https://status.test/up'))).toEqual([['https://status.test/up', null]])
})

test('[BACK6] with probeUrl null nobody is asked, and the reason stays unknown', async () => {
  const { asked, reason } = await blockedOut({ probeUrl: null })
  expect([asked.length, reason()]).toEqual([0, 'unknown'])
})

test('[BACK6] a world that cannot ask, and a URL that is none, leave the reason unknown at once', async () => {
  const { socket, manual } = createHarness({ probeUrl: 'http://[' })
  socket.connect()
  manual.latest().close(1006)
  manual.advance(1_000)
  manual.latest().close(1006)
  await microtasks()
  manual.advance(6_000)
  expect(socket.store.status().reason).toBe('unknown')
  const { asked, reason } = await blockedOut({ probeUrl: 'http://[' })
  expect([asked.length, reason()]).toEqual([0, 'unknown'])
})

test('[BACK6] a probe that nobody waits for is ended, and its answer is not heard', async () => {
  const { asked, socket, reason } = await blockedOut()
  socket.close()
  expect(asked[0]?.signal.aborted).toBe(true)
  asked[0]?.reply(426)
  await microtasks()
  expect(reason()).toBe('closed-by-user')
})

test('[BACK6] a request that throws is no answer that can be read', async () => {
  const manual = createManualWorld()
  const request = () => Promise.reject(new Error('no'))
  const { socket } = createHarness({ world: { ...manual.world, request } })
  socket.connect()
  manual.latest().close(1006)
  manual.advance(1_000)
  manual.latest().close(1006)
  await microtasks()
  manual.advance(6_000)
  expect(socket.store.status().reason).toBe('unknown')
})

test.each([
  ['a server whose sockets something on the way refuses', null, 'blocked'],
  ['a gate that wants a login', 401, 'signed-out'],
  ['a proxy whose server is away', 502, 'server-down'],
] as const)('[BACK6] over a real network %s is told as such', async (_, status, reason) => {
  await using server = await startServer()
  const answer = status ?? (await server.get('/rs')).status
  const gate = createServer((_request, response) => void response.writeHead(answer).end())
  gate.on('upgrade', (_request, socket) => void socket.destroy())
  const port = await listen(gate, 0)
  const backoff = { firstMs: 1, baseMs: 1, capMs: 1 }
  const socket = createResilientSocket({ url: `ws://127.0.0.1:${port}/rs`, identity: 'ada', backoff, log: () => {} })
  onTestFinished(() => {
    socket.dispose()
    gate.closeAllConnections()
    gate.close()
  })
  socket.connect()
  await vi.waitFor(() => expect(socket.store.status().reason).toBe(reason), { timeout: 10_000 })
})
