// What the plain dialect reads: the usual names, the application's own reading, and what nobody can read.
import { describe, expect, test } from 'vitest'
import * as PLAIN from '../../../src/client/dialects/limits.ts'
import { toldOf, typeOf, usual } from '../../../src/client/dialects/reading.ts'
import { reportOf } from '../../../src/client/dialects/report.ts'
import { statusOf } from '../../../src/client/dialects/words.ts'
import { createPlainHarness, type PlainHarness } from '../../support/plain-harness.ts'

const read = (message: unknown) => usual(message).map(said => toldOf(said, typeOf(message)))
const task = (message: unknown) => {
  const [told] = read(message)
  return told?.type === 'task' ? told.report : told
}

describe('tasks', () => {
  test.each([
    [
      { type: 'task_notification', task_id: 't1', status: 'processing' },
      { id: 't1', status: 'running' },
    ],
    [
      { type: 'task_notification', taskId: 't1', status: 'SUCCESS', result: 1 },
      { status: 'succeeded', result: 1 },
    ],
    [
      { type: 'task_notification', id: 't1', status: 'done', response: 'hi' },
      { id: 't1', result: 'hi', text: 'hi' },
    ],
    [
      { type: 'task_completed', task_id: 7, output: { text: 'hi', n: 1 } },
      { id: '7', status: 'succeeded', result: { text: 'hi', n: 1 }, text: 'hi' },
    ],
    [
      { type: 'task.failed', task_id: 't1', error: 'no luck' },
      { status: 'failed', error: { code: 'failed', message: 'no luck' } },
    ],
    [
      { event: 'task_error', task_id: 't1', message: 'no luck' },
      { status: 'failed', error: { message: 'no luck' } },
    ],
    [
      { type: 'task_update', task_id: 't1', status: 'failed', error: { code: 'E1', message: 'm', retryable: true } },
      { error: { code: 'E1', message: 'm', retryable: true } },
    ],
    [
      { type: 'task_progress', task_id: 't1', progress: 0.4 },
      { status: 'running', progress: { value: 0.4, total: 1, message: null } },
    ],
    [
      { type: 'task_progress', task_id: 't1', progress: 40, message: 'reading' },
      { progress: { value: 40, total: 100, message: 'reading' } },
    ],
    [{ type: 'task_progress', task_id: 't1', progress: '45%' }, { progress: { value: 45, total: 100 } }],
    [{ type: 'task_progress', task_id: 't1', progress: { current: 3, total: 9 } }, { progress: { value: 3, total: 9 } }],
    [
      { type: 'progress', data: { task_id: 't1', percent: 12 } },
      { id: 't1', status: 'running', progress: { value: 12, total: 100 } },
    ],
    [
      { type: 'task_notification', data: { task_id: 't1', status: 'completed', result: 'x' } },
      { id: 't1', status: 'succeeded', result: 'x' },
    ],
    [
      { type: 'task_notification', task_id: 't1', status: 'completed', data: { rows: 2 } },
      { status: 'succeeded', result: { rows: 2 } },
    ],
    [
      { type: 'task_notification', task_id: 't1', status: 'completed', message: 'All done' },
      { status: 'succeeded', result: 'All done', text: 'All done' },
    ],
    [
      { task_id: 't1', response: 'no status, and an answer' },
      { status: 'succeeded', result: 'no status, and an answer' },
    ],
    [{ task_id: 't1', error: 'no status, and an error' }, { status: 'failed' }],
    [
      { type: 'task_notification', task_id: 't1', status: 'cancelled' },
      { status: 'cancelled', result: undefined },
    ],
    [
      { type: 'task_notification', task_id: 't1', status: 'what', kind: 'chat', conversation_id: 'c', request_id: 'k' },
      { status: null, kind: 'chat', conversation: 'c', key: 'k' },
    ],
    [
      { type: 'task_notification', task_id: 't1', id: 'm1', status: 'running' },
      { id: 't1', echo: 'm1', key: null },
    ],
  ])('[PLAIN1] %j', (message, expected) => {
    expect(task(message)).toMatchObject(expected)
  })

  test.each([
    ['queued', 'pending created submitted accepted waiting'],
    ['running', 'processing in_progress In-Progress started working'],
    ['succeeded', 'done completed complete success succeeded finished'],
    ['failed', 'error failed failure timeout'],
    ['cancelled', 'canceled cancelled aborted'],
    ['input-required', 'input-required input_required'],
  ])('[PLAIN1] says %s in the words %s', (status, words) => {
    expect(words.split(' ').map(statusOf)).toEqual(words.split(' ').map(() => status))
  })

  test('[PLAIN1] an answer to a request that says no more than ok does not end a task', () => {
    expect(task({ type: 'task_created', task_id: 't1', status: 'ok' })).toMatchObject({ status: 'queued' })
  })

  test('[PLAIN1] a task as `reconcile` gives it may have any of these names', () => {
    expect(reportOf({ id: 3, state: 'SUCCESS', result: [1] })).toMatchObject({ id: '3', status: 'succeeded', result: [1] })
    expect([reportOf(null), reportOf('x'), reportOf([]), reportOf({ id: 'a b' }), reportOf({ status: 'done' })]).toEqual([
      null,
      null,
      null,
      null,
      null,
    ])
  })
})

