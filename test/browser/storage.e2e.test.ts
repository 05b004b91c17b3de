// What outlives the page, in a real Chromium with a profile on disk: a reload, a renderer that is killed, a browser that is killed.
import type { BrowserContext, Page } from 'playwright'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { createProfile, isLive, killBrowser, killRenderer, type Profile, statusOf, storageIs } from '../support/kept-browser.ts'
import { type KeptServer, startKeptServer } from '../support/kept-server.ts'

let profile: Profile
let server: KeptServer
let context: BrowserContext
let user = 0

beforeAll(async () => {
  profile = await createProfile()
})

afterAll(() => profile[Symbol.asyncDispose]())

beforeEach(async () => {
  user += 1
  server = await startKeptServer()
  context = await profile.start()
})

afterEach(async () => {
  await context.close().catch(() => undefined)
  await server[Symbol.asyncDispose]()
})

const open = (on = context): Promise<Page> => profile.open(on, { socket: server.socketUrl, user: `user-${user}` })
const outbox = (page: Page) => page.evaluate(() => window.kept.store.outbox().map(({ id, state }) => `${id} ${state}`))
async function livePage(): Promise<Page> {
  const page = await open()
  await isLive(page)
  await storageIs(page, 'kept')
  return page
}

/** The state's record, as it stands in the database. */
const storedState = (page: Page): Promise<string> =>
  page.evaluate(
    () =>
      new Promise<string>(resolve => {
        const opening = indexedDB.open('resilient-socket')
        opening.onsuccess = () => {
          const reading = opening.result.transaction('records').objectStore('records').getAll()
          reading.onsuccess = () => resolve(reading.result.join('\n'))
        }
      }),
  )

/** Sends three while offline, and waits until the outbox shows them: from then on they are kept. */
async function sendOffline(page: Page): Promise<readonly string[]> {
  const ids = ['first', 'second', 'third'].map(name => `${name}-of-${user}`)
  await context.setOffline(true)
  await page.evaluate(all => all.forEach(id => window.kept.send('note', { id }, { id })), ids)
  await expect.poll(async () => (await outbox(page)).length).toBe(3)
  expect(server.ran).toEqual([])
  return ids
}

test('[KEEP1] a browser that is killed and started again sends what was accepted, once each, in order', async () => {
  const ids = await sendOffline(await livePage())
  await killBrowser(context)
  context = await profile.start()
  const page = await open()
  await expect.poll(() => server.ran.length).toBe(3)
  await isLive(page)
  expect(server.ran).toEqual(ids)
  await expect.poll(() => outbox(page)).toEqual([])
})

test('[KEEP1] a tab that crashes leaves its sends to the tab that is open', async () => {
  const heir = await livePage()
  const other = await livePage()
  const ids = await sendOffline(other)
  await killRenderer(other)
  await expect.poll(() => outbox(heir)).toHaveLength(3)
  // A crashed target would not let the context go online.
  await other.close()
  await context.setOffline(false)
  await expect.poll(() => server.ran.length).toBe(3)
  expect(server.ran).toEqual(ids)
  await expect.poll(() => outbox(heir)).toEqual([])
})

test('[KEEP1] a reload shows what was there before anybody is welcomed, as stale, and resumes from it', async () => {
  const from = Date.now()
  const page = await livePage()
  await page.evaluate(() => window.kept.submit('chat', { text: 'hi' }).settled)
  await expect.poll(() => page.evaluate(() => window.kept.store.tasks()[0]?.status)).toBe('succeeded')
  await expect.poll(() => storedState(page)).toContain('"status":"succeeded"')
  const to = Date.now()
  const openDoor = server.shutDoor()
  await page.reload()
  await page.waitForFunction(() => window.kept.store.tasks().length === 1)
  const [task] = await page.evaluate(() => window.kept.store.tasks())
  expect(task).toMatchObject({ status: 'succeeded', streams: { text: { value: 'All of it.' } } })
  const shown = await statusOf(page)
  expect(shown).toMatchObject({ freshness: 'stale', state: 'connecting', storage: 'kept' })
  expect(shown.staleSince).toBeGreaterThanOrEqual(from)
  expect(shown.staleSince).toBeLessThanOrEqual(to)
  openDoor()
  await isLive(page)
  expect((await statusOf(page)).recovery).toBe('replayed')
})

test('[KEEP1] three reloads while sixty sends go out lose none and double none', async () => {
  const page = await livePage()
  const ids = Array.from({ length: 60 }, (_, index) => `n${index}-of-${user}`)
  await context.setOffline(true)
  await page.evaluate(all => all.forEach(id => window.kept.send('note', {}, { id })), ids)
  await expect.poll(async () => (await outbox(page)).length).toBe(ids.length)
  await context.setOffline(false)
  for (let turn = 0; turn < 3; turn += 1) {
    await page.reload()
    await page.waitForFunction(() => window.kept.store.status().storage === 'kept')
  }
  await expect.poll(() => server.ran.length).toBe(ids.length)
  await expect.poll(() => outbox(page)).toEqual([])
  expect(server.ran).toEqual(ids)
})

test('[KEEP1] a send cancelled before the browser is killed never runs', async () => {
  // Nobody is welcomed, so an op of the application stays unwritten.
  const openDoor = server.shutDoor()
  const page = await open()
  await storageIs(page, 'kept')
  const ids = await sendOffline(page)
  expect(await page.evaluate(id => window.kept.cancelSend(id), ids[1] ?? '')).toBe(true)
  await expect.poll(() => outbox(page)).toContain(`${ids[1]} cancelled`)
  await killBrowser(context)
  openDoor()
  context = await profile.start()
  const after = await open()
  await isLive(after)
  await expect.poll(() => server.ran.length).toBe(2)
  expect(server.ran).toEqual([ids[0], ids[2]])
})

test('[AUTH1] another user on the same device finds nothing, and the first finds it all again', async () => {
  const ids = await sendOffline(await livePage())
  await killBrowser(context)
  context = await profile.start()
  const other = await profile.open(context, { socket: server.socketUrl, user: 'somebody-else' })
  await isLive(other)
  expect([await outbox(other), server.ran]).toEqual([[], []])
  const own = await open()
  await expect.poll(() => server.ran.length).toBe(3)
  expect(server.ran).toEqual(ids)
  await own.close()
})

test('[AUTH1] a page where nobody is signed in wipes what was kept: it is not there, and does not run, when its user is back', async () => {
  const page = await livePage()
  await page.evaluate(() => window.kept.submit('chat', { text: 'hi' }).settled)
  await sendOffline(page)
  await expect.poll(() => storedState(page)).toContain(`user-${user}`)
  await killBrowser(context)
  context = await profile.start()
  const nobody = await profile.open(context, { socket: server.socketUrl, signedOut: 'yes' })
  await expect.poll(() => storedState(nobody)).not.toContain(`user-${user}`)
  server.shutDoor()
  const back = await open()
  await storageIs(back, 'kept')
  expect([await outbox(back), await back.evaluate(() => window.kept.store.tasks().length), server.ran]).toEqual([[], 0, []])
})
