// Tabs that share a socket and keep what they send, in a real Chromium: the one that leads crashes, or all are loaded anew (TAB1, KEEP1).
import type { BrowserContext, Page } from 'playwright'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { createProfile, isLive, killRenderer, type Profile, storageIs } from '../support/kept-browser.ts'
import { type KeptServer, startKeptServer } from '../support/kept-server.ts'

let profile: Profile
let server: KeptServer
let context: BrowserContext
let pages: readonly Page[]
let user = 0

beforeAll(async () => {
  profile = await createProfile()
})

afterAll(() => profile[Symbol.asyncDispose]())

beforeEach(async () => {
  user += 1
  server = await startKeptServer()
  context = await profile.start()
  pages = [await livePage(), await livePage(), await livePage()]
  await expectOneSocket()
})

afterEach(async () => {
  await context.close().catch(() => undefined)
  await server[Symbol.asyncDispose]()
})

const open = (): Promise<Page> => profile.open(context, { socket: server.socketUrl, user: `sharer-${user}`, tabs: 'share' })
const queued = (page: Page) => page.evaluate(() => window.kept.store.outbox().length)
async function expectOneSocket(): Promise<void> {
  await expect.poll(() => server.resilient.stats().connections).toBe(1)
}

async function livePage(): Promise<Page> {
  const page = await open()
  await isLive(page)
  await storageIs(page, 'kept')
  return page
}

/** Each tab sends while nobody is reached, and shows its send: from then on it is kept. */
async function sendOffline(): Promise<readonly string[]> {
  await context.setOffline(true)
  const ids = pages.map((_, index) => `of-tab-${index}-of-${user}`)
  for (const [index, page] of pages.entries()) {
    await page.evaluate(id => void window.kept.send('note', {}, { id }), ids[index] ?? '')
    await expect.poll(() => queued(page)).toBe(1)
  }
  expect(server.ran).toEqual([])
  return ids
}

test('[KEEP1] the leading tab crashes with its send unsent: another tab leads, adopts it, and each send runs once', async () => {
  const [leader, ...others] = pages
  const ids = await sendOffline()
  if (leader === undefined) throw new Error('no tab was opened')
  await killRenderer(leader)
  await expect.poll(async () => Math.max(...(await Promise.all(others.map(queued))))).toBe(2)
  // A crashed target would not let the context go online.
  await leader.close()
  await context.setOffline(false)
  await expect.poll(() => server.ran.length).toBe(3)
  for (const page of others) {
    await isLive(page)
    await expect.poll(() => queued(page)).toBe(0)
  }
  expect(server.ran.toSorted()).toEqual([...ids].toSorted())
  await expectOneSocket()
})

test('[KEEP1] all tabs are loaded anew at once with sends unsent, and each runs once over one socket', async () => {
  const ids = await sendOffline()
  const openDoor = server.shutDoor()
  await context.setOffline(false)
  await Promise.all(pages.map(page => page.reload()))
  for (const page of pages) await page.waitForFunction(() => 'kept' in window && window.kept.store.status().storage === 'kept')
  openDoor()
  for (const page of pages) await isLive(page)
  await expect.poll(() => server.ran.length).toBe(3)
  for (const page of pages) await expect.poll(() => queued(page)).toBe(0)
  expect(server.ran.toSorted()).toEqual([...ids].toSorted())
  await expectOneSocket()
})

const SENDS = 40

/** Sends one each 25 ms, and notes each outcome in the order they came. */
const sendMany = (page: Page, name: string): Promise<void> =>
  page.evaluate(
    ([prefix, count]) => {
      const outcomes: string[] = []
      let next = 0
      const timer = setInterval(() => {
        const id = `${prefix}-${(next += 1)}`
        if (next === count) clearInterval(timer)
        void window.kept.send('note', {}, { id }).settled.then(({ outcome }) => outcomes.push(`${id} ${outcome}`))
      }, 25)
      Object.assign(window, { outcomes })
    },
    [name, SENDS] as const,
  )
const outcomesIn = (page: Page) => page.evaluate(() => (window as unknown as { readonly outcomes: readonly string[] }).outcomes)

test('[TAB1] five tabs send while the leader crashes: each send settles once and runs once, in order, and those of the dead tab too', async () => {
  const [leader, ...others] = [...pages, await livePage(), await livePage()]
  if (leader === undefined) throw new Error('no tab was opened')
  const idsOf = (index: number) => Array.from({ length: SENDS }, (_, number) => `tab-${index}-of-${user}-${number + 1}`)
  await Promise.all([leader, ...others].map((page, index) => sendMany(page, `tab-${index}-of-${user}`)))
  await expect.poll(() => server.ran.length, { interval: 10 }).toBeGreaterThan(SENDS)
  await killRenderer(leader)
  for (const [index, page] of others.entries()) {
    await expect.poll(async () => (await outcomesIn(page)).length).toBe(SENDS)
    const ids = idsOf(index + 1)
    expect((await outcomesIn(page)).toSorted()).toEqual(ids.map(id => `${id} accepted`).toSorted())
    expect(server.ran.filter(id => ids.includes(id))).toEqual(ids)
  }
  // How many it sent before it died, nobody knows; those are the first ones, and the heirs have let go of them all.
  for (const page of others) await expect.poll(() => queued(page)).toBe(0)
  const ofLeader = server.ran.filter(id => idsOf(0).includes(id))
  expect(ofLeader).toEqual(idsOf(0).slice(0, ofLeader.length))
  expect(ofLeader.length).toBeGreaterThan(0)
  await expectOneSocket()
})
