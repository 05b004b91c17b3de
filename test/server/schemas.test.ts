// What a server does with what users send and handlers return: nothing that does not fit what the application declared is stored or sent.
import type { StandardSchemaV1 } from '@standard-schema/spec'
import { describe, expect, onTestFinished, test } from 'vitest'
import { type AppShape, defineApp } from '../../src/core/app.ts'
import type { Json } from '../../src/protocol/values.ts'
import { createResilientServer, createTaskWriter, memoryStore } from '../../src/server/index.ts'
import { checkedOps } from '../../src/server/schemas.ts'
import type { OpHandler, ServerOptions } from '../../src/server/types.ts'
import { LIBRARIES, ZOD } from '../support/apps.ts'
import { startServer } from '../support/live-server.ts'
import { manualServerWorld, settle } from '../support/manual-server-world.ts'
import { createBench, type BenchOptions } from '../support/server-bench.ts'

const command = (op: string, data: Json, id = 'k1') => ({ type: 'command', id, op, data, ttlMs: 60_000 }) as const
const submit = (kind: string, input: Json, id = 'k1') => command('task.submit', { kind, input }, id)

async function bench(options: BenchOptions = { app: ZOD }) {
  const made = createBench(options)
  const peer = await made.welcome('ada')
  const say = async (...commands: readonly ReturnType<typeof command>[]) => {
    peer.say(...commands)
    await settle()
    return peer.of('receipt').at(-1)
  }
  return { world: made.world, store: made.store, peer, say }
}

/** A whole server over a clock by hand, and what it made of a task. */
async function served(options: Partial<ServerOptions>) {
  const store = memoryStore()
  const world = manualServerWorld()
  const server = createResilientServer({ authenticate: () => null, world, log: () => {}, app: ZOD, store, ...options })
  onTestFinished(async () => {
    const closed = server.close({ drainMs: 0 })
    await world.advance(10_000)
    await closed
  })
  const run = async (kind: string, input: Json) => {
    await store.submit('ada', { key: 'k1', kind, input })
    await settle()
    return (await store.get('ada', { key: 'k1' }))?.task
  }
  return { run }
}

describe.each(LIBRARIES)('declared with %s', (_, app) => {
  test('[SCHEMA1] a submit whose input does not fit is rejected with its issues, and nothing is stored', async () => {
    const { say, store } = await bench({ app })
    const receipt = await say(submit('chat', { text: 3 }))
    expect(receipt).toMatchObject({ ok: false, error: { code: 'invalid-data', retryable: false } })
    expect(receipt).toMatchObject({
      error: { message: expect.stringMatching(/^The input of chat does not fit its schema: text: /) as unknown },
    })
    expect(await store.get('ada', { key: 'k1' })).toBeNull()
  })

  test('[SCHEMA1] a handler gets its input as the schema makes it, and the log keeps it as it was sent', async () => {
    const inputs: unknown[] = []
    const handlers = { report: (input: unknown) => (inputs.push(input), { pages: 1, until: '2026-05-31' }) }
    const { run } = await served({ app, handlers })
    expect(await run('report', { from: '2026-05-01' })).toMatchObject({
      status: 'succeeded',
      input: { from: '2026-05-01' },
      result: { pages: 1, until: '2026-05-31' },
    })
    expect(inputs).toEqual([{ from: new Date('2026-05-01') }])
  })

  test('[SCHEMA1] a result that does not fit fails its task', async () => {
    const { run } = await served({ app, handlers: { report: () => ({ pages: 'many' }) } })
    expect(await run('report', { from: '2026-05-01' })).toMatchObject({
      status: 'failed',
      error: { code: 'invalid-result', message: expect.stringContaining('pages: ') as unknown },
    })
  })

  test('[SCHEMA1] an op gets its data as the schema makes it', async () => {
    const { rename, names } = await renaming(app, { at: '2026-05-01' })
    expect(await rename(' a ')).toMatchObject({ ok: true, data: { at: '2026-05-01' } })
    expect(names).toEqual(['a'])
  })

  test('[SCHEMA1] data that does not fit rejects the op, which never runs', async () => {
    const { rename, names } = await renaming(app, { at: '2026-05-01' })
    expect(await rename(1)).toMatchObject({ ok: false, error: { code: 'invalid-data' } })
    expect(names).toEqual([])
  })

  test('[SCHEMA1] an answer that does not fit rejects the op, and says that it ran', async () => {
    const { rename } = await renaming(app, { at: 5 })
    expect(await rename('a')).toMatchObject({
      ok: false,
      error: { code: 'invalid-result', message: expect.stringContaining('rename ran') as unknown },
    })
  })
})

