// The fault proxy over real sockets: what each fault does to bytes, to open connections and to new ones.
import { connect } from 'node:net'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { machineClock } from '../../demo/clock-world.ts'
import type { Clock } from '../../demo/clock.ts'
import { startFaultProxy, type FaultProxy } from '../../demo/proxy/proxy.ts'
import { handClock } from './hand-clock.ts'
import { dialPeer, startTcpServer, watchPeer, type Peer } from './tcp.ts'

const until = (check: () => void) => vi.waitFor(check, { timeout: 15_000, interval: 2 })

let server: Awaited<ReturnType<typeof startTcpServer>>
let proxy: FaultProxy
let clients: Peer[]

beforeEach(async () => {
  server = await startTcpServer()
  clients = []
  proxy = await start()
})

afterEach(async () => {
  for (const { socket } of clients) socket.destroy()
  await proxy.close()
  server.close()
})

const start = (clock: Clock = machineClock) => startFaultProxy({ port: 0, target: () => server.port, clock })

async function dial(): Promise<Peer> {
  const client = await dialPeer(proxy.port)
  clients.push(client)
  return client
}

/** A client and the server's side of its connection. */
async function pair(): Promise<readonly [Peer, Peer]> {
  const before = server.peers.length
  const client = await dial()
  await until(() => expect(server.peers).toHaveLength(before + 1))
  const peer = server.peers[before]
  if (peer === undefined) throw new Error('the server has no such peer')
  return [client, peer]
}

/**
 * Something else that takes a round trip past the proxy: what the proxy did before it is done and would be seen.
 * The server's list gains this connection.
 */
async function proofOfTime(): Promise<void> {
  const before = server.peers.length
  const direct = await dialPeer(server.port)
  clients.push(direct)
  direct.socket.write('proof')
  await until(() => expect(server.peers.slice(before).some(peer => peer.received() === 'proof')).toBe(true))
}

describe('pass', () => {
  test('bytes go both ways', async () => {
    const [client, peer] = await pair()
    client.socket.write('ask')
    await until(() => expect(peer.received()).toBe('ask'))
    peer.socket.write('answer')
    await until(() => expect(client.received()).toBe('answer'))
  })

  test('a FIN of the client reaches the server, which may still answer', async () => {
    const [client, peer] = await pair()
    client.socket.end('last words')
    await until(() => expect(peer.ended()).toBe('end'))
    peer.socket.end('heard')
    await until(() => expect(client.received()).toBe('heard'))
    await until(() => expect(proxy.state().connections).toBe(0))
  })

  test('a RST of the server reaches the client', async () => {
    const [client, peer] = await pair()
    peer.socket.resetAndDestroy()
    await until(() => expect(client.ended()).toBe('reset'))
  })

  test('a server that is not there resets the client', async () => {
    await proxy.close()
    proxy = await startFaultProxy({ port: 0, target: () => null, clock: machineClock })
    const client = watchPeer(connect({ port: proxy.port, host: '127.0.0.1' }))
    await until(() => expect(client.ended()).toBe('reset'))
  })

  test('more than the bytes it may hold flow through a slow reader', async () => {
    const [client, peer] = await pair()
    peer.socket.pause()
    const sent = 'x'.repeat(3 * 1024 * 1024)
    client.socket.write(sent)
    peer.socket.resume()
    await until(() => expect(peer.received()).toHaveLength(sent.length))
  })
})

test('cut sends a FIN to both sides and lets the next connection pass', async () => {
  const [client, peer] = await pair()
  await proxy.apply({ mode: 'cut' })
  await until(() => expect([client.ended(), peer.ended()]).toEqual(['end', 'end']))
  const [next, nextPeer] = await pair()
  next.socket.write('again')
  await until(() => expect(nextPeer.received()).toBe('again'))
})

test('reset sends a RST to both sides', async () => {
  const [client, peer] = await pair()
  await proxy.apply({ mode: 'reset' })
  await until(() => expect([client.ended(), peer.ended()]).toEqual(['reset', 'reset']))
  expect(proxy.state().mode).toBe('pass')
})

