// Storage that is damaged, foreign, full, forbidden or wiped, in a real Chromium: the page comes up, says what it keeps, and sends (KEEP1).
import type { BrowserContext, Page } from 'playwright'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { createProfile, isLive, type Profile, statusOf, storageIs } from '../support/kept-browser.ts'
import { type KeptServer, startKeptServer } from '../support/kept-server.ts'

let profile: Profile
let server: KeptServer
let context: BrowserContext
/** What the pages logged as warnings, and what nobody caught. */
let warned: string[]
let uncaught: string[]
let user = 0

beforeAll(async () => {
  profile = await createProfile()
  context = await profile.start()
})
afterAll(() => profile[Symbol.asyncDispose]())

beforeEach(async () => {
  ;[warned, uncaught] = [[], []]
  user += 1
  server = await startKeptServer()
})
afterEach(async () => {
  for (const page of context.pages().slice(1)) await page.close()
  await server[Symbol.asyncDispose]()
})

interface Wish {
  readonly query?: Readonly<Record<string, string>>
  /** Runs in the page before any script of its own. */
  readonly before?: () => unknown
}

async function open({ query = {}, before }: Wish = {}): Promise<Page> {
  const page = await context.newPage()
  page.on('console', message => void (message.type() === 'warning' && warned.push(message.text())))
  page.on('pageerror', error => void uncaught.push(String(error)))
  if (before !== undefined) await page.addInitScript(before)
  await page.goto(`${profile.origin}/?${new URLSearchParams({ socket: server.socketUrl, user: `user-${user}`, ...query })}`)
  await page.waitForFunction(() => 'kept' in window)
  return page
}

/** A send is accepted and ran once, whatever became of the storage; nothing was thrown that nobody caught. */
async function expectAtWork(page: Page): Promise<void> {
  await isLive(page)
  const id = `after-${user}`
  expect(await page.evaluate(async note => (await window.kept.send('note', {}, { id: note }).settled).outcome, id)).toBe('accepted')
  expect([server.ran.filter(each => each === id), uncaught]).toEqual([[id], []])
}

/** Every record of the database, by key. */
const records = (page: Page): Promise<Record<string, string>> =>
  page.evaluate(
    () =>
      new Promise<Record<string, string>>(resolve => {
        const opening = indexedDB.open('resilient-socket')
        opening.onsuccess = () => {
          const store = opening.result.transaction('records').objectStore('records')
          const [keys, values] = [store.getAllKeys(), store.getAll()]
          values.onsuccess = () => {
            resolve(Object.fromEntries(keys.result.map((key, index) => [typeof key === 'string' ? key : '', String(values.result[index])])))
            opening.result.close()
          }
        }
      }),
  )

const write = (page: Page, entries: readonly (readonly [string, unknown])[]): Promise<void> =>
  page.evaluate(
    given =>
      new Promise<void>((resolve, reject) => {
        const opening = indexedDB.open('resilient-socket')
        opening.onsuccess = () => {
          const transaction = opening.result.transaction('records', 'readwrite')
          for (const [key, value] of given) transaction.objectStore('records').put(value, key)
          transaction.oncomplete = () => resolve(opening.result.close())
          transaction.onabort = () => reject(transaction.error ?? new Error('the transaction was aborted'))
        }
      }),
    entries,
  )

/** What is stored of a page that is gone: a task that has ended, and a send that was never written. */
async function leftRecords(): Promise<readonly (readonly [string, string])[]> {
  const page = await open()
  await isLive(page)
  await page.evaluate(() => window.kept.submit('chat', { text: 'hi' }, { key: 'k' }).settled)
  const storedText = async () => JSON.stringify(await records(page))
  await expect.poll(storedText).toContain('succeeded')
  const openDoor = server.shutDoor()
  await page.reload()
  await storageIs(page, 'kept')
  await page.evaluate(id => void window.kept.send('note', {}, { id }), `before-${user}`)
  await expect.poll(storedText).toContain(`outbox/before-${user}`)
  const left = Object.entries(await records(page)).filter(([key]) => key.includes(server.socketUrl))
  await page.close()
  openDoor()
  return left
}

const SPOILED: Readonly<Record<string, (text: string) => unknown>> = {
  'cut short': text => text.slice(0, text.length / 2),
  'of another version': text => JSON.stringify({ ...JSON.parse(text), v: 2, term: 'of another version' }),
  'no text': text => ({ length: text.length }),
  'other JSON': () => '[[{"v":1}],null]',
}

test('[KEEP1] records that are cut short, of another version or no records at all are discarded with a warning, and the page works and keeps again', async () => {
  const left = await leftRecords()
  expect(left).toHaveLength(3)
  const writer = await context.newPage()
  await writer.goto(`${profile.origin}/elsewhere`)
  for (const spoiled of Object.values(SPOILED)) {
    const before = `user-${user}`
    ;[user, warned] = [user + 1, []]
    await write(
      writer,
      left.map(([key, text]) => [key.replace(/user-\d+/, `user-${user}`), spoiled(text.replaceAll(before, `user-${user}`))]),
    )
    const page = await open()
    await expectAtWork(page)
    await storageIs(page, 'kept')
    expect(warned.filter(text => text.includes('storage-discarded'))).toHaveLength(2)
    expect(Object.keys(await records(page)).filter(key => key.includes(`user-${user}`) && key.includes('outbox/before'))).toEqual([])
    await page.evaluate(() => window.kept.submit('chat', {}, { key: 'anew' }).settled)
    await expect.poll(async () => (await records(page))[JSON.stringify([server.socketUrl, `user-${user}`]) + '/state']).toContain('anew')
    await page.close()
  }
  expect(server.ran.filter(id => id.startsWith('before'))).toEqual([])
})

