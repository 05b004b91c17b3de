// The client without React, without a page, and without much else: each runtime is a Node process from which the rest was taken away.
import { execFile } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterEach, expect, test, vi } from 'vitest'
import { browserWorld } from '../../src/client/index.ts'
import { type LiveServer, startServer } from '../support/live-server.ts'

const PROGRAM = fileURLToPath(new URL('../support/bare-runtime.ts', import.meta.url))
const run = promisify(execFile)

async function inRuntime(profile: string, url: (server: LiveServer) => string = ({ port }) => `ws://127.0.0.1:${port}/rs`) {
  await using server = await startServer({ ops: { double: data => Number(data) * 2 } })
  const { stdout } = await run(process.execPath, [PROGRAM, url(server), profile], { timeout: 30_000 })
  return JSON.parse(stdout) as Record<string, unknown>
}

const slow = { timeout: 60_000 }

test.each(['node', 'bun', 'bare'])('[BACK1] in a runtime like %s the client connects, and a request is answered', slow, async profile => {
  expect(await inRuntime(profile)).toEqual({ answer: 42, state: 'connected', hints: [], listening: 0, errors: [] })
})

test('[LIFE3] in a runtime like React Native the app’s own hints are heard, and window is no obstacle', slow, async () => {
  expect(await inRuntime('react-native')).toEqual({
    answer: 42,
    state: 'connected',
    hints: ['hidden', 'visible'],
    listening: 1,
    errors: [],
  })
})

test('[BACK1] without a WebSocket the client says what to pass', slow, async () => {
  const { state, errors } = await inRuntime('no-websocket')
  expect([state, errors]).toEqual(['connecting', [expect.stringContaining('Pass a `world` whose openSocket uses one')]])
})

test('[BACK1] without a page a relative url is an error that says what to pass', slow, async () => {
  const { errors } = await inRuntime('node', () => '/rs')
  expect(errors).toEqual([expect.stringContaining('Pass a whole one, as wss://example.com/rs')])
})

afterEach(() => vi.unstubAllGlobals())

test.each(['file:///home/ada/index.html', 'about:blank', 'blob:null/1', 'capacitor://localhost/'])(
  '[BACK1] at %s a whole url is taken as it is, and a relative one refused',
  href => {
    vi.stubGlobal('location', { href })
    const resolve = (url: string) => browserWorld().resolve(url)
    expect([resolve('https://app.test/rs#x'), resolve('ws://app.test/rs?a=1')]).toEqual(['wss://app.test/rs', 'ws://app.test/rs?a=1'])
    expect(() => resolve('/rs')).toThrow('Pass a whole one')
  },
)

test('[LIFE3] a window that takes no listeners gives no hints, and breaks nothing', () => {
  vi.stubGlobal('window', {})
  expect(() => browserWorld().hints(() => undefined)()).not.toThrow()
})

test('[BACK1] without crypto an id still is 21 characters of the alphabet, and unlike another', () => {
  vi.stubGlobal('crypto', undefined)
  const world = browserWorld()
  const ids = Array.from({ length: 100 }, () => world.id())
  expect(ids.filter(id => !/^[\w-]{21}$/.test(id))).toEqual([])
  expect(new Set(ids).size).toBe(100)
})

test('[AUTH4] no text becomes code: a strict Content-Security-Policy has nothing to refuse', () => {
  const root = fileURLToPath(new URL('../../', import.meta.url))
  const folders = ['src', 'node_modules/eventemitter3', 'node_modules/@standard-schema/spec/dist']
  const files = folders.flatMap(folder =>
    readdirSync(`${root}${folder}`, { recursive: true, encoding: 'utf8' })
      .filter(path => /\.(?:[jt]sx?|mjs)$/.test(path) && !path.includes('umd'))
      .map(path => `${root}${folder}/${path}`),
  )
  const makesCode =
    /\beval\(|\bnew Function\b|\bFunction\(|\.innerHTML\b|dangerouslySetInnerHTML|document\.write|(?:setTimeout|setInterval)\(\s*['"`]/
  expect(files.length).toBeGreaterThan(100)
  expect(files.filter(path => makesCode.test(readFileSync(path, 'utf8')))).toEqual([])
})
