// The HTTP API's writing half, over real sockets: the same ops as a socket's commands, and nothing a page of another site could send.
import { Agent, request as send } from 'node:http'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { Cursor, Head, WireTask } from '../../src/protocol/values.ts'
import { memoryStore } from '../../src/server/index.ts'
import { STORE } from '../../src/server/log/limits.ts'
import { startServer, type LiveServer } from '../support/live-server.ts'

const ADA = { authorization: 'Bearer ada', 'content-type': 'application/json' }
const CHAT = JSON.stringify({ kind: 'chat', input: { text: 'hi' } })

interface Call {
  readonly key?: string
  readonly body?: BodyInit
  readonly headers?: Readonly<Record<string, string>>
  readonly path?: string
  readonly method?: string
}

function post(
  server: LiveServer,
  { key = 'k1', body = CHAT, headers = {}, path = '/rs/tasks', method = 'POST' }: Call = {},
): Promise<Response> {
  const named = key === '' ? {} : { 'idempotency-key': key }
  return fetch(`http://127.0.0.1:${server.port}${path}`, {
    method,
    body: method === 'OPTIONS' ? null : body,
    headers: { ...ADA, ...named, ...headers },
  })
}

interface Accepted {
  readonly task: Head
  readonly cursor: Cursor
}
const accepted = async (response: Response): Promise<Accepted> => (await response.json()) as Accepted
const codeOf = async (response: Response): Promise<unknown> => ((await response.json()) as { readonly code: unknown }).code

describe('a submit', () => {
  test('[TASK5] is answered 202 with the head, and its key is the Idempotency-Key', async () => {
    await using server = await startServer()
    const response = await post(server, { body: JSON.stringify({ kind: 'chat', input: [1], conversation: 'c', retryOf: 't0' }) })
    expect([response.status, response.headers.get('location')]).toEqual([202, '/rs/tasks/k1'])
    const { task } = await accepted(response)
    expect(task).toMatchObject({ key: 'k1', kind: 'chat', conversation: 'c', retryOf: 't0', status: 'queued' })
    const read = await server.get(response.headers.get('location') ?? '', ADA)
    expect(await read.json()).toMatchObject({ task: { id: task.id, input: [1] } })
  })

  test('[GAP4] its cursor is that of the event which creates it', async () => {
    await using server = await startServer()
    const peer = await server.welcome('ada')
    const { task, cursor } = await accepted(await post(server))
    const { list } = await peer.frame('events', ({ list: items }) => items.length > 0)
    expect(list).toMatchObject([{ offset: cursor.offset, event: { type: 'task.created', task: { id: task.id, key: 'k1' } } }])
  })

  test('[TASK5] sent again is answered with the same task, and creates no other', async () => {
    await using server = await startServer()
    const [first, again] = [await post(server), await post(server, { key: '"k1"' })]
    expect([again.status, (await accepted(again)).task.id]).toEqual([202, (await accepted(first)).task.id])
    expect(((await (await server.get('/rs/tasks', ADA)).json()) as { tasks: WireTask[] }).tasks).toHaveLength(1)
  })

  test('[TASK5] of the same key from a socket is one task', async () => {
    await using server = await startServer()
    const peer = await server.welcome('ada')
    peer.say({ type: 'command', id: 'k1', op: 'task.submit', data: JSON.parse(CHAT), ttlMs: 1000 })
    const receipt = await peer.frame('receipt')
    expect(receipt).toMatchObject({ ok: true, data: { task: { id: (await accepted(await post(server))).task.id } } })
  })

  test('[TASK5] of the same key with another input is a conflict', async () => {
    await using server = await startServer()
    await post(server)
    const other = await post(server, { body: JSON.stringify({ kind: 'chat', input: 2 }) })
    expect([other.status, other.headers.get('content-type'), await codeOf(other)]).toEqual([
      409,
      'application/problem+json',
      'key-conflict',
    ])
  })

  test('[TASK5] of a key whose cancel came first is born cancelled', async () => {
    await using server = await startServer()
    const cancel = await post(server, { path: '/rs/tasks/k1/cancel', body: '{}' })
    expect([cancel.status, (await accepted(await post(server))).task.status]).toEqual([404, 'cancelled'])
  })

  test('runs', async () => {
    await using server = await startServer({ handlers: { chat: (input: unknown, task) => task.append(JSON.stringify(input)) } })
    const peer = await server.welcome('ada')
    await post(server)
    await peer.frame('events', ({ list }) => list.some(({ event }) => event.type === 'task.settled'))
    expect(await (await server.get('/rs/tasks/k1', ADA)).json()).toMatchObject({
      task: { status: 'succeeded' },
      pieces: [{ chunk: '{"text":"hi"}' }],
    })
  })
})

