// The supervisor's HTTP server: the page and the control API, for the page's own origin and for nobody else's.
import { request as httpRequest, type IncomingHttpHeaders, type Server } from 'node:http'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { machineClock } from '../../demo/clock-world.ts'
import { SUPERVISOR } from '../../demo/limits.ts'
import { listen } from '../../demo/listen.ts'
import { readFault } from '../../demo/proxy/faults.ts'
import type { FaultProxy } from '../../demo/proxy/proxy.ts'
import { createControl } from '../../demo/supervisor/control.ts'
import { createHttp } from '../../demo/supervisor/http.ts'
import type { ServerProcess } from '../../demo/supervisor/server-process.ts'
import { readToken } from '../../demo/token.ts'

let http: Server
let port: number
let done: string[]
let wakers: Set<() => void>
let live: { links: number }

beforeEach(async () => {
  done = []
  wakers = new Set()
  live = { links: 0 }
  const note = (word: string) => async () => void done.push(word)
  const proxy: FaultProxy = {
    port: 4000,
    state: () => ({ mode: 'pass', delayMs: 0, connections: live.links }),
    apply: async fault => void done.push(fault.mode),
    close: note('close'),
  }
  const server: ServerProcess = {
    info: () => ({ state: 'running', pid: 2, starts: 1 }),
    port: () => 1,
    start: note('start'),
    stop: note('stop'),
    kill: note('kill'),
  }
  const watch = (wake: () => void) => {
    wakers.add(wake)
    return () => void wakers.delete(wake)
  }
  const files = new Map([['/index.html', { type: 'text/html', body: new TextEncoder().encode('<p>page</p>') }]])
  http = createHttp(files, createControl({ proxy, server, secret: 's', clock: machineClock, watch }))
  port = await listen(http, 0)
})

afterEach(() => {
  http.closeAllConnections()
  http.close()
})

interface Asked {
  readonly method?: string
  readonly body?: string
  readonly headers?: Readonly<Record<string, string>>
}

/** By hand: `fetch` would not send a foreign Host. */
function ask(
  path: string,
  { method = 'POST', body = '{}', headers = {} }: Asked = {},
): Promise<{ status: number; text: string; headers: IncomingHttpHeaders }> {
  return new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port, path, method, headers: { 'content-type': 'application/json', ...headers } }
    const request = httpRequest(options, response => {
      let text = ''
      response.on('data', (chunk: Buffer) => (text += chunk.toString()))
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text, headers: response.headers }))
    })
    request.on('error', reject)
    request.end(method === 'GET' ? undefined : body)
  })
}

test('the page is served at the root, and what is not there is a 404', async () => {
  expect(await ask('/', { method: 'GET' })).toMatchObject({ status: 200, text: '<p>page</p>', headers: { 'content-type': 'text/html' } })
  expect(await ask('/../etc/passwd', { method: 'GET' })).toMatchObject({ status: 404 })
})

test('a fault reaches the proxy and the state is the answer', async () => {
  const { status, text } = await ask('/api/fault', { body: '{"mode":"blackhole"}' })
  expect([status, done]).toEqual([200, ['blackhole']])
  expect(JSON.parse(text)).toEqual({ link: { mode: 'pass', delayMs: 0, connections: 0 }, server: { state: 'running', pid: 2, starts: 1 } })
})

test('restart stops, then starts', async () => {
  await ask('/api/restart')
  expect(done).toEqual(['stop', 'start'])
})

test('a visitor with an old token stays who they are', async () => {
  const first = JSON.parse((await ask('/api/sign-in')).text)
  const again = JSON.parse((await ask('/api/sign-in', { body: JSON.stringify({ token: first.token }) })).text)
  const other = JSON.parse((await ask('/api/sign-in', { body: '{"token":"x.1.y"}' })).text)
  expect(again.user).toBe(first.user)
  expect(other.user).not.toBe(first.user)
  expect([readToken('s', again.token)?.user, first.socketPort]).toEqual([first.user, 4000])
})

describe('is refused', () => {
  test.each<[string, string, Asked, number]>([
    ['another origin', '/api/kill', { headers: { origin: 'http://evil.example' } }, 403],
    ['a name that resolves here', '/api/kill', { headers: { host: 'evil.example' } }, 403],
    ['a form', '/api/kill', { headers: { 'content-type': 'text/plain' } }, 400],
    ['what is no JSON', '/api/fault', { body: 'x' }, 400],
    ['an unknown fault', '/api/fault', { body: '{"mode":"explode"}' }, 400],
    ['a large body', '/api/fault', { body: JSON.stringify('x'.repeat(SUPERVISOR.bodyBytes)) }, 400],
    ['an unknown action', '/api/toString', {}, 404],
    ['an action by GET', '/api/kill', { method: 'GET' }, 404],
  ])('%s', async (_name, path, asked, status) => {
    expect((await ask(path, asked)).status).toBe(status)
    expect(done).toEqual([])
  })
})

test('the state is told at once, after each change, and to nobody who has left', async () => {
  const response = await fetch(`http://127.0.0.1:${port}/api/events`)
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  const next = async () => JSON.parse((await reader?.read())?.value?.slice('data: '.length) ?? 'null')
  expect((await next()).link.connections).toBe(0)
  live.links = 3
  for (const wake of wakers) wake()
  expect((await next()).link.connections).toBe(3)
  await reader?.cancel()
  await expect.poll(() => wakers.size).toBe(0)
})

describe('a fault in a request', () => {
  test.each([
    [{ mode: 'cut' }, { mode: 'cut' }],
    [
      { mode: 'delay', delayMs: 1000 },
      { mode: 'delay', delayMs: 1000 },
    ],
    [{ mode: 'delay' }, null],
    [{ mode: 'delay', delayMs: -1 }, null],
    [{ mode: 'delay', delayMs: 1e9 }, null],
    [{ mode: 'delay', delayMs: NaN }, null],
    ['cut', null],
    [null, null],
  ])('%o is read as %o', (value, fault) => {
    expect(readFault(value)).toEqual(fault)
  })
})
