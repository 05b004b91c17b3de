// A node against whatever its peers may send, in any order: it serves on or closes with a code of the table, answers once, and never tells one user of another.
import fc, { type Arbitrary } from 'fast-check'
import { expect, test } from 'vitest'
import { CLOSE_CODES } from '../../src/protocol/close-codes.ts'
import { encode } from '../../src/protocol/codec.ts'
import type { ClientMessage } from '../../src/protocol/frames.ts'
import { BOUNDS } from '../../src/server/limits.ts'
import { clientMessage, json } from '../protocol/arbitraries.ts'
import { type Bench, createBench, type Peer, settle } from '../support/server-bench.ts'
import { runs } from './runs.ts'

const USERS = ['ana', 'bob'] as const
const secretOf = (user: string) => `secret-of-${user}`

const user = fc.constantFrom(...USERS)
const id = fc.constantFrom('c1', 'c2', 'c3', 'c4', 'c5', 'c6')
const offset = fc.oneof(fc.nat(12), fc.maxSafeNat())
const cursor = fc.record({ epoch: fc.constantFrom('e', 'id-1-000000000001'), offset, mark: fc.constantFrom('m', 'id-1-000000000001') })

const hello = fc.record(
  { type: fc.constant('hello'), v: fc.constant(1), client: id, user, token: fc.oneof(user, fc.constantFrom('', 'nobody')), cursor },
  { requiredKeys: ['type', 'v', 'client'] },
)

/** What ops are sent, known and unknown, with data that fits or does not. */
const call = fc.oneof(
  fc.record({
    op: fc.constant('task.submit'),
    data: fc.record({ kind: fc.constantFrom('chat', 'other'), input: fc.constantFrom(1, 'two', null) }),
  }),
  fc.record({ op: fc.constantFrom('task.cancel', 'task.get'), data: fc.oneof(fc.record({ id }), fc.record({ key: id })) }),
  fc.record({ op: fc.constant('task.input'), data: fc.record({ id, rev: fc.integer({ min: 1, max: 3 }), data: json }) }),
  fc.record({ op: fc.constant('notifications.seen'), data: fc.record({ offset }) }),
  fc.record({ op: fc.constantFrom('app.echo', 'app.slow', 'app.broken', 'app.unknown', 'task.nonsense', 'toString'), data: json }),
  fc.record({ op: fc.constantFrom('task.submit', 'task.get', 'task.input', 'notifications.seen'), data: json }),
)
const command = fc
  .tuple(id, call, fc.oneof(fc.nat(400_000), fc.maxSafeNat()), fc.option(fc.constantFrom('e', 'id-1-000000000001'), { nil: undefined }))
  .map(([commandId, { op, data }, ttlMs, epoch]) => ({
    type: 'command',
    id: commandId,
    op,
    data,
    ttlMs,
    ...(epoch !== undefined && { epoch }),
  }))
const ack = fc.record({ type: fc.constant('ack'), offset, part: fc.integer({ min: 1, max: 9 }) }, { requiredKeys: ['type', 'offset'] })
const auth = fc.record({ type: fc.constant('auth'), token: fc.oneof(user, fc.constant('nobody')) })
const likely = fc.oneof({ weight: 6, arbitrary: command }, { weight: 2, arbitrary: ack }, auth, hello) as Arbitrary<ClientMessage>

const garbage = fc.oneof(
  fc.string(),
  fc.json(),
  likely.map(message => encode(message).slice(0, -3)),
  fc.constantFrom('', 'null', '[]', '{"type":"ping"}', '{"type":"new-frame","x":1}', '{"type":"__proto__"}'),
  fc.integer({ min: 1, max: 70_000 }).map(length => `{"type":"ping","id":1,"x":"${'x'.repeat(length)}"}`),
  fc.integer({ min: 1, max: 500 }).map(depth => `{"type":"command","x":${'['.repeat(depth)}${']'.repeat(depth)}}`),
)

type Deed =
  | { readonly does: 'say'; readonly text: string }
  | { readonly does: 'pause'; readonly ms: number }
  | { readonly does: 'buffer'; readonly bytes: number }
  | { readonly does: 'write'; readonly user: string; readonly length: number }
  | { readonly does: 'binary' | 'flush' | 'vanish' | 'wait' }

const say = (text: Arbitrary<string>) => fc.record({ does: fc.constant('say'), text })
const does = <D extends string>(what: D) => fc.record({ does: fc.constant(what) })
const deed = fc.oneof(
  { weight: 300, arbitrary: say(likely.map(encode)) },
  { weight: 40, arbitrary: say(clientMessage.map(encode)) },
  { weight: 10, arbitrary: say(garbage) },
  { weight: 60, arbitrary: does('wait') },
  { weight: 20, arbitrary: fc.record({ does: fc.constant('pause'), ms: fc.nat(20_000) }) },
  { weight: 20, arbitrary: fc.record({ does: fc.constant('buffer'), bytes: fc.nat(600_000) }) },
  { weight: 40, arbitrary: fc.record({ does: fc.constant('write'), user, length: fc.nat(90_000) }) },
  { weight: 20, arbitrary: does('flush') },
  { weight: 3, arbitrary: does('binary') },
  { weight: 3, arbitrary: does('vanish') },
) as Arbitrary<Deed>

/** Most begin as a client should, or hardly one would get further than its first frame. */
const script = fc.record({
  polite: fc.oneof({ weight: 4, arbitrary: user }, { weight: 1, arbitrary: fc.constant(null) }),
  ignoresPause: fc.boolean(),
  deeds: fc.array(deed, { maxLength: 50, size: 'max' }),
})