describe('what is refused', () => {
  const long = JSON.stringify({ kind: 'chat', input: 'x'.repeat(256 * 1024) })
  const deep = `{"kind":"chat","input":${'['.repeat(40)}${']'.repeat(40)}}`
  test.each<[string, Call, number, string]>([
    ['no key', { key: '' }, 400, 'key-required'],
    ['a key that is no id', { key: 'not an id' }, 400, 'key-required'],
    ['a key that every object inherits', { key: 'constructor' }, 400, 'key-required'],
    ['what is no JSON', { body: '{' }, 400, 'invalid-data'],
    ['an empty body', { body: '' }, 400, 'invalid-data'],
    ['a body that nests too deep', { body: deep }, 400, 'invalid-data'],
    ['a body with a key that reaches for prototypes', { body: '{"kind":"chat","input":{"__proto__":1}}' }, 400, 'invalid-data'],
    ['data that is no submission', { body: '{"kind":7}' }, 400, 'invalid-data'],
    ['a kind without a handler', { body: '{"kind":"other","input":1}' }, 422, 'unknown-kind'],
    ['more than 256 kB', { body: long }, 413, 'too-large'],
    ['more than 256 kB of unstated length', { body: new Blob([long]).stream() }, 413, 'too-large'],
    ['a form', { headers: { 'content-type': 'application/x-www-form-urlencoded' } }, 415, 'not-json'],
    ['text', { headers: { 'content-type': 'text/plain' } }, 415, 'not-json'],
    ['a cancel that no page had to ask for', { path: '/rs/tasks/k1/cancel', headers: { 'content-type': 'text/plain' } }, 415, 'not-json'],
    ['a cancel of what is no id', { path: '/rs/tasks/not%20an%20id/cancel' }, 404, 'not-found'],
    ['nobody', { headers: { authorization: '' } }, 401, 'unauthenticated'],
    ['a foreign origin', { headers: { origin: 'https://evil.test' } }, 403, 'forbidden'],
    ['a cookie without an origin', { headers: { cookie: 'a=b' } }, 403, 'forbidden'],
    ['PUT', { method: 'PUT' }, 405, 'method-not-allowed'],
    ['a POST to one task', { path: '/rs/tasks/k1' }, 405, 'method-not-allowed'],
  ])('[AUTH4] %s creates nothing', async (_, call, status, code) => {
    await using server = await startServer({ handlers: { chat: () => new Promise<void>(() => {}) } })
    const response = await (call.body instanceof ReadableStream ? streamed(server, call.body) : post(server, call))
    expect([response.status, await codeOf(response)]).toEqual([status, code])
    expect(await (await server.get('/rs/tasks', { authorization: 'Bearer ada' })).json()).toEqual({ tasks: [], next: null })
  })

  test('a store that fails is a 503 which says that the same key is harmless', async () => {
    const store = { ...memoryStore(), submit: () => Promise.reject(new Error('disk')) }
    await using server = await startServer({ store })
    const response = await post(server)
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '5'])
    expect(await response.json()).toMatchObject({ detail: expect.stringContaining('with the same key') })
    expect(server.entries).toMatchObject([{ event: 'http-failed', error: 'disk' }])
  })

  test('more than a user may have unfinished is a 429 of problem+json, until some have ended', async () => {
    const store = memoryStore()
    const ids: string[] = []
    for (let at = 0; at < STORE.activeTasks; at += 1) {
      const submitted = await store.submit('ada', { key: `a${at}`, kind: 'chat', input: null })
      if ('task' in submitted) ids.push(submitted.task.id)
    }
    await using server = await startServer({ store })
    const refused = await post(server)
    expect([refused.status, refused.headers.get('content-type'), await codeOf(refused)]).toEqual([
      429,
      'application/problem+json',
      'too-many',
    ])
    expect((await server.get('/rs/tasks/k1', ADA)).status).toBe(404)
    await post(server, { path: `/rs/tasks/${ids[0]}/cancel` })
    expect((await post(server)).status).toBe(202)
  })

  test('a body that nobody read does not hold up the next request of its socket', async () => {
    await using server = await startServer()
    const agent = new Agent({ keepAlive: true, maxSockets: 1 })
    onTestFinished(() => agent.destroy())
    const ask = (headers: Readonly<Record<string, string>>, body: string) =>
      new Promise<number>((resolve, reject) => {
        const call = send({ port: server.port, path: '/rs/tasks', method: 'POST', agent, headers }, answer => {
          answer.resume()
          answer.on('end', () => resolve(answer.statusCode ?? 0))
        })
        call.on('error', reject)
        call.end(body)
      })
    const unread = 'x'.repeat(200 * 1024)
    expect(await ask({ 'content-type': 'application/json' }, unread)).toBe(401)
    expect(await ask({ ...ADA, 'idempotency-key': 'k1', 'content-type': 'text/plain' }, unread)).toBe(415)
    expect(await ask({ ...ADA, 'idempotency-key': 'k1' }, CHAT)).toBe(202)
  })

  test('a method that Request does not know is no POST', async () => {
    await using server = await startServer()
    const status = await new Promise(resolve => {
      const call = send(
        { port: server.port, path: '/rs/tasks', method: 'PROPFIND', headers: { ...ADA, 'idempotency-key': 'k1' } },
        answer => resolve(answer.statusCode),
      )
      call.end(CHAT)
    })
    expect(status).toBe(405)
  })
})