/** In memory, for this reason: any other failure would end there as well. */
async function isInMemoryFor(page: Page, why: string): Promise<void> {
  expect((await statusOf(page)).storage).toBe('memory')
  const told = warned.filter(text => text.includes('storage-load-failed'))
  expect(told).toEqual([expect.stringContaining(why)])
}

/** As a newer version of the library, or another one, left it there. */
const leaveDatabase = (version: number, store: string) =>
  `new Promise((resolve, reject) => {
    const removing = indexedDB.deleteDatabase('resilient-socket')
    removing.onerror = () => reject(removing.error)
    removing.onsuccess = () => {
      const opening = indexedDB.open('resilient-socket', ${version})
      opening.onupgradeneeded = () => opening.result.createObjectStore('${store}')
      opening.onsuccess = () => resolve(opening.result.close())
      opening.onerror = () => reject(opening.error)
    }
  })`

test.each([
  ['of a newer version', 99, 'records', 'VersionError'],
  ['of somebody else', 1, 'things', 'NotFoundError'],
] as const)('[KEEP1] beside a database %s the page works, in memory, and says so', async (_, version, store, why) => {
  const before = await context.newPage()
  await before.goto(`${profile.origin}/elsewhere`)
  await before.evaluate(leaveDatabase(version, store))
  const page = await open()
  await expectAtWork(page)
  await isInMemoryFor(page, why)
  await before.evaluate(() => new Promise(resolve => (indexedDB.deleteDatabase('resilient-socket').onsuccess = () => resolve(null))))
})

test('[KEEP1] a disk that is full: what is sent goes out from memory, and the status says that nothing is kept', async () => {
  const page = await context.newPage()
  page.on('console', message => void warned.push(message.text()))
  const session = await context.newCDPSession(page)
  // An origin of its own: Chromium remembers for a while how much room one had.
  const origin = profile.origin.replace('127.0.0.1', 'localhost')
  await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 300_000 })
  await page.goto(`${origin}/?${new URLSearchParams({ socket: server.socketUrl, user: `user-${user}` })}`)
  await isLive(page)
  await storageIs(page, 'kept')
  const openDoor = server.shutDoor()
  await page.reload()
  await storageIs(page, 'kept')
  const ids = Array.from({ length: 10 }, (_, index) => `long-${index}-of-${user}`)
  await page.evaluate(all => {
    const sent = all.map(id => window.kept.send('note', 'x'.repeat(50_000), { id }).settled)
    Object.assign(window, { outcomes: Promise.all(sent) })
  }, ids)
  await storageIs(page, 'memory')
  expect(warned.filter(text => text.includes('storage-write-failed') && text.includes('QuotaExceededError')).length).toBeGreaterThan(0)
  expect(await page.evaluate(() => window.kept.store.outbox().map(({ id }) => id))).toEqual(ids)
  openDoor()
  const outcomes = page.evaluate(() => (window as unknown as { outcomes: Promise<readonly { outcome: string }[]> }).outcomes)
  expect([...new Set((await outcomes).map(({ outcome }) => outcome))]).toEqual(['accepted'])
  await expectAtWork(page)
  expect(server.ran).toEqual([...ids, `after-${user}`])
})

const throwing = () => {
  IDBFactory.prototype.open = () => {
    throw new DOMException('The operation is insecure.', 'SecurityError')
  }
}

const refusing = () => {
  IDBFactory.prototype.open = () => {
    const error = new DOMException('A mutation operation was attempted on a database that did not allow mutations.', 'InvalidStateError')
    const request = { error, onerror: (): void => {} }
    queueMicrotask(() => request.onerror())
    return request as unknown as IDBOpenDBRequest
  }
}

test.each([
  // A page of an opaque origin, where Chromium itself forbids it.
  ['is forbidden', 'SecurityError', { query: { sandboxed: 'yes' } }],
  ['throws, as where cookies are blocked', 'The operation is insecure', { before: throwing }],
  ['refuses, as in private windows of some browsers', 'InvalidStateError', { before: refusing }],
  ['never answers', 'without an answer', { before: () => (IDBFactory.prototype.open = () => ({}) as IDBOpenDBRequest) }],
  ['is missing', 'indexedDB is not defined', { before: () => Reflect.deleteProperty(globalThis, 'indexedDB') }],
] as const)('[KEEP1] where IndexedDB %s the page works, in memory, and says so', async (_, why, wish) => {
  const page = await open(wish)
  await expectAtWork(page)
  await isInMemoryFor(page, why)
})

test('[AUTH1] a user who is revoked, or signs out, leaves nothing in IndexedDB, and another keeps what is theirs', async () => {
  const other = await open({ query: { user: `other-${user}` } })
  const page = await open()
  for (const each of [other, page]) {
    await isLive(each)
    await each.evaluate(() => window.kept.submit('chat', { text: 'hi' }).settled)
  }
  const kept = async () => Object.entries(await records(page)).map(([key, value]) => `${key} ${value}`)
  const named = async (name: string) => (await kept()).filter(text => text.includes(name)).length
  for (const name of [`user-${user}`, `other-${user}`]) await expect.poll(() => named(name)).toBe(2)
  await server.resilient.revoke(`user-${user}`)
  await expect.poll(async () => (await statusOf(page)).reason).toBe('revoked')
  await expect.poll(() => named(`user-${user}`)).toBe(0)
  expect(await named(`other-${user}`)).toBe(2)
  await other.close()
  await open({ query: { signedOut: 'yes' } })
  await expect.poll(async () => (await kept()).filter(text => text.includes(server.socketUrl))).toEqual([])
})
