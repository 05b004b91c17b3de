// What no server and no application should say, and some do: it is read as nothing, and costs neither the link nor what comes after it.
import { describe, expect, test } from 'vitest'
import { createPlainHarness, type PlainHarness } from '../../support/plain-harness.ts'

async function live(setting: Parameters<typeof createPlainHarness>[0] = {}): Promise<PlainHarness> {
  const page = createPlainHarness(setting)
  page.socket.connect()
  await page.open()
  return page
}

const taskOf = (page: PlainHarness, id: string) => (page.manual.paint(), page.socket.store.task(id))
const large = (chars: number): string => 'x'.repeat(chars)

/** The first link still stands, and what comes next is understood. */
function expectSound(page: PlainHarness): void {
  page.say({ type: 'task_update', task_id: 'next', status: 'done', result: 'fine' })
  expect(page.manual.sockets.map(socket => socket.abandoned())).toEqual([null])
  expect(taskOf(page, 'next')).toMatchObject({ status: 'succeeded', result: 'fine' })
  expect(page.log.filter(({ level }) => level === 'error')).toEqual([])
}

const SAYINGS: readonly unknown[] = [
  { type: 'what' },
  'a text',
  42,
  true,
  Promise.resolve(null),
  [null],
  [undefined, 'x'],
  { type: 'task' },
  { type: 'task', task: { id: 't1', status: 'running', progress: { value: 1, total: 'x', message: 5 } } },
  { type: 'text', id: 't1', chunk: 'a', at: -1 },
  { type: 'text', id: 't1', chunk: 'a', at: 0.5 },
  { type: 'text', id: 't1', chunk: 'a', at: '3' },
  { type: 'text', id: 't1', chunk: 'a', at: Number.NaN },
  { type: 'text', id: 't1', chunk: '', at: 1e300, done: true },
  { type: 'text', id: 't1', chunk: 'a', stream: '__proto__' },
  { type: 'text', id: 't1', chunk: 'a', stream: 7 },
  { type: 'text', id: 't1', chunk: 'a', done: 'yes' },
  { type: 'notification', title: null, body: null, kind: null, data: null },
  { type: 'notification', title: 5, body: {} },
  { type: 'notification', data: () => 1 },
  { type: 'event', name: 5, data: 1 },
  { type: 'event', name: 'x', data: 1n },
]

describe('a `decode` that says what it should not', () => {
  test.each(SAYINGS.map((said, index) => [index, said]))(
    '[PLAIN1] saying %i costs neither the link nor the next message',
    async (_, said) => {
      const decode = (message: unknown, usual: (message: unknown) => unknown) =>
        (typeof message === 'string' ? said : usual(message)) as never
      const page = await live({ dialect: { decode } })
      page.say('now')
      expectSound(page)
    },
  )

  test.each(SAYINGS.map((said, index) => [index, said]))(
    '[PLAIN1] saying %i does neither while the first answer of REST is awaited',
    async (_, said) => {
      const decode = (message: unknown, usual: (message: unknown) => unknown) =>
        (typeof message === 'string' ? said : usual(message)) as never
      const page = createPlainHarness({ dialect: { decode } })
      page.rest.mode = 'held'
      page.socket.connect()
      await page.open()
      page.say('now')
      await page.rest.release()
      expectSound(page)
      expect(page.socket.store.status()).toMatchObject({ freshness: 'live' })
    },
  )
})

test.each([
  '{"type":"task_chunk","task_id":"t1","chunk":"a","offset":-1}',
  '{"type":"task_chunk","task_id":"t1","chunk":"a","position":0.5}',
  '{"type":"task_chunk","task_id":"t1","chunk":"a","stream":"constructor"}',
  '{"type":"task_chunk","task_id":"__proto__","chunk":"a"}',
  '{"type":"task_update","task_id":"toString","status":"running"}',
  '{"__proto__":{"task_id":"t1"},"type":"task_update","status":"done"}',
  '{"type":"task_update","task_id":"t1","status":"done","result":{"__proto__":{"a":1}}}',
  '{"type":"task_update","task_id":"t1","status":"failed","error":{"code":"constructor","message":5}}',
  '{"type":"task_update","task_id":"t1","status":"running","progress":1e308,"message":"x"}',
  '{"type":"task_update","task_id":"t1","status":"running","progress":{"value":"1e999"}}',
  '{"type":"task_update","task_id":"t1","kind":"__proto__","conversation":"constructor","status":"input_required","prompt":null}',
  '{"type":"__proto__","a":1}',
  '{"type":"notification","id":"constructor","title":5,"kind":"toString"}',
  `{"type":"task_update","task_id":"t1","status":"done","result":${'['.repeat(5_000)}${']'.repeat(5_000)}}`,
  `${'['.repeat(50_000)}${']'.repeat(50_000)}`,
  `{"type":"price","list":[${'1e20,'.repeat(120_000)}1]}`,
  `{"type":"task_update","task_id":"t1","status":"done","result":[${'1e20,'.repeat(120_000)}1]}`,
  '{"type":"ping","timestamp":{"a":1}}',
  '',
  '\u0000',
])('[PLAIN1] a hostile message costs neither the link nor the next: %.60s', async text => {
  const page = await live()
  page.manual.latest().receive(text)
  expectSound(page)
})

