// One socket for five tabs of a real Chromium: whoever leads may close, crash, freeze or be throttled, and nothing is lost (TAB1).
import type { Browser, BrowserContext, Page } from 'playwright'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { launch } from '../support/page.ts'
import { type RawPage, startRawChromium } from '../support/raw-chromium.ts'
import { startTabsStand, type TabsStand } from '../support/tabs-stand.ts'

const TABS = 5
let browser: Browser
let context: BrowserContext
let stand: TabsStand
let origin: string
let user: string
let users = 0
let pages: Page[] = []

beforeAll(async () => {
  browser = await launch()
  stand = await startTabsStand()
  origin = `http://127.0.0.1:${stand.port}`
})

afterAll(async () => {
  await browser.close()
  await stand[Symbol.asyncDispose]()
})

beforeEach(async () => {
  user = `user-${(users += 1)}`
  context = await browser.newContext()
  pages = []
  for (let index = 0; index < TABS; index += 1) await openTab()
  await allLive()
})

afterEach(async () => {
  await context.close()
})

async function openTab(): Promise<Page> {
  const page = await context.newPage()
  await page.goto(`${origin}/?user=${user}`)
  pages.push(page)
  return page
}

const isLive = (page: Page): Promise<boolean> => page.evaluate(() => window.rs.store.status().freshness === 'live')
const allLive = async (among: readonly Page[] = pages): Promise<void> => {
  for (const page of among) await expect.poll(() => isLive(page), { timeout: 20_000 }).toBe(true)
}
const titles = (page: Page): Promise<readonly string[]> => page.evaluate(() => window.told)
const sockets = (): number => stand.resilient.stats().connections
const notify = (title: string): Promise<unknown> => stand.resilient.notify(user, { kind: 'notice', title })

/** The tab whose `getToken` was asked last: it has the socket. */
async function leaderOf(among: readonly Page[] = pages): Promise<Page> {
  const asked = await Promise.all(among.map(page => page.evaluate(() => window.tokens)))
  const leader = among[asked.findIndex(count => count > 0)]
  if (leader === undefined) throw new Error(`No tab asked for a token: ${asked.join(', ')}`)
  return leader
}

/** A socket that died without a word is counted until the server misses it. */
async function expectOneSocket(): Promise<void> {
  await expect.poll(sockets, { timeout: 10_000 }).toBe(1)
}

async function expectSurvival(harm: (leader: Page) => Promise<unknown>): Promise<readonly Page[]> {
  await expectOneSocket()
  await notify('before')
  const leader = await leaderOf()
  const others = pages.filter(page => page !== leader)
  for (const page of others) await expect.poll(() => titles(page)).toEqual(['before'])
  await others[0]?.bringToFront()
  await harm(leader)
  await notify('meanwhile')
  for (const page of others) await expect.poll(() => titles(page), { timeout: 20_000 }).toEqual(['before', 'meanwhile'])
  await allLive(others)
  return others
}

test('[TAB1] five tabs have one socket, and what is told is told once in each', async () => {
  await expectOneSocket()
  await notify('a')
  await notify('b')
  for (const page of pages) await expect.poll(() => titles(page)).toEqual(['a', 'b'])
  expect(await Promise.all(pages.map(page => page.evaluate(() => window.tokens)))).toEqual([1, 0, 0, 0, 0])
})

test('[TAB1] a follower sends through the leader, and every tab sees the task end', async () => {
  const outcome = await pages[3]?.evaluate(() => window.rs.submit('echo', 'hello', { key: 'k1' }).settled)
  expect(outcome).toMatchObject({ outcome: 'accepted' })
  for (const page of pages)
    await expect.poll(() => page.evaluate(() => window.rs.store.task('k1'))).toMatchObject({ status: 'succeeded', result: 'hello' })
  expect(sockets()).toBe(1)
})

test('[TAB1] the leading tab is closed', async () => {
  await expectSurvival(leader => leader.close())
  await expectOneSocket()
})

test('[TAB1] the leading tab goes elsewhere', async () => {
  await expectSurvival(leader => leader.goto('about:blank'))
  await expectOneSocket()
})

test('[TAB1] the leading tab crashes', async () => {
  await expectSurvival(async leader => {
    const session = await context.newCDPSession(leader)
    const crashed = leader.waitForEvent('crash')
    session.send('Page.crash').catch(() => {})
    await crashed
  })
  await expectOneSocket()
})

// Playwright keeps every page visible and awake, so this Chromium is driven without it: a tab in front hides and may freeze the others.
test('[TAB1] the leading tab is frozen; when it wakes it follows', async () => {
  await context.close()
  await using chromium = await startRawChromium()
  const tabs: RawPage[] = []
  for (let index = 0; index < TABS; index += 1) {
    const tab = await chromium.open(`${origin}/?user=frozen`)
    await tab.until(() => window.rs.store.status().freshness === 'live')
    tabs.push(tab)
  }
  const [leader, ...others] = tabs
  if (leader === undefined) throw new Error('no tab was opened')
  expect(await leader.evaluate(() => window.tokens)).toBe(1)
  await leader.command('Page.setWebLifecycleState', { state: 'frozen' })
  await stand.resilient.notify('frozen', { kind: 'notice', title: 'meanwhile' })
  for (const tab of others) await tab.until(() => window.told.includes('meanwhile'))
  const asked = await Promise.all(others.map(tab => tab.evaluate(() => window.tokens)))
  expect(asked.toSorted((one, other) => one - other)).toEqual([0, 0, 0, 1])
  await leader.command('Page.setWebLifecycleState', { state: 'active' })
  await leader.show()
  for (const tab of tabs) await tab.until(() => window.rs.store.status().freshness === 'live' && window.told.join() === 'meanwhile')
  await expectOneSocket()
})

test('[TAB1] offline no tab says live; online again all do, over one socket', async () => {
  await context.setOffline(true)
  for (const page of pages) await expect.poll(() => isLive(page), { timeout: 20_000 }).toBe(false)
  await context.setOffline(false)
  await allLive()
  await notify('after')
  for (const page of pages) await expect.poll(() => titles(page)).toEqual(['after'])
  await expectOneSocket()
})