describe('everything else', () => {
  test('[PLAIN1] a chunk is text of a task, with its place where the server tells it', () => {
    expect(read({ type: 'task_chunk', task_id: 't1', chunk: 'ab' })).toEqual([
      { type: 'text', id: 't1', chunk: 'ab', at: null, stream: 'text', done: false },
    ])
    expect(read({ type: 'token', task_id: 't1', token: 'c', at: 2, done: true })).toMatchObject([{ chunk: 'c', at: 2, done: true }])
  })

  test('[PLAIN1] a notification is one', () => {
    const message = { type: 'notification', id: 'n1', title: 'Hello', message: 'World', level: 'info', data: { a: 1 } }
    expect(read(message)).toEqual([
      { type: 'notification', notice: { id: 'n1', kind: 'info', title: 'Hello', body: 'World', data: { a: 1 } } },
    ])
  })

  test('[PLAIN1] any other type is an event of the application, with the whole message', () => {
    expect(read({ type: 'price', amount: 3 })).toEqual([{ type: 'event', name: 'price', data: { type: 'price', amount: 3 } }])
    const mention = { type: 'comment', task_id: 't1', by: 'ada' }
    expect(read(mention)).toEqual([{ type: 'event', name: 'comment', data: mention }])
    expect([read({ amount: 3 }), read([1]), read('x'), read(null)]).toEqual([[], [], [], []])
  })
})

async function live(setting: Parameters<typeof createPlainHarness>[0] = {}): Promise<PlainHarness> {
  const page = createPlainHarness(setting)
  page.socket.connect()
  await page.open()
  return page
}
const taskOf = (page: PlainHarness, id = 't1') => (page.manual.paint(), page.socket.store.task(id))
const why = (page: PlainHarness) =>
  page.log.filter(({ event, level }) => event === 'message-not-understood' && level === 'warn').map(entry => entry['why'])

