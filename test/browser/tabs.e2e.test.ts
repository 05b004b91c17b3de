// One socket for five tabs of a real Chromium: whoever leads may close, crash, freeze or be throttled, and nothing is lost (TAB1).
import type { Page } from 'playwright'
import { beforeEach, expect, test } from 'vitest'
import { type RawPage, startRawChromium } from '../support/raw-chromium.ts'
import { expectOneSocket, isLive, notify, openTab, setTabsScene, told, tokens, urlOf } from '../support/tabs-scene.ts'

const TABS = 5
const scene = setTabsScene()
let pages: Page[] = []

beforeEach(async () => {
  pages = []
  for (let index = 0; index < TABS; index += 1) pages.push(await openTab(scene(), urlOf(scene())))
})

const areLive = async (among: readonly Page[]): Promise<void> => {
  for (const page of among) await isLive(page)
}
const areTold = async (among: readonly Page[], titles: readonly string[]): Promise<void> => {
  for (const page of among) await expect.poll(() => told(page)).toEqual(titles)
}

/** The tab whose `getToken` was asked last: it has the socket. */
async function leaderOf(among: readonly Page[]): Promise<Page> {
  const asked = await Promise.all(among.map(tokens))
  const leader = among[asked.findIndex(count => count > 0)]
  if (leader === undefined) throw new Error(`No tab asked for a token: ${asked.join(', ')}`)
  return leader
}

async function expectSurvival(harm: (leader: Page) => Promise<unknown>): Promise<void> {
  await expectOneSocket(scene())
  await notify(scene(), 'before')
  const leader = await leaderOf(pages)
  const others = pages.filter(page => page !== leader)
  await areTold(others, ['before'])
  await others[0]?.bringToFront()
  await harm(leader)
  await notify(scene(), 'meanwhile')
  await areTold(others, ['before', 'meanwhile'])
  await areLive(others)
  await expectOneSocket(scene())
}

test('[TAB1] five tabs have one socket, and what is told is told once in each', async () => {
  await expectOneSocket(scene())
  await notify(scene(), 'a')
  await notify(scene(), 'b')
  await areTold(pages, ['a', 'b'])
  expect(await Promise.all(pages.map(tokens))).toEqual([1, 0, 0, 0, 0])
})

test('[TAB1] a follower sends through the leader, and every tab sees the task end', async () => {
  const outcome = await pages[3]?.evaluate(() => window.rs.submit('echo', 'hello', { key: 'k1' }).settled)
  expect(outcome).toMatchObject({ outcome: 'accepted' })
  for (const page of pages)
    await expect.poll(() => page.evaluate(() => window.rs.store.task('k1'))).toMatchObject({ status: 'succeeded', result: 'hello' })
  await expectOneSocket(scene())
})

test('[TAB1] the leading tab is closed', async () => {
  await expectSurvival(leader => leader.close())
})

test('[TAB1] the leading tab goes elsewhere', async () => {
  await expectSurvival(leader => leader.goto('about:blank'))
})

test('[TAB1] the leading tab crashes', async () => {
  await expectSurvival(async leader => {
    const session = await leader.context().newCDPSession(leader)
    const crashed = leader.waitForEvent('crash')
    session.send('Page.crash').catch(() => {})
    await crashed
  })
})

// Playwright keeps every page visible and awake, so this Chromium is driven without it: a tab in front hides and may freeze the others.
test('[TAB1] the leading tab is frozen; when it wakes it follows', async () => {
  await scene().context.close()
  const chromium = await startRawChromium()
  const tabs: RawPage[] = []
  for (let index = 0; index < TABS; index += 1) {
    const tab = await chromium.open(urlOf(scene()))
    await tab.until(() => window.rs.store.status().freshness === 'live')
    tabs.push(tab)
  }
  const [leader, ...others] = tabs
  if (leader === undefined) throw new Error('no tab was opened')
  expect(await leader.evaluate(() => window.tokens)).toBe(1)
  await leader.command('Page.setWebLifecycleState', { state: 'frozen' })
  await notify(scene(), 'meanwhile')
  for (const tab of others) await tab.until(() => window.told.includes('meanwhile'))
  const asked = await Promise.all(others.map(tab => tab.evaluate(() => window.tokens)))
  expect(asked.toSorted((one, other) => one - other)).toEqual([0, 0, 0, 1])
  await leader.command('Page.setWebLifecycleState', { state: 'active' })
  await leader.show()
  for (const tab of tabs) await tab.until(() => window.rs.store.status().freshness === 'live' && window.told.join() === 'meanwhile')
  await expectOneSocket(scene())
})

test('[TAB1] offline no tab says live; online again all do, over one socket', async () => {
  const { context } = scene()
  await context.setOffline(true)
  for (const page of pages) await expect.poll(() => page.evaluate(() => window.rs.store.status().freshness)).not.toBe('live')
  await context.setOffline(false)
  await areLive(pages)
  await notify(scene(), 'after')
  await areTold(pages, ['after'])
  await expectOneSocket(scene())
})