/** A body whose length no header says. */
function streamed(server: LiveServer, body: ReadableStream): Promise<Response> {
  const init = { method: 'POST', body, duplex: 'half' as const, headers: { ...ADA, 'idempotency-key': 'k1' } }
  return fetch(`http://127.0.0.1:${server.port}/rs/tasks`, init)
}

describe('a cancel', () => {
  test('[TASK2] by id or by key is answered 202 with the head and its cursor', async () => {
    await using server = await startServer()
    const { task } = await accepted(await post(server))
    const ended = await post(server, { path: `/rs/tasks/${task.id}/cancel`, body: '{}' })
    expect([ended.status, await ended.json()]).toMatchObject([202, { task: { id: task.id, status: 'cancelled' }, cursor: { offset: 2 } }])
    const again = await post(server, { path: '/rs/tasks/k1/cancel', body: '' })
    expect([again.status, (await accepted(again)).cursor.offset]).toEqual([202, 2])
  })

  test('[AUTH4] of a task of another user is not found, and does nothing', async () => {
    await using server = await startServer()
    const { task } = await accepted(await post(server))
    const theirs = await post(server, { path: `/rs/tasks/${task.id}/cancel`, headers: { authorization: 'Bearer bob' } })
    expect([theirs.status, (await server.resilient.tasks.get('ada', 'k1'))?.status]).toEqual([404, 'queued'])
  })
})

describe('pages of other origins', () => {
  const origin = 'https://page.test'
  const corsOf = ({ headers }: Response) => [headers.get('access-control-allow-origin'), headers.get('access-control-allow-credentials')]

  test('[AUTH4] that `origins` names may ask first, and read every answer', async () => {
    await using server = await startServer({ origins: [origin] })
    const asked = await post(server, { method: 'OPTIONS', headers: { origin } })
    expect([asked.status, asked.headers.get('access-control-allow-methods'), asked.headers.get('access-control-allow-headers')]).toEqual([
      204,
      'GET, POST',
      'Authorization, Content-Type, Idempotency-Key',
    ])
    const answers = [asked, await post(server, { headers: { origin } }), await post(server, { headers: { origin }, key: '' })]
    expect(answers.map(corsOf)).toEqual(answers.map(() => [origin, 'true']))
    expect(answers.map(({ headers }) => headers.get('vary')?.includes('Origin'))).toEqual([true, true, true])
  })

  test('[AUTH4] that it does not name are told nothing that their page may read', async () => {
    await using server = await startServer({ origins: ['https://other.test'] })
    const answers = [await post(server, { method: 'OPTIONS', headers: { origin } }), await post(server, { headers: { origin } })]
    expect(answers.map(({ status }) => status)).toEqual([403, 403])
    expect(answers.map(corsOf)).toEqual([
      [null, null],
      [null, null],
    ])
  })
})

describe('a listing', () => {
  interface Listing {
    readonly tasks: readonly Head[]
    readonly next: string | null
  }

  test('by conversation and by status, page by page', async () => {
    await using server = await startServer()
    for (let index = 0; index < 6; index++) {
      await post(server, {
        key: `k${index}`,
        body: JSON.stringify({ kind: 'chat', input: index, conversation: index % 2 ? 'odd' : 'even' }),
      })
    }
    await post(server, { path: '/rs/tasks/k1/cancel' })
    const keysOf = async (query: string) => {
      const { tasks, next } = (await (await server.get(`/rs/tasks?${query}`, ADA)).json()) as Listing
      return { keys: tasks.map(({ key }) => key), next }
    }
    const first = await keysOf('conversation=odd&limit=2')
    expect(first.keys).toEqual(['k5', 'k3'])
    expect(await keysOf(`conversation=odd&limit=2&before=${first.next}`)).toEqual({ keys: ['k1'], next: null })
    expect((await keysOf('conversation=odd&status=queued')).keys).toEqual(['k5', 'k3'])
    expect((await keysOf('status=cancelled,failed')).keys).toEqual(['k1'])
    expect((await keysOf('conversation=')).keys).toEqual([])
  })

  test.each(['done', '', 'queued,'])('of the status "%s", which there is not, is a bad request', async status => {
    await using server = await startServer()
    expect((await server.get(`/rs/tasks?status=${status}`, ADA)).status).toBe(400)
  })
})