describe('what a page makes of it', () => {
  test('[PLAIN1] the same notification twice is told once, and the revision stays', async () => {
    const page = await live()
    const notices: unknown[] = []
    page.socket.on('notification', notice => notices.push(notice))
    const message = { type: 'task_notification', task_id: 't1', status: 'running', progress: 10 }
    page.say(message)
    const { rev } = taskOf(page) ?? {}
    page.say(message)
    expect(taskOf(page)?.rev).toBe(rev)
    const end = { type: 'task_notification', task_id: 't1', status: 'done', result: 1 }
    page.say(end)
    page.say(end)
    expect(notices).toHaveLength(1)
  })

  test('[PLAIN1] a result that comes after the end is taken in, and no news', async () => {
    const page = await live()
    const notices: unknown[] = []
    page.socket.on('notification', notice => notices.push(notice))
    page.say({ type: 'task_update', task_id: 't1', status: 'done' })
    page.say({ type: 'task_update', task_id: 't1', status: 'done', result: 'late' })
    expect(taskOf(page)).toMatchObject({ status: 'succeeded', result: 'late', streams: { text: { value: 'late' } } })
    expect(notices).toHaveLength(1)
  })

  test('[PLAIN1] chunks grow a text, and the result is the whole of it', async () => {
    const page = await live()
    for (const chunk of ['Hel', 'lo ', 'wor']) page.say({ type: 'task_chunk', task_id: 't1', chunk })
    expect(taskOf(page)).toMatchObject({ streams: { text: { value: 'Hello wor', done: false } } })
    page.say({ type: 'task_update', task_id: 't1', status: 'done', result: 'Hello world' })
    expect(taskOf(page)).toMatchObject({ attempt: 1, streams: { text: { value: 'Hello world', done: true } } })
  })

  test('[PLAIN1] after a lost link no chunk is put where it does not belong; the whole text heals it', async () => {
    const page = await live({ rest: false })
    page.say({ type: 'task_chunk', task_id: 't1', chunk: 'Hel' })
    page.manual.latest().close(1006)
    await page.pass(1_000)
    await page.open()
    page.say({ type: 'task_chunk', task_id: 't1', chunk: 'wor' })
    expect(taskOf(page)).toMatchObject({ streams: { text: { value: 'Hel' } } })
    page.say({ type: 'task_update', task_id: 't1', status: 'running', text: 'Hello wor' })
    page.say({ type: 'task_chunk', task_id: 't1', chunk: 'ld' })
    expect(taskOf(page)).toMatchObject({ streams: { text: { value: 'Hello world' } } })
  })

  test('[PLAIN1] a chunk that says its place is put there, or asked for where something is missing before it', async () => {
    const page = await live()
    page.say({ type: 'task_chunk', task_id: 't1', chunk: 'Hel', at: 0 })
    page.manual.latest().close(1006)
    await page.pass(1_000)
    page.rest.tasks.set('t1', { id: 't1', status: 'running' })
    await page.open()
    page.say({ type: 'task_chunk', task_id: 't1', chunk: 'llo', at: 2 })
    expect(taskOf(page)).toMatchObject({ streams: { text: { value: 'Hello' } } })
    page.rest.tasks.set('t1', { id: 't1', status: 'running', text: 'Hello wor' })
    page.say({ type: 'task_chunk', task_id: 't1', chunk: 'r', at: 8 })
    await page.pass(500)
    expect(taskOf(page)).toMatchObject({ streams: { text: { value: 'Hello wor' } } })
  })

  test('[PLAIN1] another text is another attempt at the answer', async () => {
    const page = await live()
    page.say({ type: 'task_chunk', task_id: 't1', chunk: 'Draft' })
    page.say({ type: 'task_update', task_id: 't1', status: 'done', result: 'Final' })
    expect(taskOf(page)).toMatchObject({ attempt: 2, status: 'succeeded', streams: { text: { value: 'Final', done: true } } })
  })

  test('[PLAIN1] notifications and events reach their listeners, and a notification is told once per id', async () => {
    const page = await live()
    const heard: unknown[] = []
    page.socket.on('notification', ({ title }) => heard.push(title))
    page.socket.on('app.price' as never, (price: unknown) => heard.push(price))
    for (const id of ['n1', 'n1', 'n2']) page.say({ type: 'notification', id, title: id })
    page.say({ type: 'price', amount: 3 })
    expect(heard).toEqual(['n1', 'n2', { type: 'price', amount: 3 }])
  })

  test('[PLAIN1] the application’s own reading has the usual one at hand', async () => {
    const page = await live({
      dialect: {
        decode: (message, byDefault) => {
          if (typeof message === 'string') return { type: 'task', task: { id: 't1', status: 'done', result: message } }
          return byDefault(message)
        },
      },
    })
    page.say('the answer')
    page.say({ type: 'task_update', task_id: 't2', status: 'running' })
    expect([taskOf(page), taskOf(page, 't2')]).toMatchObject([{ result: 'the answer' }, { status: 'running' }])
  })
})

