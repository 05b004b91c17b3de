// Commands: one receipt each, in order of beginning, at most 32 at once; the application's own run once.
import { describe, expect, test } from 'vitest'
import type { Command } from '../../src/protocol/frames.ts'
import type { Json } from '../../src/protocol/values.ts'
import { TaskError } from '../../src/server/tasks/errors.ts'
import { type BenchOptions, createBench, type Peer, settle } from '../support/server-bench.ts'

const command = (id: string, op: string, data: Json = null, epoch?: string): Command => ({
  type: 'command',
  id,
  op,
  data,
  ttlMs: 60_000,
  ...(epoch !== undefined && { epoch }),
})
const submit = (id: string, input: Json = 1, kind = 'chat') => command(id, 'task.submit', { kind, input })

async function send(peer: Peer, ...commands: readonly Command[]) {
  peer.say(...commands)
  await settle()
  return commands.map(({ id }) => peer.of('receipt').findLast(receipt => receipt.id === id))
}

async function ask(commands: readonly Command[], options: BenchOptions = {}) {
  const bench = createBench(options)
  const peer = await bench.welcome('ada')
  return send(peer, ...commands)
}
const codeOf = (receipt: unknown) => (receipt as { error?: { code: string } } | undefined)?.error?.code
const taskOf = (receipt: unknown) => (receipt as { data: { task: { id: string; rev: number; status: string } } }).data.task

