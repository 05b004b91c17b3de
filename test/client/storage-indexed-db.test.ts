import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { afterEach, describe, expect, test } from 'vitest'
import { indexedDbStorage } from '../../src/client/storage/index.ts'
import { indexedDbRecords } from '../../src/client/storage/indexed-db-world.ts'
import { namesOf } from '../../src/client/storage/names.ts'
import { webLocks } from '../../src/client/storage/web-locks-world.ts'
import { createHarness } from '../support/client-harness.ts'

const NAME = 'test'

Object.assign(globalThis, { indexedDB: new IDBFactory(), IDBKeyRange })

const removed = () =>
  new Promise<string>(resolve => {
    const request = indexedDB.deleteDatabase(NAME)
    request.onsuccess = () => resolve('removed')
    request.onblocked = () => resolve('blocked')
  })

afterEach(removed)

const put =
  (...pairs: readonly (readonly [string, string | null])[]) =>
  () =>
    new Map(pairs)

describe('records', () => {
  test('are read by the beginning of their keys', async () => {
    const records = indexedDbRecords(NAME)
    await records.update([], put(['a/1', 'x'], ['a/2', 'y'], ['b/1', 'z']), 'strict')
    expect([...(await records.read('a/'))]).toEqual([
      ['a/1', 'x'],
      ['a/2', 'y'],
    ])
  })

  test('[KEEP1] a step reads and writes as one: of a hundred pages that count, none is lost', async () => {
    const pages = Array.from({ length: 100 }, () => indexedDbRecords(NAME))
    await Promise.all(pages.map(page => page.update(['n'], found => new Map([['n', String(Number(found.get('n') ?? 0) + 1)]]), 'relaxed')))
    expect((await indexedDbRecords(NAME).read('')).get('n')).toBe('100')
  })

  test('[KEEP1] a step that throws writes nothing of what it began', async () => {
    const records = indexedDbRecords(NAME)
    const torn = function* (): Generator<readonly [string, string]> {
      yield ['a', 'half']
      throw new Error('in the middle')
    }
    await expect(records.update(['a'], () => ({ [Symbol.iterator]: torn }) as never, 'strict')).rejects.toMatchObject({
      name: 'AbortError',
    })
    expect((await records.read('')).size).toBe(0)
  })

  test('a removal and what is left out do what they say', async () => {
    const records = indexedDbRecords(NAME)
    await records.update([], put(['a', '1'], ['b', '2']), 'strict')
    await records.update(['a', 'b', 'c'], found => new Map(found.has('c') ? [] : [['a', null]]), 'strict')
    expect([...(await records.read(''))]).toEqual([['b', '2']])
  })

  test('[KEEP1] a database that somebody deletes is let go at once, and made anew when it is next needed', async () => {
    const records = indexedDbRecords(NAME)
    await records.update([], put(['a', '1']), 'strict')
    expect(await removed()).toBe('removed')
    await records.update([], put(['b', '2']), 'strict')
    expect([...(await records.read('')).keys()]).toEqual(['b'])
  })

  test('[KEEP1] a database of a newer version is refused, and asked for again the next time', async () => {
    const newer = await new Promise<IDBDatabase>(resolve => {
      const request = indexedDB.open(NAME, 9)
      request.onsuccess = () => resolve(request.result)
    })
    const records = indexedDbRecords(NAME)
    await expect(records.read('')).rejects.toMatchObject({ name: 'VersionError' })
    newer.close()
    await removed()
    expect((await records.read('')).size).toBe(0)
  })
})

describe('locks', () => {
  test('are held by one, waited for in line, and told', async () => {
    const locks = webLocks()
    const order: string[] = []
    const release = await locks.hold('a', new AbortController().signal)
    const waiting = async () => {
      const free = await locks.hold('a', new AbortController().signal)
      order.push('second')
      free()
    }
    const second = waiting()
    expect([...(await locks.held())]).toEqual(['a'])
    order.push('first')
    release()
    await second
    expect(order).toEqual(['first', 'second'])
  })

  test('an abort leaves the line', async () => {
    const locks = webLocks()
    const release = await locks.hold('b', new AbortController().signal)
    const abort = new AbortController()
    const waiting = locks.hold('b', abort.signal)
    abort.abort(new Error('enough'))
    await expect(waiting).rejects.toThrow('enough')
    release()
  })
})

test('[KEEP1] records that are no text are discarded for good, each reading of which is another copy', async () => {
  const records = indexedDbRecords(NAME)
  const names = namesOf('ws://page.test/rs', { user: 'ana' })
  const strangers = new Map([names.state, names.entry('a')].map(key => [key, { length: 3 } as unknown as string]))
  await records.update([], () => strangers, 'strict')
  const { socket, manual, log } = createHarness({ identity: 'ana', storage: indexedDbStorage({ name: NAME }) })
  socket.connect()
  await expect.poll(() => manual.sockets.length).toBe(1)
  expect(log.map(({ event }) => event)).toEqual(['storage-discarded', 'storage-discarded'])
  expect([...(await records.read(names.slot)).keys()].filter(key => key !== names.head)).toEqual([])
  socket.dispose()
})

test.each([
  ['no IndexedDB', 'indexedDB'],
  ['no Web Locks', 'navigator'],
])('[KEEP1] with %s the page dials all the same, and says that it keeps nothing', async (_, missing) => {
  const before = Object.getOwnPropertyDescriptor(globalThis, missing)
  Object.defineProperty(globalThis, missing, { value: undefined, configurable: true, writable: true })
  try {
    const { socket, manual, log } = createHarness({ identity: 'ana', storage: indexedDbStorage({ name: NAME }) })
    socket.connect()
    await expect.poll(() => manual.sockets.length).toBe(1)
    expect([socket.store.status().storage, log.map(({ event }) => event)]).toEqual(['memory', ['storage-load-failed']])
    socket.dispose()
  } finally {
    if (before !== undefined) Object.defineProperty(globalThis, missing, before)
  }
})