describe('what nobody can read', () => {
  const deep = JSON.stringify({ type: 'task_update', task_id: 't1', status: 'done', result: 0 }).replace(
    '0',
    `${'['.repeat(60)}${']'.repeat(60)}`,
  )
  const hostile: readonly (readonly [string, string])[] = [
    ['text that is not JSON', 'hello {'],
    ['a list', '[{"type":"task_update"}]'],
    ['a number', '7'],
    ['null', 'null'],
    ['an object without a type', '{}'],
    ['a task without an id', '{"type":"task_update","status":"done"}'],
    ['a task with an id that is no id', '{"type":"task_update","task_id":"a b/c","status":"done"}'],
    ['a task named like what every object has', '{"type":"task_update","task_id":"constructor","status":"done"}'],
    ['prototypes', '{"__proto__":{"type":"task_update"},"type":"constructor","toString":1}'],
    ['a result that nests too deep', deep],
    ['a type that is no word', '{"type":{"a":1},"task_id":[1]}'],
    ['a name that is too long', JSON.stringify({ type: 'x'.repeat(200) })],
    ['too much', JSON.stringify({ type: 'task_update', task_id: 't1', result: 'x'.repeat(PLAIN.messageBytes) })],
    ['numbers that grow', JSON.stringify({ type: 'x', list: '1' }).replace('"1"', `[${'1e20,'.repeat(50_000)}1]`)],
    ['bare pong', '"pong"'],
  ]

  test.each(hostile)('[PLAIN1] %s harms nothing, and is a sign of life', async (_, text) => {
    const page = await live()
    await page.pass(35_000)
    page.say(text)
    await page.pass(6_000)
    expect(page.socket.store.status()).toMatchObject({ state: 'connected', freshness: 'live' })
    page.say({ type: 'task_update', task_id: 't2', status: 'done', result: 'fine' })
    expect(taskOf(page, 't2')).toMatchObject({ status: 'succeeded', result: 'fine' })
    expect(page.manual.sockets).toHaveLength(1)
  })

  test('[PLAIN1] is said once at warn, however often it comes', async () => {
    const page = await live()
    for (let n = 0; n < 5; n += 1) page.say('hello {')
    page.manual.latest().receiveBinary()
    page.say('[1]')
    expect(why(page)).toEqual([
      'it is not JSON: read it in `decode`',
      'it is binary, and only text is read',
      'it is JSON, but no object: read it in `decode`',
    ])
  })

  test('[PLAIN1] a reading that throws is told as an error, and costs that message only', async () => {
    const errors: string[] = []
    const page = await live({
      dialect: {
        decode(message, byDefault) {
          if (message === 'bad') throw new Error('unreadable')
          return byDefault(message)
        },
      },
    })
    page.socket.on('error', ({ message }) => errors.push(message))
    page.say('bad')
    page.say({ type: 'task_update', task_id: 't1', status: 'running' })
    expect([errors, taskOf(page)?.status]).toEqual([['unreadable'], 'running'])
  })

  test('[PLAIN1] a result that no frame can carry is not shown; that it ended is', async () => {
    const result = 'x'.repeat(1_100_000)
    let list: unknown[] = [{ id: 't1', status: 'running' }]
    const page = await live({ dialect: { reconcile: async () => list } })
    list = [{ id: 't1', status: 'done', result: { result } }]
    await page.pass(16_000)
    expect(taskOf(page)).toMatchObject({ status: 'succeeded', result: null })
    expect(page.socket.store.status()).toMatchObject({ state: 'connected' })
  })

  test('[PLAIN1] a text grows to its bound, and no further', async () => {
    const page = await live()
    for (let n = 0; n < 5; n += 1) page.say({ type: 'task_chunk', task_id: 't1', chunk: 'x'.repeat(500_000) })
    expect(taskOf(page)?.streams['text']?.value).toHaveLength(PLAIN.streamChars)
    expect(page.socket.store.status()).toMatchObject({ state: 'connected', freshness: 'live' })
  })

  test('[PLAIN1] a server that floods a page with tasks is held to 500 settled ones', async () => {
    const page = await live()
    for (let n = 0; n < 700; n += 1) page.say({ type: 'task_update', task_id: `t${n}`, status: 'done' })
    page.manual.paint()
    expect(page.socket.store.tasks()).toHaveLength(500)
  })
})

describe('close codes', () => {
  test.each([1000, 1001, 1005, 1006, 1011, 1012, 4000, 4499, 4500, 4501, 4505, 4999])(
    '[PLAIN1] %i from a server is no end: it is dialed again',
    async code => {
      const page = await live()
      page.manual.latest().close(code)
      await page.pass(1_500)
      expect(page.manual.sockets).toHaveLength(2)
    },
  )

  test.each([
    [4403, 'forbidden'],
    [4401, 'signed-out'],
  ])('[PLAIN1] %i means %s', async (code, reason) => {
    const page = await live()
    page.manual.latest().close(code)
    await page.pass(60_000)
    expect([page.manual.sockets.length, page.socket.store.status()]).toMatchObject([1, { state: 'disconnected', reason }])
  })

  test('[PLAIN1] 4401 asks for a fresh token, once', async () => {
    const asked: boolean[] = []
    const getToken = ({ refused }: { refused: boolean }) => (asked.push(refused), 'secret')
    const page = createPlainHarness({ options: { getToken }, dialect: { authenticate: token => ({ type: 'auth', token }) } })
    page.socket.connect()
    await page.open()
    expect(page.manual.latest().sent).toEqual([{ type: 'auth', token: 'secret' }])
    expect(page.manual.latest().url).not.toContain('secret')
    page.manual.latest().close(4401)
    await page.pass(1_000)
    await page.open()
    page.manual.latest().close(4401)
    await page.pass(60_000)
    expect([asked, page.socket.store.status().reason]).toEqual([[false, true], 'signed-out'])
    expect(JSON.stringify(page.log)).not.toContain('secret')
  })

  test('[PLAIN1] the application says what its own codes mean', async () => {
    const page = await live({ dialect: { closeCodes: { 4001: 4504, 4403: 1006 } } })
    page.manual.latest().close(4403)
    await page.pass(1_500)
    await page.open()
    page.manual.latest().close(4001)
    expect(page.socket.store.status()).toMatchObject({ state: 'disconnected', reason: 'forbidden' })
  })
})