interface Visit {
  readonly bench: Bench
  readonly peer: Peer
  /** How often each command id arrived. */
  readonly arrived: ReadonlyMap<string, number>
}

async function visit({ polite, ignoresPause, deeds }: typeof script extends Arbitrary<infer S> ? S : never): Promise<Visit> {
  const bench = createBench({ kinds: ['chat'], ops: opsOf(() => bench) })
  const arrived = new Map<string, number>()
  const peer = bench.dial({ ignoresPause })
  const hear = (text: string) => {
    const commandId = /^{"type":"command","id":"([\w-]+)"/.exec(text)?.[1]
    if (commandId !== undefined) arrived.set(commandId, (arrived.get(commandId) ?? 0) + 1)
    peer.sayText(text)
  }
  if (polite !== null) hear(encode({ type: 'hello', v: 1, client: 'page', user: polite, token: polite }))
  await settle()
  for (const each of deeds) await act(each, { bench, peer, hear })
  await settle()
  return { bench, peer, arrived }
}

const opsOf = (bench: () => Bench) => ({
  echo: (data: unknown) => data,
  broken: () => {
    throw new Error('out of tea')
  },
  slow: () => new Promise(resolve => void bench().world.at(bench().world.now() + 5_000, () => resolve('late'))),
})

interface Stage {
  readonly bench: Bench
  readonly peer: Peer
  readonly hear: (text: string) => void
}

async function act(each: Deed, { bench, peer, hear }: Stage): Promise<void> {
  switch (each.does) {
    case 'say':
      return hear(each.text)
    case 'pause':
      return bench.world.advance(each.ms)
    case 'buffer':
      return peer.buffer(each.bytes)
    case 'write':
      return void (await bench.store.append(each.user, [{ type: 'app.said', data: secretOf(each.user).padEnd(each.length, '.') }]))
    case 'binary':
      return peer.sayBinary()
    case 'flush':
      return peer.flush()
    case 'vanish':
      return peer.vanish()
    case 'wait':
      return settle()
  }
}

const welcomedAs = (peer: Peer): string | undefined => peer.of('welcome')[0]?.user

test('[AUTH4] whatever comes, all that goes out is frames of v1, of one user alone, and closes bear codes of the table', async () => {
  await fc.assert(
    fc.asyncProperty(script, async each => {
      const { peer } = await visit(each)
      expect(peer.frames.length).toBe(peer.texts.length)
      const others = USERS.filter(other => other !== welcomedAs(peer))
      for (const other of others) expect(peer.texts.filter(text => text.includes(secretOf(other)))).toEqual([])
      expect(Object.keys(CLOSE_CODES)).toContain(String(peer.ended()?.code ?? 1000))
    }),
    runs(250),
  )
})

test('[SEND5] a command is answered at most once for each time it arrived', async () => {
  await fc.assert(
    fc.asyncProperty(script, async each => {
      const { bench, peer, arrived } = await visit(each)
      await bench.world.advance(12_000)
      const answered = peer.of('receipt').map(receipt => receipt.id)
      const times = (commandId: string) => answered.filter(other => other === commandId).length
      expect(answered.filter(commandId => times(commandId) > (arrived.get(commandId) ?? 0))).toEqual([])
    }),
    runs(150),
  )
})

test('[LIFE1] whatever came, a connection that is not closed answers a ping, and one that is closed says nothing more', async () => {
  await fc.assert(
    fc.asyncProperty(script, async each => {
      const { bench, peer } = await visit(each)
      const vanished = each.deeds.some(({ does: what }) => what === 'vanish')
      const count = peer.texts.length
      const wasEnded = peer.ended() !== null || vanished
      peer.flush()
      peer.say({ type: 'ping', id: 77 }, { type: 'ack', offset: Number.MAX_SAFE_INTEGER })
      await bench.world.advance(12_000)
      const isSilent = peer.texts.length === count
      const isServed = peer.of('pong').some(pong => pong.id === 77) || peer.ended() !== null || peer.paused()
      expect(wasEnded ? isSilent : isServed).toBe(true)
    }),
    runs(150),
  )
})

test('[SLOW1] a peer that never acknowledges is sent its window and no more, whatever is written', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(90_000), { maxLength: 40, size: 'max' }), async lengths => {
      const bench = createBench()
      const peer = await bench.welcome('ana')
      for (const length of lengths) {
        await bench.store.append('ana', [{ type: 'app.said', data: 'x'.repeat(length) }])
        await settle()
      }
      const sent = peer.texts.reduce((sum, text) => sum + text.length, 0)
      expect(sent).toBeLessThan(256 * 1024 + 10_000)
    }),
    runs(30),
  )
})

test('[SEND7] a peer that pours commands without pause is stopped, and what is held for it stays bounded', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 60_000 }), async bytes => {
      const bench = createBench({ ops: { slow: () => new Promise(() => {}) } })
      const peer = await bench.welcome('ana')
      const loud = bench.dial({ ignoresPause: true })
      loud.say({ type: 'hello', v: 1, client: 'loud', user: 'ana', token: 'ana' })
      await settle()
      let poured = 0
      for (let index = 0; loud.ended() === null && index < 40 + 2 * (BOUNDS.heldBytes / bytes); index += 1) {
        loud.say({ type: 'command', id: `c${index}`, op: 'app.slow', data: 'x'.repeat(bytes), ttlMs: 1_000 })
        poured += bytes
        if (index > 5_000) break
      }
      await settle()
      expect(loud.paused() || loud.ended()?.code === 4503).toBe(true)
      expect(poured).toBeLessThan(34 * (bytes + 200) + 2 * BOUNDS.heldBytes)
      expect(peer.ended()).toBeNull()
    }),
    runs(20),
  )
})
