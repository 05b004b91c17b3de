// How the log reaches its reader: resume, snapshots, live events, coalescing; from one writer, with nothing in between lost.
import { describe, expect, test } from 'vitest'
import type { Cursor } from '../../src/protocol/values.ts'
import type { Store } from '../../src/server/store.ts'
import { readerOf } from '../support/log-reader.ts'
import { type Bench, createBench, type Peer, settle } from '../support/server-bench.ts'

async function append(store: Store, values: readonly number[], user = 'ada'): Promise<Cursor> {
  let cursor = await store.head(user)
  for (const data of values) cursor = await store.append(user, [{ type: 'app.tick', data }])
  return cursor
}
const upTo = (count: number) => Array.from({ length: count }, (_, index) => index)
const byteLengths = (peer: Peer) => peer.texts.map(text => Buffer.byteLength(text))
const tickTo = (bench: Bench, values: readonly number[]) => append(bench.store, values)

/** Acks everything at once, as a fast client does. */
async function ackAll(peer: Peer): Promise<void> {
  for (let before = -1; before !== peer.texts.length;) {
    before = peer.texts.length
    for (const { cursor, part } of peer.of('snapshot')) peer.say({ type: 'ack', offset: cursor.offset, part })
    const last = peer.of('events').at(-1)
    if (last) peer.say({ type: 'ack', offset: last.offset })
    await settle()
  }
}

describe('resume', () => {
  test('[LOG2] a proved cursor is replayed from, and the head is live', async () => {
    const bench = createBench()
    const cursor = await tickTo(bench, [1, 2])
    await tickTo(bench, [3, 4])
    const peer = await bench.welcome('ada', { cursor })
    expect(peer.of('welcome')).toMatchObject([{ outcome: 'replayed', head: 4, epoch: cursor.epoch }])
    expect(peer.of('snapshot')).toEqual([])
    expect(peer.of('events')).toMatchObject([{ prev: 2, offset: 4, live: true, list: [{ event: { data: 3 } }, { event: { data: 4 } }] }])
  })

  test('[GAP3] a cursor at the head gets an empty live frame', async () => {
    const bench = createBench()
    const cursor = await tickTo(bench, [1])
    const peer = await bench.welcome('ada', { cursor })
    expect(peer.of('events')).toEqual([{ type: 'events', prev: 1, offset: 1, mark: cursor.mark, list: [], live: true }])
  })

  test('[SNAP4] no cursor yields a snapshot, reason new, then live', async () => {
    const bench = createBench()
    await tickTo(bench, [1])
    const peer = await bench.welcome('ada')
    expect(peer.frames.map(frame => frame.type)).toEqual(['welcome', 'snapshot', 'events'])
    expect([peer.of('welcome')[0]?.reason, peer.of('events')[0]?.live]).toEqual(['new', true])
  })

  test.each([
    ['of another history', { epoch: 'elsewhere', offset: 1, mark: 'm' }, 'epoch'],
    ['with another mark', { offset: 1, mark: 'other' }, 'diverged'],
    ['from the future', { offset: 99, mark: 'm' }, 'diverged'],
  ])('[LOG2] a cursor %s yields a snapshot', async (_, fields, reason) => {
    const bench = createBench()
    const head = await tickTo(bench, [1, 2])
    const peer = await bench.welcome('ada', { cursor: { ...head, ...fields } })
    expect(peer.of('welcome')).toMatchObject([{ outcome: 'snapshot', reason }])
    expect(readerOf(peer.frames).isLive()).toBe(true)
    expect(peer.frames.map(frame => frame.type)).toEqual(['welcome', 'snapshot', 'events'])
  })

  test('[LOG3] a cursor before trimmed entries yields a snapshot', async () => {
    const bench = createBench({ retention: { entries: 2 } })
    const cursor = await tickTo(bench, [1])
    await tickTo(bench, [2, 3, 4, 5])
    const peer = await bench.welcome('ada', { cursor })
    expect(peer.of('welcome')).toMatchObject([{ outcome: 'snapshot', reason: 'trimmed' }])
  })

  test("[AUTH4] another user's cursor shows nothing of that user", async () => {
    const bench = createBench()
    const cursor = await append(bench.store, [7, 8, 9], 'bob')
    const peer = await bench.welcome('ada', { cursor: { ...cursor, offset: 1 } })
    expect(peer.of('welcome')[0]?.outcome).toBe('snapshot')
    expect(peer.texts.join('')).not.toContain('app.tick')
  })

  test.each([
    [1_000, 'replayed'],
    [1_001, 'snapshot'],
  ])('[SNAP4] %i entries behind are served as %s', async (behind, outcome) => {
    const bench = createBench({ retention: { entries: 5_000 } })
    const cursor = await tickTo(bench, [0])
    await tickTo(bench, upTo(behind))
    const peer = await bench.welcome('ada', { cursor })
    expect(peer.of('welcome')[0]?.outcome).toBe(outcome)
    expect(peer.of('snapshot').length).toBe(outcome === 'snapshot' ? 1 : 0)
  })

  test('[SNAP4] more bytes behind than the bound become a snapshot, on the way', async () => {
    const bench = createBench({ retention: { entries: 5_000 } })
    const cursor = await tickTo(bench, [0])
    for (let index = 0; index < 25; index++) await bench.store.append('ada', [{ type: 'app.big', data: 'x'.repeat(200_000) }])
    const peer = await bench.welcome('ada', { cursor })
    await ackAll(peer)
    expect(peer.of('welcome')[0]?.outcome).toBe('replayed')
    expect([peer.of('snapshot').length, readerOf(peer.frames, cursor).cursor()?.offset]).toEqual([1, 26])
  })
})

