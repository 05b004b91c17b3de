// The command `resilient-socket conformance`: what it prints, its exit codes, and that no token is ever in it.
import { execFile } from 'node:child_process'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, test } from 'vitest'
import { wishOf } from '../../src/conformance/command-line.ts'
import { keyOf } from '../../src/conformance/rule.ts'
import { RULES } from '../../src/conformance/rules/index.ts'
import { startServer } from '../support/live-server.ts'
import { ourOptions } from './our-server.ts'

interface Ran {
  readonly code: number
  readonly out: string
  readonly err: string
}

const run = (words: readonly string[], environment: Record<string, string> = {}): Promise<Ran> =>
  new Promise(resolve => {
    const env = { ...process.env, NODE_OPTIONS: '', ...environment }
    execFile(process.execPath, ['src/conformance/main.ts', ...words], { env, timeout: 60_000 }, (error, out, err) =>
      resolve({ code: error === null ? 0 : Number(error.code), out, err }),
    )
  })

const SECRET = 'ada-secret'
const HANDSHAKE = ['--only', 'AUTH2.welcome,AUTH2.nobody,P1', '--timeout', '3000']

describe('the command', () => {
  test('prints one line a rule and ends with 0 where all are kept, and nothing it prints is the token', async () => {
    await using server = await startServer(ourOptions)
    const { code, out, err } = await run(['conformance', `ws://127.0.0.1:${server.port}/rs`, '--token', SECRET, ...HANDSHAKE])
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toContain('AUTH2.welcome')
    expect(out).toContain('0 failed')
    expect(out).not.toContain(SECRET)
  })

  test('takes the token from the environment, and says the same as JSON', async () => {
    await using server = await startServer(ourOptions)
    const { code, out } = await run([`ws://127.0.0.1:${server.port}/rs`, '--json', ...HANDSHAKE], { RESILIENT_SOCKET_TOKEN: SECRET })
    expect(code).toBe(0)
    expect(JSON.parse(out)).toMatchObject({
      url: `ws://127.0.0.1:${server.port}/rs`,
      counts: { failed: 0, blocked: 0 },
      rules: expect.arrayContaining([expect.objectContaining({ rule: 'AUTH2.nobody', id: 'AUTH2', outcome: 'passed' })]),
    })
  })

  test('ends with 1 where a rule is broken, and hides a token that the server repeats', async () => {
    // Names its user by the whole token, so that the user of the welcome is a secret.
    await using server = await startServer({ ...ourOptions, origins: () => true, authenticate: () => ({ user: SECRET }) })
    const { code, out } = await run([`ws://127.0.0.1:${server.port}/rs`, '--token', SECRET, ...HANDSHAKE])
    expect(code).toBe(1)
    expect(out).toContain('FAILED')
    expect(out).toContain('expected: a close with 4500')
    expect(out).not.toContain(SECRET)
  })

  test('a kind that the server does not take ends with 1 where it was stated, and is not applicable where it was not', async () => {
    await using server = await startServer({ ...ourOptions, handlers: {} })
    const words = [`ws://127.0.0.1:${server.port}/rs`, '--token', SECRET, '--only', 'TASK5.key']
    const [guessed, stated] = [await run(words), await run([...words, '--kind', 'echo'])]
    expect([guessed.code, guessed.out.includes('not applicable'), guessed.out.includes('unknown-kind')]).toEqual([0, true, true])
    expect([stated.code, stated.out.includes('BLOCKED')]).toEqual([1, true])
  })

  test('ends with 2 where nothing listens', async () => {
    const { code, err, out } = await run(['ws://127.0.0.1:1/rs', '--token', SECRET])
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toContain('cannot be reached')
    expect(err).not.toContain(SECRET)
  })

  test('ends with 2 where HTTP answers and no socket opens, and says what answers', async () => {
    const http = createServer((_, reply) => reply.writeHead(404).end())
    await new Promise<void>(resolve => http.listen(0, '127.0.0.1', resolve))
    const { code, err } = await run([`ws://127.0.0.1:${(http.address() as AddressInfo).port}/rs?token=${SECRET}`])
    http.closeAllConnections()
    http.close()
    expect(code).toBe(2)
    expect(err).toContain('404')
    expect(err).not.toContain(SECRET)
  })

  test('ends with 2 where the token is refused', async () => {
    await using server = await startServer({ ...ourOptions, authenticate: () => null })
    const { code, err } = await run([`ws://127.0.0.1:${server.port}/rs`, '--token', SECRET])
    expect(code).toBe(2)
    expect(err).toContain('refused the token')
    expect(err).not.toContain(SECRET)
  })

  test('explains itself, every rule and what a kind must do', async () => {
    const { code, out } = await run(['--help'])
    expect(code).toBe(0)
    for (const rule of RULES) expect(out).toContain(keyOf(rule))
    expect(out).toContain('What the kind has to do')
  })
})

describe('a command line', () => {
  test.each([
    [[], 'Name one URL'],
    [['ws://a', 'ws://b'], 'Name one URL'],
    [['http://a/rs'], 'ws://'],
    [['nonsense'], 'ws://'],
    [['ws://a/rs', '--input', '{'], '--input is JSON'],
    [['ws://a/rs', '--only', 'GAP9'], 'no rule GAP9'],
    [['ws://a/rs', '--timeout', '5'], '--timeout'],
    [['ws://a/rs', '--http', 'ftp://a'], '--http'],
    [['ws://a/rs', '--wrong'], '--wrong'],
    [['ws://a/rs', '--token'], '--token'],
  ])('%j is a mistake that says how to mend it', (words, message) => {
    const wish = wishOf(words, {})
    expect(wish.wish === 'mistake' && wish.message).toContain(message)
  })

  test('asks HTTP at the place of the socket, under the same security', () => {
    const baseOf = (...words: readonly string[]) => {
      const wish = wishOf(words, {})
      return wish.wish === 'run' ? wish.options.http : null
    }
    expect(baseOf('wss://host:8443/a/rs/')).toEqual({ base: 'https://host:8443/a/rs', standing: 'guess' })
    expect(baseOf('ws://host/rs', '--http', 'http://api/v1/')).toEqual({ base: 'http://api/v1', standing: 'stated' })
    expect(baseOf('ws://host/rs', '--http', 'none')).toBeNull()
  })

  test('names rules by their id or one by one', () => {
    const wish = wishOf(['ws://a/rs', '--only', 'GAP1,LOG2.mark', '--only', 'HTTP'], {})
    expect(wish.wish === 'run' && wish.options.only).toEqual(['GAP1', 'LOG2.mark', 'HTTP'])
  })
})
