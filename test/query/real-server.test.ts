// Agent, socket and query cache against a real server, on both stores: whatever is lost and by whichever way it goes, one task runs once.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { QueryClient } from '@tanstack/react-query'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { createResilientSocket } from '../../src/client/index.ts'
import type { Task } from '../../src/core/model.ts'
import { bridgeToQueryClient } from '../../src/query/bridge.ts'
import { putTasks } from '../../src/query/cached-tasks.ts'
import { createAgent } from '../../src/query/create-agent.ts'
import type { Pages } from '../../src/query/history-pages.ts'
import { submitTask } from '../../src/query/submit-task.ts'
import { memoryStore } from '../../src/server/index.ts'
import { sqliteStore } from '../../src/server/sqlite/index.ts'
import { startLine } from '../support/broken-line.ts'
import { startServer } from '../support/live-server.ts'
import { startProxy } from '../support/lossy-proxy.ts'

const QUICK = { baseMs: 1, capMs: 1 }

function sqliteFile() {
  const folder = mkdtempSync(join(tmpdir(), 'query-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return sqliteStore(join(folder, 'tasks.db'))
}

/** A server whose `chat` says hello and counts its runs, and whose `slow` goes on until it is cancelled. */
async function serve(store = memoryStore()) {
  const runs: unknown[] = []
  const server = await startServer({
    store,
    handlers: {
      chat: (input, task) => {
        runs.push(input)
        task.append('Hello')
        return { said: 'Hello' }
      },
      slow: (_input, task) => new Promise(resolve => task.signal.addEventListener('abort', () => resolve(null))),
    },
  })
  onTestFinished(() => server[Symbol.asyncDispose]())
  return { server, runs }
}

/** An attempt that the server does answer is done well before. */
const TIMEOUT_MS = 2_000
const agentAt = (baseUrl: string) => createAgent({ baseUrl, getToken: () => 'ada', retry: QUICK, timeoutMs: TIMEOUT_MS })
type Falsy = undefined | false | null
const until = <T>(look: () => T | Falsy | Promise<T | Falsy>): Promise<T> =>
  vi.waitFor(async () => (await look()) || fail(), { timeout: 10_000, interval: 10 })
function fail(): never {
  throw new Error('It is not so yet.')
}

/** A page whose socket goes through a line that can be blocked, and whose agent goes straight. */
async function page(port: number, isBlocked: boolean) {
  const line = await startLine(() => port)
  if (isBlocked) line.refuse()
  const client = new QueryClient()
  const agent = agentAt(`http://127.0.0.1:${port}/rs`)
  const socket = createResilientSocket({
    url: `http://127.0.0.1:${line.port}/rs`,
    getToken: () => 'ada',
    probeUrl: null,
    backoff: { firstMs: 20, baseMs: 20, capMs: 40 },
    log: () => {},
  })
  const stop = bridgeToQueryClient(socket, client, { agent })
  socket.connect()
  onTestFinished(async () => {
    stop()
    socket.dispose()
    client.clear()
    await line.close()
  })
  const ways = { agent, client, socket, readyMs: 50, receiptMs: 10_000 }
  const cached = (key: string) => client.getQueryData<Task | null>(agent.keys.task(key))
  return { line, client, agent, socket, ways, cached }
}

describe.each([
  ['memory', memoryStore],
  ['sqlite', sqliteFile],
])('on %s', (_, makeStore) => {
  test('[TASK5] submitted over HTTP while sockets are blocked, and then the socket comes: one task, run once', async () => {
    const { server, runs } = await serve(makeStore())
    const { line, socket, ways, agent, cached } = await page(server.port, true)
    const { key, taskId, via, cursor } = await submitTask(ways, 'chat', { input: { text: 'hi' } })
    expect([via, cursor?.offset]).toEqual(['http', 1])
    // The same once more waits in the socket's outbox, as a page that was reloaded would have it.
    const sent = socket.submit('chat', { text: 'hi' }, { key })
    line.accept()
    expect(await sent.settled).toEqual({ outcome: 'accepted', data: { taskId } })
    const task = await until(() => cached(key)?.status === 'succeeded' && cached(key))
    expect(task).toMatchObject({ id: taskId, key, result: { said: 'Hello' }, streams: { text: { value: 'Hello' } }, sync: 'synced' })
    expect([runs, (await agent.list()).tasks.length, socket.store.tasks().length]).toEqual([[{ text: 'hi' }], 1, 1])
  })

  test('[TASK5] written to a socket that is dead, then over HTTP: one task, run once', async () => {
    const { server, runs } = await serve(makeStore())
    const { line, socket, ways, agent } = await page(server.port, false)
    await until(() => socket.store.status().freshness === 'live')
    line.silence()
    const submitted = submitTask({ ...ways, receiptMs: 100 }, 'chat', { input: 1 })
    await expect.poll(() => socket.store.outbox()).toMatchObject([{ state: 'written' }])
    const { key, taskId, via } = await submitted
    expect(via).toBe('http')
    await until(async () => (await agent.get(key))?.status === 'succeeded')
    await until(() => socket.store.outbox().length === 0)
    expect([runs, (await agent.list()).tasks.map(({ id }) => id)]).toEqual([[1], [taskId]])
  })

  test.each([
    ['lost', ['lose-answer', 'lose-answer']],
    ['cut in half', ['cut-answer']],
    ['held back for ever', ['hold-answer']],
    ['begun and never ended', ['stall-answer']],
    ['sent for each of two copies', ['twice']],
  ] as const)('[HTTP1] an answer that is %s makes no second task', async (_name, harms) => {
    const { server, runs } = await serve(makeStore())
    await using proxy = await startProxy(server.port)
    const agent = agentAt(proxy.url)
    proxy.harm(...harms)
    const { task, cursor } = await agent.submit('chat', 'hi')
    expect(proxy.requests()).toBe(harms[0] === 'twice' ? 1 : harms.length + 1)
    await until(async () => (await agent.get(task.key))?.status === 'succeeded')
    expect([runs, (await agent.list()).tasks.length, typeof cursor?.offset]).toEqual([['hi'], 1, 'number'])
  })
})

test('[HTTP1] a 429 is waited out for as long as it says, and the same key goes again', async () => {
  const { server, runs } = await serve()
  await using proxy = await startProxy(server.port)
  proxy.harm('busy')
  const askedAt = performance.now()
  const { task } = await agentAt(proxy.url).submit('chat', 'hi', { key: 'mine' })
  expect([task.key, proxy.requests(), performance.now() - askedAt >= 1_000]).toEqual(['mine', 2, true])
  await expect.poll(() => runs).toEqual(['hi'])
})

test('every call against the real server: problem+json, paging, cancel, streams', async () => {
  const { server } = await serve()
  const agent = agentAt(`http://127.0.0.1:${server.port}/rs`)
  for (const key of ['k1', 'k2', 'k3']) await agent.submit('slow', key, { key, conversation: 'c' })
  await expect(agent.submit('slow', 'other', { key: 'k1' })).rejects.toMatchObject({ status: 409, code: 'key-conflict', mayHaveRun: false })
  await expect(createAgent({ baseUrl: `http://127.0.0.1:${server.port}/rs` }).get('k1')).rejects.toMatchObject({
    status: 401,
    code: 'unauthenticated',
  })
  const first = await agent.list({ conversation: 'c', limit: 2 })
  const second = await agent.list({ conversation: 'c', limit: 2, before: first.next ?? '' })
  expect([first, second].map(({ tasks }) => tasks.map(({ key }) => key))).toEqual([['k3', 'k2'], ['k1']])
  expect((await agent.cancel('k2'))?.task).toMatchObject({ key: 'k2', cancelRequested: true })
  await until(async () => (await agent.get('k2'))?.status === 'cancelled')
  expect((await agent.list({ status: ['queued', 'running'] })).tasks.map(({ key }) => key)).toEqual(['k3', 'k1'])
  await agent.submit('chat', null, { key: 'k4' })
  const whole = await until(async () => {
    const task = await agent.get('k4')
    return task?.status === 'succeeded' && task
  })
  expect(whole).toMatchObject({ streams: { text: { value: 'Hello', done: true } }, result: { said: 'Hello' } })
  expect(await agent.get('nobody')).toBe(null)
})

test('[TASK1] an answer that was read before the task ended, and comes after, puts nothing back', async () => {
  const { server } = await serve()
  const { socket, client, agent, cached } = await page(server.port, false)
  await until(() => socket.store.status().freshness === 'live')
  client.setQueryData<Pages>(agent.keys.history({}), { pages: [{ tasks: [], next: null }], pageParams: [null] })
  client.setQueryData(agent.keys.task('k1'), null)
  socket.submit('slow', null, { key: 'k1' })
  const early = await until(() => agent.get('k1'))
  await agent.cancel('k1')
  await until(() => cached('k1')?.status === 'cancelled')
  putTasks(client, agent.keys, [early])
  expect(cached('k1')?.status).toBe('cancelled')
  expect(client.getQueryData<Pages>(agent.keys.history({}))?.pages[0]?.tasks).toMatchObject([{ key: 'k1', status: 'cancelled' }])
})
