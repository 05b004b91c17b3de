// What outlives the page, in a real Chromium with a profile on disk: a reload, a renderer that is killed, a browser that is killed.
import type { BrowserContext, Page } from 'playwright'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { createProfile, killBrowser, killRenderer, type Profile } from '../support/kept-browser.ts'
import { type LiveServer, startServer } from '../support/live-server.ts'

let profile: Profile
let server: LiveServer
let context: BrowserContext
/** Ids of the commands that ran, in order. */
let ran: string[]
/** While shut, nobody is welcomed. */
let door: Promise<void>
let user = 0

beforeAll(async () => {
  profile = await createProfile()
})

afterAll(() => profile[Symbol.asyncDispose]())

beforeEach(async () => {
  ran = []
  door = Promise.resolve()
  user += 1
  server = await startServer({
    origins: () => true,
    authenticate: async ({ token }) => {
      await door
      return token === null ? null : { user: token }
    },
    ops: { note: (_, { id }) => void ran.push(id) },
    handlers: { chat: (_, task) => task.append('All of it.') },
  })
  context = await profile.start()
})

afterEach(async () => {
  await context.close().catch(() => undefined)
  await server[Symbol.asyncDispose]()
})

const open = (on = context): Promise<Page> => profile.open(on, { socket: `ws://127.0.0.1:${server.port}/rs`, user: `user-${user}` })
const status = (page: Page) => page.evaluate(() => window.kept.store.status())
const outbox = (page: Page) => page.evaluate(() => window.kept.store.outbox().map(({ id, state }) => `${id} ${state}`))
async function isLive(page: Page): Promise<void> {
  await expect.poll(async () => (await status(page)).freshness, { timeout: 20_000 }).toBe('live')
}

async function livePage(): Promise<Page> {
  const page = await open()
  await isLive(page)
  expect((await status(page)).storage).toBe('kept')
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
  expect(ran).toEqual([])
  return ids
}

test('[KEEP1] a browser that is killed and started again sends what was accepted, once each, in order', async () => {
  const ids = await sendOffline(await livePage())
  await killBrowser(context)
  context = await profile.start()
  const page = await open()
  await expect.poll(() => ran.length, { timeout: 20_000 }).toBe(3)
  await isLive(page)
  expect(ran).toEqual(ids)
  await expect.poll(() => outbox(page)).toEqual([])
})

test('[KEEP1] a tab that crashes leaves its sends to the tab that is open', async () => {
  const heir = await livePage()
  const other = await livePage()
  const ids = await sendOffline(other)
  await killRenderer(other)
  await expect.poll(() => outbox(heir), { timeout: 20_000 }).toHaveLength(3)
  // A crashed target would not let the context go online.
  await other.close()
  await context.setOffline(false)
  await expect.poll(() => ran.length, { timeout: 30_000 }).toBe(3)
  expect(ran).toEqual(ids)
  await expect.poll(() => outbox(heir)).toEqual([])
})

test('[KEEP1] a reload shows what was there before anybody is welcomed, as stale, and resumes from it', async () => {
  const page = await livePage()
  await page.evaluate(() => window.kept.submit('chat', { text: 'hi' }).settled)
  await expect.poll(() => page.evaluate(() => window.kept.store.tasks()[0]?.status)).toBe('succeeded')
  await expect.poll(() => storedState(page)).toContain('"status":"succeeded"')
  const heardAt = Date.now()
  let openDoor = (): void => {}
  door = new Promise(resolve => {
    openDoor = resolve
  })
  await page.reload()
  await page.waitForFunction(() => window.kept.store.tasks().length === 1)
  const [task] = await page.evaluate(() => window.kept.store.tasks())
  expect(task).toMatchObject({ status: 'succeeded', streams: { text: { value: 'All of it.' } } })
  const shown = await status(page)
  expect(shown).toMatchObject({ freshness: 'stale', state: 'connecting', storage: 'kept' })
  expect(Math.abs((shown.staleSince ?? 0) - heardAt)).toBeLessThan(10_000)
  openDoor()
  await isLive(page)
  expect((await status(page)).recovery).toBe('replayed')
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
  await expect.poll(() => ran.length, { timeout: 30_000 }).toBe(ids.length)
  await expect.poll(() => outbox(page), { timeout: 20_000 }).toEqual([])
  expect(ran).toEqual(ids)
})

test('[KEEP1] a send cancelled before the browser is killed never runs', async () => {
  // Nobody is welcomed, so an op of the application stays unwritten.
  door = new Promise(() => undefined)
  const page = await open()
  await expect.poll(async () => (await status(page)).storage).toBe('kept')
  const ids = await sendOffline(page)
  expect(await page.evaluate(id => window.kept.cancelSend(id), ids[1] ?? '')).toBe(true)
  await expect.poll(() => outbox(page)).toContain(`${ids[1]} cancelled`)
  await killBrowser(context)
  door = Promise.resolve()
  context = await profile.start()
  const after = await open()
  await isLive(after)
  await expect.poll(() => ran.length).toBe(2)
  expect(ran).toEqual([ids[0], ids[2]])
})

test('[AUTH1] another user on the same device finds nothing, and the first finds it all again', async () => {
  const ids = await sendOffline(await livePage())
  await killBrowser(context)
  context = await profile.start()
  const other = await profile.open(context, { socket: `ws://127.0.0.1:${server.port}/rs`, user: 'somebody-else' })
  await isLive(other)
  expect([await outbox(other), ran]).toEqual([[], []])
  const own = await open()
  await expect.poll(() => ran.length, { timeout: 20_000 }).toBe(3)
  expect(ran).toEqual(ids)
  await own.close()
})

test('[AUTH1] a page where nobody is signed in wipes what was kept: it is not there, and does not run, when its user is back', async () => {
  const page = await livePage()
  await page.evaluate(() => window.kept.submit('chat', { text: 'hi' }).settled)
  await sendOffline(page)
  await expect.poll(() => storedState(page)).toContain(`user-${user}`)
  await killBrowser(context)
  context = await profile.start()
  const nobody = await profile.open(context, { socket: `ws://127.0.0.1:${server.port}/rs`, signedOut: 'yes' })
  await expect.poll(() => storedState(nobody)).not.toContain(`user-${user}`)
  door = new Promise(() => {})
  const back = await open()
  await expect.poll(async () => (await status(back)).storage).toBe('kept')
  expect([await outbox(back), await back.evaluate(() => window.kept.store.tasks().length), ran]).toEqual([[], 0, []])
})