/** A server whose op `rename` notes each name it got, and answers so. */
async function renaming(app: AppShape, answer: unknown) {
  const names: unknown[] = []
  const op: OpHandler = (data: { name: unknown }) => {
    names.push(data.name)
    return answer
  }
  const { say } = await bench({ app, ops: checkedOps(app, { rename: op }) })
  return { names, rename: (name: Json) => say(command('app.rename', { name })) }
}

describe('a submit', () => {
  test('that fits is stored', async () => {
    const { say } = await bench()
    expect(await say(submit('chat', { text: 'Hi' }))).toMatchObject({ ok: true, data: { task: { key: 'k1', kind: 'chat' } } })
  })

  test('[SEND5] that is repeated is answered with what stands, though its schema has become narrower', async () => {
    const { say, store } = await bench()
    await store.submit('ada', { key: 'k1', kind: 'chat', input: { text: 3 } })
    expect(await say(submit('chat', { text: 3 }))).toMatchObject({ ok: true, data: { task: { key: 'k1' } } })
  })

  test('names at most five issues, each clipped', async () => {
    const issues = Array.from({ length: 40 }, (_, index) => ({ message: 'x'.repeat(900), path: ['rows', { key: index }] }))
    const app = defineApp({ tasks: { chat: { input: schema(() => ({ issues })) } } })
    const { say } = await bench({ app })
    const receipt = await say(submit('chat', null))
    const message = receipt?.ok === false ? receipt.error.message : ''
    expect(message).toContain('rows.4: x')
    expect(message).not.toContain('rows.5')
    expect(message).toContain('and 35 more')
    expect(message.length).toBeLessThan(1_200)
  })

  test('[SEND5] behind an async schema the next command waits, so that both begin in order', async () => {
    let answer: (result: StandardSchemaV1.Result<unknown>) => void = () => {}
    const app = defineApp({ tasks: { chat: { input: schema(() => new Promise(resolve => (answer = resolve))) } } })
    const { say, peer } = await bench({ app })
    await say(submit('chat', 1), command('task.cancel', { key: 'k1' }, 'c1'))
    expect(peer.of('receipt')).toEqual([])
    answer({ value: 1 })
    await settle()
    expect(peer.of('receipt').map(({ id, ok }) => [id, ok])).toEqual([
      ['k1', true],
      ['c1', true],
    ])
  })

  test('[SCHEMA1] whose schema never answers is rejected in time', async () => {
    const app = defineApp({ tasks: { chat: { input: schema(() => new Promise(() => {})) } } })
    const { say, world, peer } = await bench({ app })
    await say(submit('chat', 1))
    await world.advance(10_000)
    expect(peer.of('receipt')).toMatchObject([{ ok: false, error: { code: 'invalid-data' } }])
  })

  test('whose schema throws is rejected, and the connection serves on', async () => {
    const broken = schema(() => {
      throw new Error('broken')
    })
    const { say, peer } = await bench({ app: defineApp({ tasks: { chat: { input: broken } } }) })
    expect(await say(submit('chat', 1))).toMatchObject({ ok: false, error: { code: 'invalid-data' } })
    expect(peer.ended()).toBeNull()
  })
})

