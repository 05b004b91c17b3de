// What only SQLite promises: restarts, crashes, and several processes on one file (STORE2).
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execPath } from 'node:process'
import { createInterface } from 'node:readline'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, describe, expect, onTestFinished, test } from 'vitest'
import { openBackend } from '../../src/server/sqlite/database.ts'
import { sqliteStore } from '../../src/server/sqlite/index.ts'
import type { Store } from '../../src/server/store.ts'
import { manualServerWorld } from '../support/manual-server-world.ts'

const USER = 'ada'
const ALL = { count: 1e6, bytes: 1e9 }
const WRITER = new URL('sqlite-writer.ts', import.meta.url).pathname
const folder = mkdtempSync(join(tmpdir(), 'sqlite-store-'))
let files = 0
afterAll(() => rmSync(folder, { recursive: true }))

const newPath = (): string => join(folder, `${++files}.db`)

function opened(path: string, options?: Parameters<typeof sqliteStore>[1]): Store {
  const store = sqliteStore(path, options)
  onTestFinished(() => store.close().catch(() => {}))
  return store
}

async function readAll(store: Store, user = USER) {
  const { epoch } = await store.head(user)
  const reading = await store.read(user, { epoch, offset: 0, mark: epoch }, ALL)
  if (reading.outcome !== 'entries') throw new Error(`gap: ${reading.reason}`)
  return reading.entries
}

const tick = (store: Store, user = USER) => store.append(user, [{ type: 'app.tick', data: null }])

describe('a restart', () => {
  test('[STORE2] keeps everything, under the same epoch', async () => {
    const path = newPath()
    const before = sqliteStore(path)
    await before.submit(USER, { key: 'k', kind: 'chat', input: { text: '😀' } })
    const claimed = await before.claim(['chat'], 30_000)
    await before.write(claimed!.lease, { type: 'chunk', name: 'text', kind: 'text', at: 0, chunk: 'so far' })
    await before.begin(USER, 'c', 30_000)
    await before.finish(USER, 'c', { ok: true, data: [] })
    await before.notify(USER, { id: 'n', kind: 'notice' })
    await before.see(USER, 1)
    const known = [await before.head(USER), await before.snapshot(USER), await readAll(before), await before.begin(USER, 'c', 1)]
    await before.close()
    const after = opened(path)
    expect([await after.head(USER), await after.snapshot(USER), await readAll(after), await after.begin(USER, 'c', 1)]).toEqual(known)
  })

  test('[STORE2] keeps the epoch of users whose log has not begun', async () => {
    const path = newPath()
    const before = sqliteStore(path)
    const head = await before.head('nobody yet')
    await before.close()
    expect(await opened(path).head('nobody yet')).toEqual(head)
  })

  test('[TASK3] leaves a running task to its lease, and its worker may go on', async () => {
    const path = newPath()
    const before = sqliteStore(path)
    await before.submit(USER, { key: 'k', kind: 'chat', input: null })
    const claimed = await before.claim(['chat'], 30_000)
    await before.close()
    const after = opened(path)
    expect(await after.write(claimed!.lease, { type: 'succeed' })).toMatchObject({ outcome: 'written', task: { status: 'succeeded' } })
  })

  test('[STORE2] a file of a newer version is not touched, and the error says what to do', () => {
    const path = newPath()
    const database = new DatabaseSync(path)
    database.exec('PRAGMA user_version = 999')
    database.close()
    expect(() => sqliteStore(path)).toThrow(/newer version .* Upgrade the package/)
  })

  test('[STORE2] the file is in WAL mode, and each commit waits for the disk', async () => {
    const { database, close } = openBackend(newPath(), () => 'incarnation')
    onTestFinished(close)
    const pragma = (name: string): unknown => Object.values(database.prepare(`PRAGMA ${name}`).get() ?? {})[0]
    expect({ mode: pragma('journal_mode'), synchronous: pragma('synchronous') }).toEqual({ mode: 'wal', synchronous: 2 })
  })
})

