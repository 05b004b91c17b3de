// One socket for five tabs of a real Chromium: whoever leads may close, crash, freeze or be throttled, and nothing is lost (TAB1).
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import type { Browser, BrowserContext, Page } from 'playwright'
import { build } from 'vite'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { ResilientSocket } from '../../src/client/index.ts'
import { createResilientServer } from '../../src/server/index.ts'
import type { ResilientServer } from '../../src/server/types.ts'
import { launch } from '../support/page.ts'
import { type RawPage, startRawChromium } from '../support/raw-chromium.ts'

declare global {
  interface Window {
    readonly rs: ResilientSocket
    readonly told: readonly string[]
    readonly tokens: number
  }
}

const TABS = 5
let browser: Browser
let context: BrowserContext
let http: Server
let resilient: ResilientServer
let origin: string
let user: string
let users = 0
let pages: Page[] = []

beforeAll(async () => {
  browser = await launch()
  const files = await pageFiles()
  http = createServer((request, response) => {
    const file = files.get(request.url ?? '')
    response.setHeader('content-type', file === undefined ? 'text/html' : 'text/javascript')
    response.end(file ?? '<!doctype html><script type="module" src="/tab.js"></script>')
  })
  resilient = createResilientServer({
    authenticate: ({ token }) => (token === null ? null : { user: token }),
    handlers: { echo: input => input },
    log: () => {},
  })
  resilient.attach(http, { path: '/rs' })
  await new Promise<void>(resolve => void http.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(http.address() as AddressInfo).port}`
})

afterAll(async () => {
  await browser.close()
  await resilient.close({ drainMs: 0 })
  http.closeAllConnections()
  await new Promise(resolve => void http.close(resolve))
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

/** The page of each tab: a socket, and what it told. */
async function pageFiles(): Promise<ReadonlyMap<string, string>> {
  const entry = fileURLToPath(new URL('tab-page.ts', import.meta.url))
  const built = await build({
    configFile: false,
    logLevel: 'warn',
    build: { write: false, modulePreload: false, rolldownOptions: { input: { tab: entry }, output: { entryFileNames: '[name].js' } } },
  })
  const outputs = Array.isArray(built) ? built : 'output' in built ? [built] : []
  return new Map(outputs.flatMap(({ output }) => output).flatMap(file => (file.type === 'chunk' ? [[`/${file.fileName}`, file.code]] : [])))
}

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
const sockets = (): number => resilient.stats().connections
const notify = (title: string): Promise<unknown> => resilient.notify(user, { kind: 'notice', title })

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
  await resilient.notify('frozen', { kind: 'notice', title: 'meanwhile' })
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