describe('built-in ops', () => {
  test('[TASK5] a submit is answered with its head, its key, and the cursor of its event', async () => {
    const [receipt] = await ask([submit('k1')])
    expect(receipt).toMatchObject({ ok: true, data: { task: { key: 'k1', kind: 'chat', status: 'queued' } }, cursor: { offset: 1 } })
  })

  test('[SEND5] a repeated submit is answered with the current head and makes no second task', async () => {
    const bench = createBench()
    const peer = await bench.welcome('ada')
    await send(peer, submit('k1'))
    await bench.store.claim(['chat'], 30_000)
    const [again] = await send(peer, submit('k1'))
    expect(again).toMatchObject({ ok: true, data: { task: { key: 'k1', status: 'running' } } })
    expect((await bench.store.list('ada', { limit: 10 })).tasks.length).toBe(1)
  })

  test('[TASK5] the same key with another input is a key-conflict', async () => {
    const receipts = await ask([submit('k1', 1), submit('k1', 2)])
    expect(codeOf(receipts[1])).toBe('key-conflict')
  })

  test('a submit and the cancel that follows it begin in that order', async () => {
    const receipts = await ask([submit('k1'), command('c1', 'task.cancel', { key: 'k1' }), command('g1', 'task.get', { key: 'k1' })])
    expect(receipts[1]).toMatchObject({ ok: true, data: { task: { status: 'cancelled' } }, cursor: { offset: 2 } })
    expect(receipts[2]).toMatchObject({ ok: true, data: { task: { status: 'cancelled', input: 1 }, pieces: [] } })
  })

  test('[TASK5] a cancel that comes first makes the submit be born cancelled', async () => {
    const receipts = await ask([command('c1', 'task.cancel', { key: 'k1' }), submit('k1')])
    expect([codeOf(receipts[0]), taskOf(receipts[1]).status]).toEqual(['not-found', 'cancelled'])
  })

  test('an answer to a question changes the task, and a late one is a conflict', async () => {
    const bench = createBench()
    const peer = await bench.welcome('ada')
    await send(peer, submit('k1'))
    const claimed = await bench.store.claim(['chat'], 30_000)
    if (claimed === null) throw new Error('nothing to claim')
    const asked = await bench.store.write(claimed.lease, { type: 'ask', prompt: 'colour?' })
    if (asked.outcome !== 'written') throw new Error('lease lost')
    const { id, rev } = asked.task
    const answers = await send(
      peer,
      command('a1', 'task.input', { id, rev, data: 'red' }),
      command('a2', 'task.input', { id, rev, data: 'blue' }),
    )
    expect([taskOf(answers[0]).status, codeOf(answers[1])]).toEqual(['running', 'conflict'])
  })

  test('what is seen only grows', async () => {
    const bench = createBench()
    for (let index = 0; index < 3; index++) await bench.store.notify('ada', { id: `n${index}`, kind: 'news' })
    const peer = await bench.welcome('ada')
    const receipts = await send(
      peer,
      command('s1', 'notifications.seen', { offset: 3 }),
      command('s2', 'notifications.seen', { offset: 1 }),
    )
    expect(receipts).toMatchObject([
      { ok: true, data: { offset: 3 } },
      { ok: true, data: { offset: 3 } },
    ])
  })

  test.each([
    ['task.submit', { kind: 'chat' }, 'invalid-data'],
    ['task.submit', { kind: 7, input: 1 }, 'invalid-data'],
    ['task.get', {}, 'invalid-data'],
    ['task.cancel', 'k1', 'invalid-data'],
    ['task.input', { id: 'a', rev: 0, data: 1 }, 'invalid-data'],
    ['notifications.seen', { offset: -1 }, 'invalid-data'],
    ['task.get', { id: 'none' }, 'not-found'],
    ['task.explode', {}, 'unknown-op'],
    ['app.nothing', {}, 'unknown-op'],
    ['app.constructor', {}, 'unknown-op'],
    ['task.submit', { kind: 'other', input: 1 }, 'unknown-kind'],
  ])('%s with %j is answered %s, and the socket stays', async (op, data, code) => {
    const bench = createBench({ kinds: ['chat'] })
    const peer = await bench.welcome('ada')
    const [receipt] = await send(peer, command('c1', op, data))
    expect([codeOf(receipt), peer.ended()]).toEqual([code, null])
  })

  test('[AUTH4] a task of another user is not found, by id or by key', async () => {
    const bench = createBench()
    const [bob, ada] = [await bench.welcome('bob'), await bench.welcome('ada')]
    const [receipt] = await send(bob, submit('k1'))
    const { id } = taskOf(receipt)
    const refs = [{ id }, { key: 'k1' }]
    const receipts = await send(
      ada,
      ...refs.flatMap((ref, index) => [command(`g${index}`, 'task.get', ref), command(`c${index}`, 'task.cancel', ref)]),
    )
    expect(receipts.map(codeOf)).toEqual(Array.from({ length: 4 }, () => 'not-found'))
  })

  test('[STORE3] what a store refuses is rejected with its code', async () => {
    const full = await ask([submit('k1', 'x'.repeat(60_000))], {
      through: store => ({ ...store, submit: (user, { key }) => store.submit(user, { key, kind: 'chat', input: 'x'.repeat(300_000) }) }),
    })
    expect(full.map(codeOf)).toEqual(['too-large'])
  })

  test('[SEND5] a store that fails gives no receipt: the socket closes, and a resend is answered', async () => {
    let isBroken = true
    const bench = createBench({
      through: store => ({ ...store, submit: (...call) => (isBroken ? Promise.reject(new Error('disk')) : store.submit(...call)) }),
    })
    const peer = await bench.welcome('ada')
    await send(peer, submit('k1'))
    expect([peer.of('receipt'), peer.ended()?.code]).toEqual([[], 1011])
    isBroken = false
    const [receipt] = await send(await bench.welcome('ada', { client: 'next' }), submit('k1'))
    expect(receipt?.ok).toBe(true)
  })
})