describe('blackhole', () => {
  test('nothing moves, nobody learns of it, and healing delivers what was held, in order', async () => {
    const [client, peer] = await pair()
    await proxy.apply({ mode: 'blackhole' })
    client.socket.write('one ')
    client.socket.end('two')
    await proofOfTime()
    expect([peer.received(), peer.ended()]).toEqual(['', null])
    await proxy.apply({ mode: 'pass' })
    await until(() => expect([peer.received(), peer.ended()]).toEqual(['one two', 'end']))
  })

  test('a connection made inside reaches the server once it heals', async () => {
    await proxy.apply({ mode: 'blackhole' })
    const client = await dial()
    client.socket.write('waited')
    await until(() => expect(proxy.state().connections).toBe(1))
    await proofOfTime()
    expect(server.peers).toHaveLength(1)
    await proxy.apply({ mode: 'pass' })
    await until(() => expect(server.peers[1]?.received()).toBe('waited'))
  })

  test('a side that breaks off inside is not told to the other', async () => {
    const [client, peer] = await pair()
    // Bytes that the client does not read keep a write of the proxy pending: by it the proxy learns of the reset at once.
    client.socket.pause()
    peer.socket.write('x'.repeat(16 * 1024 * 1024))
    await until(() => expect(peer.socket.bytesWritten).toBeGreaterThan(2 * 1024 * 1024))
    await proxy.apply({ mode: 'blackhole' })
    client.socket.resetAndDestroy()
    await proofOfTime()
    expect(peer.ended()).toBe(null)
  })

  test('a side that broke off inside is told to the other when it heals', async () => {
    const [client, peer] = await pair()
    await proxy.apply({ mode: 'blackhole' })
    client.socket.resetAndDestroy()
    await proxy.apply({ mode: 'pass' })
    await until(() => expect(peer.ended()).not.toBe(null))
  })

  test('a cut frees the connections it froze', async () => {
    const [client, peer] = await pair()
    await proxy.apply({ mode: 'blackhole' })
    await proxy.apply({ mode: 'cut' })
    await until(() => expect([client.ended(), peer.ended()]).toEqual(['end', 'end']))
  })
})

describe('delay', () => {
  let hand: ReturnType<typeof handClock>

  beforeEach(async () => {
    await proxy.close()
    hand = handClock()
    proxy = await start(hand.clock)
  })

  test('bytes arrive when their time has come and not before', async () => {
    const [client, peer] = await pair()
    await proxy.apply({ mode: 'delay', delayMs: 1000 })
    client.socket.write('slow')
    await until(() => expect(hand.waiting()).toBe(1))
    hand.advance(999)
    expect(peer.received()).toBe('')
    hand.advance(1)
    await until(() => expect(peer.received()).toBe('slow'))
  })

  test('bytes that come after it healed do not overtake', async () => {
    const [client, peer] = await pair()
    await proxy.apply({ mode: 'delay', delayMs: 1000 })
    client.socket.write('first ')
    await until(() => expect(hand.waiting()).toBe(1))
    await proxy.apply({ mode: 'pass' })
    client.socket.end('second')
    hand.advance(1000)
    await until(() => expect([peer.received(), peer.ended()]).toEqual(['first second', 'end']))
  })
})

describe('refuse', () => {
  test('open connections are reset and new ones refused', async () => {
    const [client, peer] = await pair()
    await proxy.apply({ mode: 'refuse' })
    await until(() => expect([client.ended(), peer.ended()]).toEqual(['reset', 'reset']))
    await expect(dialPeer(proxy.port)).rejects.toMatchObject({ code: 'ECONNREFUSED' })
  })

  test('healing listens on the same port again', async () => {
    await proxy.apply({ mode: 'refuse' })
    await proxy.apply({ mode: 'pass' })
    const [client, peer] = await pair()
    client.socket.write('back')
    await until(() => expect(peer.received()).toBe('back'))
  })
})