describe('live', () => {
  test('[LOG5] an append reaches every socket of its user, and no other', async () => {
    const bench = createBench()
    const peers = [await bench.welcome('ada', { client: 'p1' }), await bench.welcome('ada', { client: 'p2' }), await bench.welcome('bob')]
    await tickTo(bench, [1])
    await settle()
    expect(peers.map(peer => readerOf(peer.frames).messages())).toEqual([[1], [1], []])
  })

  test('[LOG5] an append between the watch and the first answer is not lost', async () => {
    const bench: Bench = createBench({
      through: store => ({
        ...store,
        async snapshot(user) {
          const snapshot = await store.snapshot(user)
          await store.append(user, [{ type: 'app.tick', data: 1 }])
          return snapshot
        },
      }),
    })
    const peer = await bench.welcome('ada')
    expect(readerOf(peer.frames).messages()).toEqual([1])
  })

  test('[LOG5] an append while the first replay is read is not lost either', async () => {
    let late = 1
    const bench: Bench = createBench({
      through: store => ({
        ...store,
        async read(user, after, limit) {
          const reading = await store.read(user, after, limit)
          if (late-- > 0) await store.append(user, [{ type: 'app.tick', data: 1 }])
          await settle()
          return reading
        },
      }),
    })
    const cursor = await bench.store.head('ada')
    const peer = await bench.welcome('ada', { cursor })
    for (let round = 0; round < 4; round++) await settle()
    expect(readerOf(peer.frames, cursor).messages()).toEqual([1])
  })

  test('[LOG5] a lost hint delays by 15 s, and loses nothing', async () => {
    const bench = createBench({ through: store => ({ ...store, watch: () => () => {} }) })
    const peer = await bench.welcome('ada')
    await tickTo(bench, [1])
    await bench.world.advance(14_000)
    expect(readerOf(peer.frames).messages()).toEqual([])
    await bench.world.advance(1_001)
    expect(readerOf(peer.frames).messages()).toEqual([1])
  })

  test('[LOG5] one read is under way at a time, and hints meanwhile cause one more', async () => {
    let reads = 0
    let most = 0
    let total = 0
    const bench = createBench({
      through: store => ({
        ...store,
        async read(...call) {
          total += 1
          most = Math.max(most, (reads += 1))
          await settle()
          reads -= 1
          return store.read(...call)
        },
      }),
    })
    const peer = await bench.welcome('ada')
    await settle()
    const before = total
    await tickTo(bench, upTo(50))
    for (let round = 0; round < 5; round++) await settle()
    expect(readerOf(peer.frames).messages()).toEqual(upTo(50))
    expect([most, total - before < 10]).toEqual([1, true])
  })

  test('[LOG2] a history that changes under a live socket becomes a snapshot of the new one', async () => {
    let mark: string | null = null
    const bench = createBench({
      through: store => ({
        ...store,
        read(user, after, limit) {
          const believed = mark === null ? after : { ...after, mark }
          mark = null
          return store.read(user, believed, limit)
        },
      }),
    })
    const peer = await bench.welcome('ada')
    await tickTo(bench, [1])
    await settle()
    mark = 'rolled-back'
    await tickTo(bench, [2])
    await settle()
    await tickTo(bench, [3])
    await settle()
    const epochs = peer.of('snapshot').map(({ cursor }) => cursor.epoch)
    expect([epochs.length, new Set(epochs).size]).toEqual([2, 2])
    expect(readerOf(peer.frames).messages()).toEqual([1, 3])
  })

  test('a store that disowns each of its snapshots is not asked for more than one a second', async () => {
    const gap = { outcome: 'gap', reason: 'epoch' } as const
    const bench = createBench({
      through: store => ({ ...store, read: async user => ({ ...gap, head: await store.head(user) }) }),
    })
    const peer = await bench.welcome('ada')
    await bench.world.advance(3_500)
    expect(peer.of('snapshot').length).toBe(4)
  })

  test('a read that fails is tried again, less and less often, and the socket stays', async () => {
    let failures = 3
    const bench = createBench({
      through: store => ({ ...store, read: (...call) => (failures-- > 0 ? Promise.reject(new Error('busy')) : store.read(...call)) }),
    })
    const peer = await bench.welcome('ada')
    expect(readerOf(peer.frames).isLive()).toBe(false)
    await bench.world.advance(6_000)
    expect(readerOf(peer.frames).isLive()).toBe(false)
    await bench.world.advance(1_000)
    expect([readerOf(peer.frames).isLive(), peer.ended(), bench.entries.length]).toEqual([true, null, 3])
  })
})