describe('options that are no durations', () => {
  test.each([30_000.5, Number.NaN, Number.POSITIVE_INFINITY])('[PLAIN1] a ping every %d ms leaves the page live', async everyMs => {
    const page = await live({ dialect: { ping: { everyMs, withinMs: everyMs } } })
    expect(page.socket.store.status()).toMatchObject({ state: 'connected', freshness: 'live' })
    await page.pass(10_000)
    expectSound(page)
  })

  test('[PLAIN1] a poll every NaN ms is one by default, and no storm', async () => {
    const page = await live({ dialect: { pollMs: Number.NaN } })
    page.rest.tasks.set('t1', { id: 't1', status: 'running' })
    page.say({ type: 'task_update', task_id: 't1', status: 'running' })
    await page.pass(30_000)
    expect(page.rest.asked.length).toBeLessThan(5)
  })
})

describe('what REST knows and no frame can carry', () => {
  test('[PLAIN1] a result too large does not cost the link at the first load: the task is shown without it', async () => {
    const page = createPlainHarness({
      dialect: { reconcile: async () => [{ id: 't1', status: 'done', result: { rows: large(1_200_000) } }] },
    })
    page.socket.connect()
    await page.open()
    await page.pass(5_000)
    expectSound(page)
    expect(taskOf(page, 't1')).toMatchObject({ status: 'succeeded' })
  })

  test('[PLAIN1] an input too large does not, either', async () => {
    const page = createPlainHarness({ dialect: { reconcile: async () => [{ id: 't1', status: 'running', input: large(1_200_000) }] } })
    page.socket.connect()
    await page.open()
    await page.pass(5_000)
    expectSound(page)
    expect(taskOf(page, 't1')).toMatchObject({ status: 'running' })
  })

  test('[PLAIN1] a long list of old tasks is no news, at the first load or by the first poll', async () => {
    const all = Array.from({ length: 900 }, (_, n) => ({ id: `t${n}`, status: 'done', result: n }))
    const page = createPlainHarness({ dialect: { reconcile: async () => all } })
    const told: unknown[] = []
    page.socket.on('notification', ({ taskId }) => told.push(taskId))
    page.socket.connect()
    await page.open()
    page.say({ type: 'task_update', task_id: 'mine', status: 'running' })
    await page.pass(60_000)
    expect(told).toEqual([])
  })

  test('[PLAIN1] a first answer that is slow is as little news as a quick one', async () => {
    let answer: (list: readonly unknown[]) => void = () => {}
    const page = createPlainHarness({ dialect: { reconcile: () => new Promise(resolve => (answer = resolve)) } })
    const told: unknown[] = []
    page.socket.on('notification', ({ taskId }) => told.push(taskId))
    page.socket.connect()
    await page.open()
    await page.pass(3_500)
    page.say({ type: 'task_update', task_id: 'mine', status: 'running' })
    const sent = page.socket.submit('chat', {})
    answer([
      { id: 'old', status: 'done', result: 3 },
      { id: 'mine', status: 'done', result: 'now' },
      { id: 'sent', key: sent.id, status: 'done', result: 'too' },
    ])
    await page.pass(500)
    expect(page.socket.store.status()).toMatchObject({ freshness: 'live' })
    expect([taskOf(page, 'old'), taskOf(page, 'mine')]).toMatchObject([{ result: 3 }, { result: 'now' }])
    expect(told).toEqual(['mine', 'sent'])
  })
})

describe("an application's functions that throw what they like", () => {
  const nothing: unknown = Object.create(null)
  const raise = (): never => {
    throw nothing
  }

  test('[PLAIN1] a `reconcile` that rejects with what is no text is asked again, and the page is level then', async () => {
    let isUp = false
    const reconcile = async (): Promise<readonly unknown[]> => (isUp ? [] : raise())
    const page = await live({ dialect: { reconcile } })
    await page.pass(5_000)
    expect(page.socket.store.status()).toMatchObject({ freshness: 'catching-up' })
    isUp = true
    await page.pass(10_000)
    expect(page.socket.store.status()).toMatchObject({ freshness: 'live' })
    expectSound(page)
  })

  test('[PLAIN1] a receipt whose data no frame can carry settles its send, and costs no link', async () => {
    const isReceipt = (message: unknown) =>
      typeof message === 'string' ? { id: message, data: Array.from({ length: 120_000 }, () => 1e20) } : null
    const page = await live({ dialect: { isReceipt } })
    const sent = page.socket.send('hey', {})
    page.say(sent.id)
    expect(await sent.settled).toMatchObject({ outcome: 'accepted' })
    expectSound(page)
  })

  test('[PLAIN1] with all of them throwing the page is live, and a send is rejected', async () => {
    const page = await live({
      dialect: { isPong: raise, pong: raise, isReceipt: raise, encode: raise, authenticate: raise, ping: { message: raise } },
      options: { getToken: () => 'secret' },
    })
    const sent = page.socket.send('hey', {})
    expect(await sent.settled).toMatchObject({ outcome: 'rejected' })
    page.say({ type: 'ping' })
    page.say({ type: 'task_update', task_id: 'next', status: 'done', result: 'fine' })
    expect(taskOf(page, 'next')).toMatchObject({ status: 'succeeded', result: 'fine' })
    expect(JSON.stringify([page.log, page.socket.flightRecorder(), page.manual.latest().sent])).not.toContain('secret')
  })
})
