// The HTTP API: who may read which tasks, and how it shares a server with the application.
import { describe, expect, test } from 'vitest'
import { createResilientServer, memoryStore } from '../../src/server/index.ts'
import { startServer } from '../support/live-server.ts'

async function withTasks(count: number) {
  const store = memoryStore()
  for (let index = 0; index < count; index++) await store.submit('ada', { key: `k${index}`, kind: 'chat', input: index })
  const logged: unknown[] = []
  const resilient = createResilientServer({
    store,
    log: entry => void logged.push(entry),
    authenticate: ({ token }) => {
      if (token === 'broken') throw new Error('no database')
      return token === null ? null : { user: token }
    },
  })
  const get = (path: string, headers: Record<string, string> = { authorization: 'Bearer ada' }, method = 'GET') =>
    resilient.fetch(new Request(`https://app.test/anywhere${path}`, { headers, method }))
  return { get, logged, store }
}
interface Listing {
  readonly tasks: readonly { readonly key: string; readonly id: string }[]
  readonly next: string | null
}
const listingOf = async (response: Response): Promise<Listing> => (await response.json()) as Listing

describe('tasks', () => {
  test('are listed newest first, page by page', async () => {
    const { get } = await withTasks(5)
    const first = await listingOf(await get('/tasks?limit=3'))
    expect(first.tasks.map(task => task.key)).toEqual(['k4', 'k3', 'k2'])
    const second = await listingOf(await get(`/tasks?limit=3&before=${first.next}`))
    expect([second.tasks.map(task => task.key), second.next]).toEqual([['k1', 'k0'], null])
  })

  test('are at most 100 a page', async () => {
    const { get } = await withTasks(101)
    expect((await listingOf(await get('/tasks'))).tasks.length).toBe(100)
  })

  test.each(['0', '101', 'x', '-1', '1.5', ''])('a limit of "%s" is a bad request', async limit => {
    const { get } = await withTasks(1)
    expect((await get(`/tasks?limit=${limit}`)).status).toBe(400)
  })

  test('one is found by id and by key, with its streams', async () => {
    const { get, store } = await withTasks(1)
    const claimed = await store.claim(['chat'], 30_000)
    if (claimed === null) throw new Error('nothing to claim')
    await store.write(claimed.lease, { type: 'chunk', name: 'text', kind: 'text', at: 0, chunk: 'hi' })
    for (const ref of ['k0', claimed.task.id]) {
      expect(await (await get(`/tasks/${ref}`)).json()).toMatchObject({ task: { key: 'k0' }, pieces: [{ chunk: 'hi' }] })
    }
  })

  test('[AUTH4] those of others are not found, like those that are not', async () => {
    const { get } = await withTasks(1)
    const bodies = await Promise.all(
      ['/tasks/k0', '/tasks/nothing'].map(async path => (await get(path, { authorization: 'Bearer bob' })).text()),
    )
    expect(bodies[0]).toBe(bodies[1])
    expect(JSON.parse(bodies[0] ?? '')).toMatchObject({ status: 404, code: 'not-found' })
  })

  test('nothing may be kept by a cache', async () => {
    const { get } = await withTasks(1)
    const all = [await get('/tasks'), await get('/tasks/none'), await get('/tasks', {})]
    expect(all.map(response => response.headers.get('cache-control'))).toEqual(['no-store', 'no-store', 'no-store'])
  })
})

describe('refusals', () => {
  const ada = { authorization: 'Bearer ada' }
  test.each([
    ['no token', {}, 401],
    ['a scheme that is not Bearer', { authorization: 'Basic YTpi' }, 401],
    ['a token that authenticate cannot judge', { authorization: 'Bearer broken' }, 503],
    ['a foreign origin', { ...ada, origin: 'https://evil.test' }, 403],
    ['a cookie and no origin', { ...ada, cookie: 'a=b' }, 403],
    ['its own origin', { ...ada, origin: 'https://app.test', cookie: 'a=b' }, 200],
    ['a same-origin GET of a browser, which names no origin', { ...ada, cookie: 'a=b', 'sec-fetch-site': 'same-origin' }, 200],
  ])('[AUTH4] %s is answered by status', async (_, headers: Record<string, string>, status) => {
    const { get } = await withTasks(0)
    const response = await get('/tasks', headers)
    expect([response.status, response.headers.get('content-type')]).toEqual([
      status,
      status === 200 ? 'application/json' : 'application/problem+json',
    ])
  })

  test.each(['HEAD', 'DELETE', 'PUT'])('%s is not allowed', async method => {
    const { get } = await withTasks(0)
    const response = await get('/tasks', ada, method)
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, POST'])
  })

  test.each(['/tasks/a/b', '/elsewhere', '/tasks/'])('%s is not there', async path => {
    const { get } = await withTasks(0)
    expect((await get(path)).status).toBe(404)
  })

  test('a store that fails is a 503 and one log entry', async () => {
    const { get, store, logged } = await withTasks(0)
    store.list = () => Promise.reject(new Error('disk'))
    expect([(await get('/tasks')).status, logged]).toMatchObject([503, [{ event: 'http-failed', error: 'disk' }]])
  })
})

describe('beside an application', () => {
  test('requests under the path are ours, all others the application’s, each answered once', async () => {
    const seen: string[] = []
    await using server = await startServer({}, http =>
      http.on('request', (request, reply) => {
        seen.push(request.url ?? '')
        reply.end('app')
      }),
    )
    const texts = await Promise.all(['/', '/rsx', '/other/rs/tasks'].map(async path => (await server.get(path)).text()))
    expect([
      texts,
      (await server.get('/rs/tasks', { authorization: 'Bearer ada' })).status,
      (await server.get('/rs/nothing')).status,
    ]).toEqual([['app', 'app', 'app'], 200, 404])
    expect(seen.toSorted()).toEqual(['/', '/other/rs/tasks', '/rsx'])
  })

  test('a listener that is added after us does not answer ours a second time', async () => {
    await using server = await startServer()
    const seen: string[] = []
    server.http.on('request', (request, reply) => {
      seen.push(request.url ?? '')
      reply.end('late')
    })
    const ours = await server.get('/rs/tasks', { authorization: 'Bearer ada' })
    expect([ours.status, await (await server.get('/')).text(), seen]).toEqual([200, 'late', ['/']])
  })

  test('with no application a request of another path is answered 404', async () => {
    await using server = await startServer()
    expect((await server.get('/')).status).toBe(404)
  })
})