describe('app ops', () => {
  test('an op is given its data, the user and the id, and its return is the answer', async () => {
    const calls: unknown[] = []
    const [receipt] = await ask([command('c1', 'app.add', [1, 2])], { ops: { add: (data, call) => (calls.push([data, call]), 3) } })
    expect(receipt).toMatchObject({ ok: true, data: 3, cursor: { offset: 0 } })
    expect(calls).toEqual([[[1, 2], { user: 'ada', id: 'c1' }]])
  })

  test('[GAP4] its receipt carries a cursor at or after what it wrote', async () => {
    const bench = createBench({ ops: { tell: async () => void (await bench.store.append('ada', [{ type: 'app.told', data: 1 }])) } })
    const [receipt] = await send(await bench.welcome('ada'), command('c1', 'app.tell'))
    expect(receipt).toMatchObject({ ok: true, data: null, cursor: { offset: 1 } })
  })

  test('[SEND5] however often a command arrives it executes once, and each arrival is answered alike', async () => {
    let runs = 0
    const bench = createBench({ ops: { buy: () => ++runs } })
    const peer = await bench.welcome('ada')
    const other = await bench.welcome('ada', { client: 'other' })
    const receipts = [
      ...(await send(peer, command('c1', 'app.buy'))),
      ...(await send(peer, command('c1', 'app.buy'))),
      ...(await send(other, command('c1', 'app.buy'))),
    ]
    expect(receipts).toMatchObject([{ data: 1 }, { data: 1 }, { data: 1 }])
  })

  test('[SEND5] a second arrival while the first runs waits for its receipt and never executes', async () => {
    let runs = 0
    let finish = (): void => {}
    const bench = createBench({ ops: { slow: () => new Promise(resolve => ((runs += 1), (finish = () => resolve('done')))) } })
    const first = await bench.welcome('ada')
    await send(first, command('c1', 'app.slow'))
    first.vanish()
    const second = await bench.welcome('ada', { client: 'other' })
    expect(await send(second, command('c1', 'app.slow'))).toEqual([undefined])
    finish()
    await settle()
    expect([second.of('receipt'), runs]).toMatchObject([[{ id: 'c1', ok: true, data: 'done' }], 1])
  })

  test('[SEND5] a command that waits for another arrival’s receipt keeps none behind it waiting', async () => {
    const bench = createBench({ ops: { buy: () => 'bought' } })
    await bench.store.begin('ada', 'c1', 30_000)
    const peer = await bench.welcome('ada')
    const receipts = await send(peer, command('c1', 'app.buy'), command('c2', 'app.buy'))
    expect(receipts).toMatchObject([undefined, { ok: true, data: 'bought' }])
  })

  test('[SEND5] a claim whose node died is answered interrupted once it expired', async () => {
    const bench = createBench({ ops: { buy: () => 'bought' } })
    await bench.store.begin('ada', 'c1', 30_000)
    const peer = await bench.welcome('ada')
    await send(peer, command('c1', 'app.buy'))
    for (let second = 0; second < 31; second++) {
      await bench.world.advance(1_000)
      peer.say({ type: 'ping', id: second })
    }
    expect(codeOf(peer.of('receipt')[0])).toBe('interrupted')
  })

  test('[SEND5] a handler gets 10 s, then the op is answered handler-timeout and never runs again', async () => {
    let runs = 0
    const bench = createBench({ ops: { slow: () => new Promise(() => (runs += 1)) } })
    const peer = await bench.welcome('ada')
    await send(peer, command('c1', 'app.slow'))
    await bench.world.advance(9_999)
    expect(peer.of('receipt')).toEqual([])
    await bench.world.advance(1)
    const [again] = await send(peer, command('c1', 'app.slow'))
    expect([codeOf(peer.of('receipt')[0]), codeOf(again), runs]).toEqual(['handler-timeout', 'handler-timeout', 1])
  })

  const code = Object.assign(new Error('no more seats'), { code: 'sold-out' })
  test.each([
    ['throws', () => Promise.reject(new Error('oops')), 'handler-failed'],
    ['throws at once', () => { throw new Error('oops') }, 'handler-failed'], // prettier-ignore
    ['throws with a code', () => Promise.reject(code), 'sold-out'],
    ['answers what is no JSON', () => 1n, 'invalid-data'],
    ['answers more than an event may be', () => 'x'.repeat(300_000), 'too-large'],
  ])('an op that %s is rejected, and the socket stays', async (_, op, expected) => {
    const bench = createBench({ ops: { op } })
    const peer = await bench.welcome('ada')
    const [receipt] = await send(peer, command('c1', 'app.op'))
    expect([codeOf(receipt), peer.ended()]).toEqual([expected, null])
  })

  test('what an op throws is told to its caller only if it was meant for users, and to the log in any case', async () => {
    const unforeseen = Object.assign(new Error('duplicate key "ada@example.org"'), { code: '23505' })
    const bench = createBench({ ops: { meant: () => Promise.reject(new TaskError('sold-out', 'No more seats.')), unforeseen: () => Promise.reject(unforeseen) } }) // prettier-ignore
    const receipts = await send(await bench.welcome('ada'), command('c1', 'app.meant'), command('c2', 'app.unforeseen'))
    expect(receipts).toMatchObject([
      { error: { code: 'sold-out', message: 'No more seats.' } },
      { error: { code: '23505', message: 'Something went wrong on the server.' } },
    ])
    expect(bench.entries).toContainEqual(expect.objectContaining({ event: 'op-failed', op: 'app.unforeseen', error: unforeseen }))
  })

  test('[SEND6] an op first written under another epoch is answered epoch-changed and does not run', async () => {
    let runs = 0
    const bench = createBench({ ops: { buy: () => ++runs } })
    const { epoch } = await bench.store.head('ada')
    const peer = await bench.welcome('ada')
    const receipts = await send(peer, command('c1', 'app.buy', null, 'older'), command('c2', 'app.buy', null, epoch))
    expect([codeOf(receipts[0]), receipts[1]?.ok, runs]).toEqual(['epoch-changed', true, 1])
  })

  test('[SEND5] commands begin in order of arrival, though an earlier one is slower to begin', async () => {
    const begun: string[] = []
    const op = (_: Json, { id }: { id: string }) => void begun.push(id)
    const bench = createBench({
      ops: { op },
      through: store => ({
        ...store,
        async begin(user, id, claimMs) {
          if (id === 'c1') await settle()
          return store.begin(user, id, claimMs)
        },
      }),
    })
    const peer = await bench.welcome('ada')
    await send(peer, command('c1', 'app.op'), command('c2', 'app.op'), command('c3', 'app.op'))
    await settle()
    await settle()
    expect(begun).toEqual(['c1', 'c2', 'c3'])
  })

  test('a later command does not wait for an earlier one to end', async () => {
    const [slow, fast] = await ask([command('c1', 'app.slow'), command('c2', 'app.fast')], {
      ops: { slow: () => new Promise(() => {}), fast: () => 'fast' },
    })
    expect([slow, fast]).toMatchObject([undefined, { ok: true, data: 'fast' }])
  })
})