describe('frames', () => {
  test('[GAP1] replay is cut into frames of at most 64 kB that join without a gap', async () => {
    const bench = createBench()
    const cursor = await tickTo(bench, [0])
    for (let index = 0; index < 40; index++) await bench.store.append('ada', [{ type: 'app.note', data: `${index} ${'é'.repeat(2_000)}` }])
    const peer = await bench.welcome('ada', { cursor })
    await ackAll(peer)
    expect(Math.max(...byteLengths(peer))).toBeLessThanOrEqual(64 * 1024)
    expect(peer.of('events').length).toBeGreaterThan(2)
    expect(peer.of('events').filter(frame => frame.live).length).toBe(1)
    const chain = peer.of('events')
    expect(chain.slice(1).map(frame => frame.prev)).toEqual(chain.slice(0, -1).map(frame => frame.offset))
  })

  test('[GAP1] adjacent chunks of a stream merge, and the item carries its last offset', async () => {
    const bench = createBench()
    const cursor = await bench.store.head('ada')
    await bench.store.submit('ada', { key: 'k1', kind: 'chat', input: null })
    const claimed = await bench.store.claim(['chat'], 30_000)
    if (claimed === null) throw new Error('nothing to claim')
    for (const [at, chunk] of 'hello'.split('').entries())
      await bench.store.write(claimed.lease, { type: 'chunk', name: 'text', kind: 'text', at, chunk })
    const peer = await bench.welcome('ada', { cursor })
    const items = peer.of('events').flatMap(frame => frame.list)
    expect(items.filter(({ event }) => event.type === 'task.stream')).toMatchObject([{ offset: 7, event: { at: 0, chunk: 'hello' } }])
    expect(readerOf(peer.frames, cursor).text(claimed.task.id)).toBe('hello')
  })

  test('[LOG3] a frame passes trimmed stream entries, so that the cursor moves with the log', async () => {
    const bench = createBench({ retention: { streamEntries: 1 } })
    const peer = await bench.welcome('ada')
    await bench.store.submit('ada', { key: 'k1', kind: 'chat', input: null })
    const claimed = await bench.store.claim(['chat'], 30_000)
    if (claimed === null) throw new Error('nothing to claim')
    await settle()
    const cursor = readerOf(peer.frames).cursor()
    for (const [at, chunk] of 'hello'.split('').entries())
      await bench.store.write(claimed.lease, { type: 'chunk', name: 'text', kind: 'text', at, chunk })
    const late = await bench.welcome('ada', { client: 'late', ...(cursor && { cursor }) })
    expect(late.of('welcome')[0]?.outcome).toBe('replayed')
    expect(late.of('events').at(-1)).toMatchObject({ offset: (await bench.store.head('ada')).offset, live: true })
  })
})

describe('snapshot parts', () => {
  async function withTasks(bench: Bench, count: number, bytes: number): Promise<void> {
    for (let index = 0; index < count; index++) {
      await bench.store.submit('ada', { key: `k${index}`, kind: 'chat', input: null })
      const claimed = await bench.store.claim(['chat'], 3_000_000)
      if (claimed === null) throw new Error('nothing to claim')
      await bench.store.write(claimed.lease, { type: 'chunk', name: 'text', kind: 'text', at: 0, chunk: '😀"'.repeat(bytes / 6) })
      if (index % 2 === 0) await bench.store.write(claimed.lease, { type: 'succeed' })
    }
  }

  test('[SNAP3] parts are at most 64 kB, active tasks first, and hold every stream whole', async () => {
    const bench = createBench()
    await withTasks(bench, 4, 150_000)
    const peer = await bench.welcome('ada')
    await ackAll(peer)
    const parts = peer.of('snapshot')
    expect(Math.max(...byteLengths(peer))).toBeLessThanOrEqual(64 * 1024)
    expect(parts.map(({ part }) => part)).toEqual(Array.from({ length: parts[0]?.parts ?? 0 }, (_, index) => index + 1))
    const statuses = parts.flatMap(part => part.tasks.map(task => task.status))
    expect(statuses).toEqual(['running', 'running', 'succeeded', 'succeeded'])
    const reader = readerOf(peer.frames)
    const lengths = parts.flatMap(part => part.tasks.map(task => [task.lengths['text'], reader.text(task.id).length]))
    expect(lengths).toEqual(Array.from({ length: 4 }, () => [75_000, 75_000]))
  })

  test('[SNAP2] no live event goes out before the last part, and what came meanwhile follows', async () => {
    const bench = createBench()
    await withTasks(bench, 3, 200_000)
    const peer = await bench.welcome('ada')
    await tickTo(bench, [1, 2])
    await settle()
    expect(peer.of('events')).toEqual([])
    await ackAll(peer)
    expect(readerOf(peer.frames).messages()).toEqual([1, 2])
    expect(readerOf(peer.frames).isLive()).toBe(true)
  })
})