describe('a handler', () => {
  test('of a task stored before its schema changed fails it, and does not run', async () => {
    const ran: unknown[] = []
    const { run } = await served({ handlers: { chat: (input: unknown) => void ran.push(input) } })
    expect(await run('chat', { text: 3 })).toMatchObject({ status: 'failed', error: { code: 'invalid-data' } })
    expect(ran).toEqual([])
  })

  test('that returns nothing where a result is declared fails its task', async () => {
    const { run } = await served({ handlers: { report: () => {} } })
    expect(await run('report', { from: '2026-05-01' })).toMatchObject({ status: 'failed', error: { code: 'invalid-result' } })
  })

  test('is held to what will travel: a date that its schema takes as a date does not', async () => {
    const app = defineApp({ tasks: { chat: { input: schema(value => ({ value })), result: schema(dateOnly) } } })
    const { run } = await served({ app, handlers: { chat: () => new Date(0) } })
    expect(await run('chat', null)).toMatchObject({ status: 'failed', error: { code: 'invalid-result' } })
  })

  test('of an undeclared kind gets and gives what it likes', async () => {
    const { run } = await served({ handlers: { free: (input: unknown) => ({ got: input }) } })
    expect(await run('free', [1])).toMatchObject({ status: 'succeeded', result: { got: [1] } })
  })
})

describe('a writer', () => {
  const writing = () => {
    const store = memoryStore()
    return { store, writer: createTaskWriter({ store, world: manualServerWorld(), app: ZOD }) }
  }

  test('[SCHEMA1] opens no task whose input does not fit', async () => {
    const { store, writer } = writing()
    await expect(writer.tasks.open('ada', { kind: 'chat', input: { text: 3 }, key: 'k1' })).rejects.toMatchObject({ code: 'invalid-data' })
    expect(await store.get('ada', { key: 'k1' })).toBeNull()
  })

  test('[SCHEMA1] succeeds with no result that does not fit, and may still end otherwise', async () => {
    const { store, writer } = writing()
    const task = await writer.tasks.open('ada', { kind: 'report', input: { from: '2026-05-01' }, key: 'k1' })
    await expect(task.succeed({ pages: 'many' })).rejects.toMatchObject({ code: 'invalid-result' })
    await task.succeed({ pages: 1, until: '2026-05-31' })
    expect((await store.get('ada', { key: 'k1' }))?.task).toMatchObject({ status: 'succeeded', result: { pages: 1 } })
  })

  test('emits an event of the application, in its place in the log', async () => {
    const { store, writer } = writing()
    const before = await store.head('ada')
    expect(await writer.emit('ada', 'price', { amount: 3 })).toEqual({ epoch: before.epoch, offset: 1 })
    const read = await store.read('ada', before, { count: 10, bytes: 1_000 })
    expect(read).toMatchObject({ entries: [{ event: { type: 'app.price', data: { amount: 3 } } }] })
  })

  test('[SCHEMA1] emits nothing that does not fit', async () => {
    const { store, writer } = writing()
    await expect(writer.emit('ada', 'price', { amount: 'three' })).rejects.toMatchObject({ code: 'invalid-data' })
    expect((await store.head('ada')).offset).toBe(0)
  })
})

test('without handlers the declared kinds are those that may be submitted', async () => {
  await using server = await startServer({ app: ZOD })
  const peer = await server.welcome('ada')
  peer.say(submit('unheard-of', null))
  expect(await peer.frame('receipt')).toMatchObject({ ok: false, error: { code: 'unknown-kind' } })
})

function schema(validate: StandardSchemaV1['~standard']['validate']): StandardSchemaV1 {
  return { '~standard': { version: 1, vendor: 'test', validate } }
}

const dateOnly = (value: unknown): StandardSchemaV1.Result<unknown> =>
  value instanceof Date ? { value } : { issues: [{ message: 'not a date' }] }