describe('in flight', () => {
  const slow = (ends: (() => void)[]) => ({ slow: () => new Promise<void>(resolve => ends.push(resolve)) })

  test('[SEND7] at the 33rd command reading stops, and goes on when one is answered', async () => {
    const ends: (() => void)[] = []
    const bench = createBench({ ops: slow(ends) })
    const peer = await bench.welcome('ada')
    const many = Array.from({ length: 100 }, (_, index) => command(`c${index}`, 'app.slow'))
    await send(peer, ...many.slice(0, 32))
    expect([peer.paused(), ends.length]).toEqual([false, 32])
    await send(peer, ...many.slice(32))
    expect([peer.paused(), ends.length]).toEqual([true, 33])
    ends[0]?.()
    await settle()
    expect([peer.paused(), ends.length]).toEqual([true, 34])
    for (let index = 1; index < 100; index++) {
      ends[index]?.()
      await settle()
    }
    expect([peer.paused(), peer.of('receipt').length]).toEqual([false, 100])
  })

  test('[LIFE1] a peer that we do not read is not reaped for its silence', async () => {
    const ends: (() => void)[] = []
    const bench = createBench({ ops: slow(ends), limits: { handlerMs: 300_000 } })
    const peer = await bench.welcome('ada')
    await send(peer, ...Array.from({ length: 33 }, (_, index) => command(`c${index}`, 'app.slow')))
    await bench.world.advance(120_000)
    expect(peer.ended()).toBeNull()
    ends[0]?.()
    await settle()
    await bench.world.advance(45_000)
    expect(peer.ended()?.code).toBe(4001)
  })
})