describe('a chunk', () => {
  test('[STORE2] is a row of its own: its cost does not grow with the stream', async () => {
    const path = newPath()
    const store = opened(path)
    await store.submit(USER, { key: 'k', kind: 'chat', input: 'x'.repeat(100_000) })
    const claimed = await store.claim(['chat'], 30_000)
    const spy = new DatabaseSync(path)
    onTestFinished(() => spy.close())
    const pages = (): number => Number(spy.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get()?.['busy'] ?? 1)
    for (let at = 0; at < 200; at++)
      await store.write(claimed!.lease, { type: 'chunk', name: 'text', kind: 'text', at: at * 100, chunk: 'y'.repeat(100) })
    expect(pages()).toBe(0)
    await store.write(claimed!.lease, { type: 'chunk', name: 'text', kind: 'text', at: 20_000, chunk: 'z' })
    const [{ log } = { log: -1 }] = spy.prepare('PRAGMA wal_checkpoint(PASSIVE)').all()
    expect(log).toBeGreaterThan(0)
    // Two pages for each of the handful of tables and indexes that a chunk touches; its input alone would take 25.
    expect(log).toBeLessThan(16)
  })
})

describe('two stores on one file', () => {
  test("[STORE2] see each other's writes, and are woken within a poll", async () => {
    const world = manualServerWorld()
    const path = newPath()
    const [one, other] = [opened(path, { world }), opened(path, { world })]
    let wakes = 0
    other.watch(USER, () => wakes++)
    other.watch('bob', () => (wakes += 100))
    const cursor = await tick(one)
    expect(await other.head(USER)).toEqual(cursor)
    await world.advance(100)
    expect(wakes).toBe(1)
  })

  test("[STORE2] wake each other's workers", async () => {
    const world = manualServerWorld()
    const path = newPath()
    const [one, other] = [opened(path, { world }), opened(path, { world })]
    let wakes = 0
    other.watchWork(() => wakes++)
    await one.submit(USER, { key: 'k', kind: 'chat', input: null })
    await world.advance(100)
    expect(wakes).toBe(1)
  })

  test('[STORE2] are not woken by what they wrote themselves, nor by nothing', async () => {
    const world = manualServerWorld()
    const store = opened(newPath(), { world })
    await tick(store)
    let wakes = 0
    store.watch(USER, () => wakes++)
    await world.advance(1000)
    expect(wakes).toBe(0)
  })

  test('[STORE2] give a task to one worker only', async () => {
    const path = newPath()
    const [one, other] = [opened(path), opened(path)]
    await one.submit(USER, { key: 'k', kind: 'chat', input: null })
    const claims = await Promise.all([one.claim(['chat'], 30_000), other.claim(['chat'], 30_000)])
    expect(claims.filter(claim => claim !== null)).toHaveLength(1)
  })

  test('[STORE2] a closed store polls no more', async () => {
    const world = manualServerWorld()
    const store = sqliteStore(newPath(), { world })
    await store.close()
    expect(world.waiting()).toBe(0)
  })
})

interface Said {
  readonly offset: number
  readonly mark: string
}

interface Writer {
  readonly child: ChildProcess
  readonly said: Said[]
  readonly enough: (count: number) => Promise<void>
  readonly ended: Promise<unknown>
}

function writer(path: string, user: string, most = Infinity): Writer {
  const child = spawn(execPath, ['--no-warnings', WRITER, path, user, String(most)], { stdio: ['ignore', 'pipe', 'inherit'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  const said: Said[] = []
  const lines = createInterface({ input: child.stdout })
  const ended = once(child, 'close')
  const enough = (count: number): Promise<void> =>
    new Promise(resolve => {
      lines.on('line', line => {
        said.push(JSON.parse(line))
        if (said.length >= count) resolve()
      })
    })
  return { child, said, enough, ended }
}

describe('another process', () => {
  test('[STORE2] killed amid its writes loses nothing that was acknowledged', async () => {
    const path = newPath()
    const { child, said, enough, ended } = writer(path, USER)
    await enough(100)
    child.kill('SIGKILL')
    await ended
    const entries = await readAll(opened(path))
    const kept = entries.map(({ offset, mark }) => ({ offset, mark }))
    expect(kept.slice(0, said.length)).toEqual(said.map(({ offset, mark }) => ({ offset, mark })))
    // At most the one that was written and not yet said.
    expect(kept.length - said.length).toBeLessThanOrEqual(1)
  }, 30_000)

  test('[STORE2] writes to the same log at the same time, and no offset is lost or doubled', async () => {
    const path = newPath()
    const [one, other] = [writer(path, USER, 100), writer(path, USER, 100)]
    await Promise.all([one.enough(100), other.enough(100), one.ended, other.ended])
    const offsets = [...one.said, ...other.said].map(({ offset }) => offset).toSorted((left, right) => left - right)
    expect(offsets).toEqual(Array.from({ length: 200 }, (_, index) => index + 1))
    expect((await readAll(opened(path))).map(({ offset }) => offset)).toEqual(offsets)
  }, 30_000)
})
