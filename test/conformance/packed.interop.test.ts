// The command as npm packs it: the compiled file runs from the unpacked package alone, without this repository and without any other package.
import { execFile } from 'node:child_process'
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startServer } from '../support/live-server.ts'
import { ourOptions } from './our-server.ts'

const execute = promisify(execFile)
const folder = mkdtempSync(join(tmpdir(), 'packed-'))
const SECRET = 'ada-secret'

interface Manifest {
  readonly bin: Readonly<Record<string, string>>
}
const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest
const bin = join(folder, 'package', manifest.bin['resilient-socket'] ?? '')

beforeAll(async () => {
  for (const file of ['package.json', 'README.md', 'LICENSE']) copyFileSync(file, join(folder, file))
  // Of its own, for `dist` may be missing or old where only this is run.
  await execute(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json', '--outDir', join(folder, 'dist')])
  const { stdout } = await execute('npm', ['pack', '--silent', '--no-update-notifier'], { cwd: folder })
  await execute('tar', ['-xzf', stdout.trim()], { cwd: folder })
})
afterAll(() => rmSync(folder, { recursive: true }))

/** Its exit code and all that it said. */
const run = (...words: readonly string[]): Promise<{ readonly code: number; readonly out: string; readonly err: string }> =>
  new Promise(ended => {
    const env = { ...process.env, NODE_OPTIONS: '' }
    execFile(process.execPath, [bin, ...words], { cwd: folder, env, timeout: 60_000 }, (error, out, err) =>
      ended({ code: error === null ? 0 : Number(error.code), out, err }),
    )
  })

test('is a program for a shell, and explains itself', async () => {
  expect(readFileSync(bin, 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/)
  expect(await run('conformance', '--help')).toMatchObject({
    code: 0,
    err: '',
    out: expect.stringContaining('npx resilient-socket conformance'),
  })
})

test('tries our own server, prints a line for each rule, and ends with 0', async () => {
  await using server = await startServer(ourOptions)
  const { code, out, err } = await run('conformance', `ws://127.0.0.1:${server.port}/rs`, '--token', SECRET, '--second-token', 'bob-secret')
  expect({ code, err }).toEqual({ code: 0, err: '' })
  expect(out).toMatch(/^.*AUTH2\.welcome.*$/m)
  expect(out).toMatch(/\b0 failed\b/)
  expect(out).not.toContain(SECRET)
})

test('where nobody listens it says what cannot be reached, and ends with 2', async () => {
  const { code, out, err } = await run('conformance', `ws://127.0.0.1:${await closedPort()}/rs`, '--token', SECRET)
  expect({ code, out }).toEqual({ code: 2, out: '' })
  expect(err).toMatch(/127\.0\.0\.1:\d+.*cannot be reached|cannot be reached.*127\.0\.0\.1:\d+/s)
})

/** One that was free a moment ago. */
async function closedPort(): Promise<number> {
  const server = createServer()
  await new Promise<void>(ready => server.listen(0, '127.0.0.1', ready))
  const { port } = server.address() as AddressInfo
  await new Promise(closed => server.close(closed))
  return port
}
