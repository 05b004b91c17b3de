// Slow readers: what is sent ahead is bounded, what is held back is not lost, and a reader that stands still is let go.
import { describe, expect, test } from 'vitest'
import type { Command } from '../../src/protocol/frames.ts'
import * as WIRE from '../../src/protocol/limits.ts'
import { readerOf } from '../support/log-reader.ts'
import { type Bench, createBench, type Peer, settle } from '../support/server-bench.ts'

const KB = 1024
const note = (bench: Bench, index: number) => bench.store.append('ada', [{ type: 'app.note', data: `${index}:${'x'.repeat(10 * KB)}` }])
const numbers = (peer: Peer) =>
  readerOf(peer.frames)
    .messages()
    .map(value => Number.parseInt(JSON.stringify(value).slice(1), 10))
const upTo = (count: number) => Array.from({ length: count }, (_, index) => index)
const pushedBytes = (peer: Peer) =>
  peer.texts.filter(text => /^{"type":"(?:events|snapshot)"/.test(text)).reduce((sum, text) => sum + Buffer.byteLength(text), 0)
const get = (id: string): Command => ({ type: 'command', id, op: 'task.get', data: { id: 'none' }, ttlMs: 60_000 })

async function flood(bench: Bench, count: number): Promise<void> {
  for (const index of upTo(count)) {
    await note(bench, index)
    await settle()
  }
}

/** Acks what has come so far. */
async function ack(peer: Peer): Promise<void> {
  const last = peer.of('events').at(-1)
  if (last) peer.say({ type: 'ack', offset: last.offset })
  await settle()
}

test('[SLOW1] a reader that acks nothing is sent at most 256 kB', async () => {
  const bench = createBench()
  const peer = await bench.welcome('ada')
  await flood(bench, 40)
  expect(pushedBytes(peer)).toBeGreaterThan(200 * KB)
  expect(pushedBytes(peer)).toBeLessThanOrEqual(256 * KB)
})

test('[SLOW1] once it acks, it goes on from the log to completeness', async () => {
  const bench = createBench()
  const peer = await bench.welcome('ada')
  await flood(bench, 40)
  for (let round = 0; round < 5; round++) await ack(peer)
  expect(numbers(peer)).toEqual(upTo(40))
})

test('[SLOW1] what was held back comes coalesced', async () => {
  const bench = createBench()
  const peer = await bench.welcome('ada')
  await flood(bench, 40)
  const before = peer.of('events').length
  for (let round = 0; round < 5; round++) await ack(peer)
  const after = peer.of('events').slice(before)
  expect(after.length).toBeLessThanOrEqual(4)
  expect(Math.max(...peer.texts.map(text => Buffer.byteLength(text)))).toBeLessThanOrEqual(WIRE.downTargetBytes)
})

test('[SLOW1] it continues below 64 kB unacked, not before', async () => {
  const bench = createBench()
  const peer = await bench.welcome('ada')
  await flood(bench, 40)
  const frames = peer.of('events')
  const offsets = frames.map(frame => frame.offset)
  const sizes = frames.map(frame => Buffer.byteLength(JSON.stringify(frame)))
  const tail = (from: number) => sizes.slice(from).reduce((sum, size) => sum + size, 0)
  const above = offsets.findIndex((_, index) => tail(index + 1) < 80 * KB && tail(index + 1) >= 64 * KB)
  peer.say({ type: 'ack', offset: offsets[above] ?? 0 })
  await settle()
  expect(peer.of('events').length).toBe(frames.length)
  peer.say({ type: 'ack', offset: offsets[above + 2] ?? 0 })
  await settle()
  expect(peer.of('events').length).toBeGreaterThan(frames.length)
})

test('[SLOW1] over 256 kB in the transport nothing more is pushed until it drains', async () => {
  const bench = createBench()
  const peer = await bench.welcome('ada')
  peer.buffer(256 * KB + 1)
  await flood(bench, 3)
  expect(numbers(peer)).toEqual([])
  peer.flush()
  await settle()
  expect(numbers(peer)).toEqual([0, 1, 2])
})

test('[SLOW1] over the bound no command begins, but pings and acks are read', async () => {
  const bench = createBench()
  const peer = await bench.welcome('ada')
  peer.buffer(256 * KB + 1)
  peer.say(get('c1'), { type: 'ping', id: 7 })
  await settle()
  expect([peer.of('receipt').length, peer.of('pong')]).toEqual([0, [{ type: 'pong', id: 7 }]])
  peer.flush()
  await settle()
  expect(peer.of('receipt')).toMatchObject([{ id: 'c1' }])
})

test('[SLOW1] commands that wait behind a full window do not keep its acks from being read', async () => {
  const bench = createBench()
  const peer = await bench.welcome('ada')
  await flood(bench, 40)
  peer.say(...upTo(40).map(index => get(`c${index}`)))
  await settle()
  expect([peer.paused(), peer.of('receipt').length]).toEqual([false, 0])
  for (let round = 0; round < 5; round++) await ack(peer)
  expect([peer.of('receipt').length, numbers(peer)]).toEqual([40, upTo(40)])
})

test('[SLOW1] 30 s without progress of acks close 4002, with one log entry', async () => {
  const bench = createBench({ limits: { reapAfterMs: 600_000, pingAfterMs: 500_000 } })
  const peer = await bench.welcome('ada')
  await flood(bench, 40)
  await bench.world.advance(29_999)
  expect(peer.ended()).toBeNull()
  await bench.world.advance(1)
  expect([peer.ended()?.code, bench.entries.map(entry => entry.event)]).toEqual([4002, ['slow-consumer']])
})

test('[SLOW1] an ack that frees something gives 30 s more', async () => {
  const bench = createBench({ limits: { reapAfterMs: 600_000, pingAfterMs: 500_000 } })
  const peer = await bench.welcome('ada')
  await flood(bench, 40)
  await bench.world.advance(20_000)
  peer.say({ type: 'ack', offset: peer.of('events')[1]?.offset ?? 0 })
  await bench.world.advance(29_000)
  expect(peer.ended()).toBeNull()
  await bench.world.advance(1_001)
  expect(peer.ended()?.code).toBe(4002)
})

test('[SLOW1] a few unacked bytes on an idle socket are nobody’s fault', async () => {
  const bench = createBench({ limits: { reapAfterMs: 600_000, pingAfterMs: 500_000 } })
  const peer = await bench.welcome('ada')
  await note(bench, 0)
  await bench.world.advance(120_000)
  expect(peer.ended()).toBeNull()
})

test('[SLOW1] an ack for what was never sent, or twice, frees nothing more', async () => {
  const bench = createBench()
  const peer = await bench.welcome('ada')
  peer.say({ type: 'ack', offset: 0, part: 9 }, { type: 'ack', offset: 0, part: 1 }, { type: 'ack', offset: 0, part: 1 })
  await flood(bench, 40)
  const sent = pushedBytes(peer)
  peer.say({ type: 'ack', offset: 0 }, { type: 'ack', offset: 0, part: 1 })
  await settle()
  expect([sent <= 257 * KB, pushedBytes(peer)]).toEqual([true, sent])
})

test('[SLOW1] an event larger than the whole window waits for what is before it, and then passes', async () => {
  const bench = createBench({ limits: { unackedBytes: 20 * KB, resumeBelowBytes: 5 * KB } })
  const peer = await bench.welcome('ada')
  await note(bench, 0)
  await settle()
  await bench.store.append('ada', [{ type: 'app.note', data: `1:${'x'.repeat(30 * KB)}` }])
  await settle()
  expect(numbers(peer)).toEqual([0])
  await ack(peer)
  await ack(peer)
  expect(numbers(peer)).toEqual([0, 1])
})

test('[SLOW1] an ack that frees nothing gives no more time', async () => {
  const bench = createBench({ limits: { reapAfterMs: 600_000, pingAfterMs: 500_000 } })
  const peer = await bench.welcome('ada')
  peer.say({ type: 'ack', offset: 0, part: 1 }, { type: 'ack', offset: 0 })
  await flood(bench, 40)
  await bench.world.advance(20_000)
  peer.say({ type: 'ack', offset: 0 })
  await bench.world.advance(10_000)
  expect(peer.ended()?.code).toBe(4002)
})

describe('parts of a snapshot', () => {
  /** A socket whose snapshot of ten parts is held back after the first few. */
  async function partly() {
    const bench = createBench()
    for (const index of upTo(10)) await bench.store.submit('ada', { key: `k${index}`, kind: 'chat', input: 'x'.repeat(60_000) })
    const peer = await bench.welcome('ada')
    const sent = peer.of('snapshot').length
    expect(sent).toBe(4)
    const offset = peer.of('snapshot')[0]?.cursor.offset ?? 0
    const acking = async (fields: { part?: number }) => {
      peer.say({ type: 'ack', offset, ...fields })
      await settle()
      return peer.of('snapshot').length
    }
    return { peer, acking }
  }

  test('[SNAP3] the ack of a part frees it and those before it', async () => {
    const { acking } = await partly()
    expect([await acking({ part: 1 }), await acking({ part: 4 })]).toEqual([4, 8])
  })

  test('[SNAP3] an ack that names no part frees none', async () => {
    const { acking } = await partly()
    expect(await acking({})).toBe(4)
  })

  test('[SNAP3] the whole snapshot comes, part by part, then live', async () => {
    const { peer, acking } = await partly()
    for (const part of upTo(10)) await acking({ part: part + 1 })
    expect([peer.of('snapshot').length, readerOf(peer.frames).isLive()]).toEqual([10, true])
  })
})

test('[SLOW1] a reader that is always a little behind is never sent back to a snapshot', async () => {
  const bench = createBench({ retention: { entries: 10_000 } })
  const peer = await bench.welcome('ada')
  for (let round = 0; round < 60; round++) {
    await flood(bench, 12)
    const frames = peer.of('events')
    peer.say({ type: 'ack', offset: frames[Math.max(0, frames.length - 2)]?.offset ?? 0 })
    await settle()
  }
  expect([peer.of('snapshot').length, pushedBytes(peer) > 5 * 1024 * KB]).toEqual([1, true])
})
