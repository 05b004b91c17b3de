// Bounds that end a connection: frames that ask for no work (4005), and pages of one user (4506).
import { describe, expect, test } from 'vitest'
import type { ClientMessage } from '../../src/protocol/frames.ts'
import { createBench, settle } from '../support/server-bench.ts'

const LIMIT = 600
const pings = (count: number): ClientMessage[] => Array.from({ length: count }, (_, id) => ({ type: 'ping', id }))

describe('frames that ask for no work', () => {
  test.each<[string, (index: number) => string]>([
    ['pings', id => JSON.stringify({ type: 'ping', id })],
    ['acks that free nothing', () => JSON.stringify({ type: 'ack', offset: 0 })],
    ['frames of unknown types', () => JSON.stringify({ type: 'gossip' })],
  ])('[AUTH2] more than 600 %s in a minute close 4005, with a hint and one log entry', async (_, text) => {
    const bench = createBench()
    const peer = await bench.welcome('ada')
    peer.say({ type: 'ack', offset: 0 })
    for (let index = 0; index < LIMIT; index++) peer.sayText(text(index))
    await settle()
    expect(peer.ended()).toBeNull()
    peer.sayText(text(LIMIT))
    expect(peer.ended()?.code).toBe(4005)
    expect(peer.of('bye')).toMatchObject([{ code: 4005, retryAfterMs: 2_000, spreadMs: 10_000 }])
    expect(bench.entries).toMatchObject([{ level: 'warn', event: 'too-many-frames' }])
  })

  test('[AUTH2] as many in the next minute are welcome', async () => {
    const bench = createBench()
    const peer = await bench.welcome('ada')
    peer.say(...pings(LIMIT - 1))
    await bench.world.advance(30_000)
    peer.say(...pings(1))
    await bench.world.advance(30_000)
    peer.say(...pings(LIMIT))
    await settle()
    expect([peer.ended(), peer.of('pong').length]).toEqual([null, 2 * LIMIT])
  })

  test('[SEND7] commands and acks that make room do not count', async () => {
    const bench = createBench()
    const peer = await bench.welcome('ada')
    for (let index = 0; index < LIMIT + 1; index++) {
      await bench.store.append('ada', [{ type: 'app.tick', data: null }])
      peer.say({ type: 'command', id: `c${index}`, op: 'notifications.seen', data: { offset: 0 }, ttlMs: 1_000 })
      await settle()
      peer.say({ type: 'ack', offset: index + 1 })
    }
    await settle()
    expect([peer.ended(), peer.of('receipt').length]).toEqual([null, LIMIT + 1])
  })
})

describe('pages of one user', () => {
  const limits = { clientsPerUser: 2 }

  test('[AUTH2] beyond their bound are refused with 4506, and those that are there stay', async () => {
    const bench = createBench({ limits })
    const peers = []
    for (const client of ['a', 'b', 'c']) peers.push(await bench.welcome('ada', { client }))
    expect(peers.map(peer => peer.ended()?.code)).toEqual([undefined, undefined, 4506])
  })

  test('[AUTH2] a newer socket of a page that is there is no further page', async () => {
    const bench = createBench({ limits })
    for (const client of ['a', 'b']) await bench.welcome('ada', { client })
    expect((await bench.welcome('ada', { client: 'a' })).ended()).toBeNull()
  })

  test('[AUTH2] of other users do not count, and a page that left makes room', async () => {
    const bench = createBench({ limits })
    const [first] = [await bench.welcome('ada', { client: 'a' }), await bench.welcome('ada', { client: 'b' })]
    expect((await bench.welcome('bob', { client: 'c' })).ended()).toBeNull()
    first.vanish()
    expect((await bench.welcome('ada', { client: 'd' })).ended()).toBeNull()
  })
})
