// Tabs of a real Chromium at their edges: the one that leads is discarded, one is a duplicate of another, and browsers that cannot share (TAB1).
import type { Page } from 'playwright'
import { expect, test } from 'vitest'
import { discard } from '../support/discard.ts'
import { type RawPage, startRawChromium } from '../support/raw-chromium.ts'
import { expectOneSocket, INSECURE, isLive, notify, openTab, setTabsScene, told, tokens, urlOf } from '../support/tabs-scene.ts'

const TABS = [0, 1, 2, 3, 4]
/** So long do two that would fight have time to: each would be back within half a second. */
const PEACE_MS = 1_000

const scene = setTabsScene()
const sockets = () => scene().stand.resilient.stats().connections
const pause = (ms: number) => new Promise(resolve => setTimeout(resolve, ms))

const settled = (page: Page, id: string) =>
  page.evaluate(async note => (await window.rs.send('note', note, { id: note }).settled).outcome, id)

test('[TAB1] the leading tab is discarded: another leads, nothing is lost, and shown again it is loaded anew and follows', async () => {
  const { stand, user } = scene()
  const raw = await startRawChromium()
  const open = async (tab: number): Promise<RawPage> => {
    const page = await raw.open(urlOf(scene(), `tab=${tab}`))
    await page.until(() => window.rs.store.status().freshness === 'live')
    return page
  }
  const leader = await open(0)
  const others = await Promise.all(TABS.slice(1).map(open))
  expect([await leader.evaluate(() => window.tokens), sockets()]).toEqual([1, 1])
  await discard(raw, leader, urlOf(scene(), 'tab=0'))
  await notify(scene(), 'meanwhile')
  for (const [index, tab] of others.entries()) {
    const id = `${user}-of-${index}`
    expect(await tab.evaluate(async note => (await window.rs.send('note', note, { id: note }).settled).outcome, id)).toBe('accepted')
    await tab.until(() => window.told.join() === 'meanwhile' && window.rs.store.status().freshness === 'live')
  }
  expect(stand.notes.filter(note => String(note).startsWith(user))).toEqual([0, 1, 2, 3].map(index => `${user}-of-${index}`))
  const back = await raw.show(urlOf(scene(), 'tab=0'))
  await back.until(() => 'wasDiscarded' in document && document.wasDiscarded === true && window.rs.store.status().freshness === 'live')
  const asked = await Promise.all([...others, back].map(tab => tab.evaluate(() => window.tokens)))
  expect(asked.toSorted((one, other) => one - other)).toEqual([0, 0, 0, 0, 1])
  await expectOneSocket(scene())
})

test.each([
  ['with a socket of its own', 'each', 0],
  ['that leads', 'share', 0],
  ['that follows', 'share', 1],
] as const)('[TAB1] the duplicate of a tab %s, which has the same session storage, lives beside it in peace', async (_, tabs, before) => {
  const { stand, context, user } = scene()
  for (let index = 0; index < before; index += 1) await openTab(scene(), urlOf(scene(), `tabs=${tabs}`))
  const first = await openTab(scene(), urlOf(scene(), `tabs=${tabs}`))
  await first.evaluate(() => sessionStorage.setItem('draft', 'the same'))
  const opening = context.waitForEvent('page')
  await first.evaluate(() => void window.open(location.href))
  const duplicate = await opening
  await isLive(duplicate)
  expect(await duplicate.evaluate(() => sessionStorage.getItem('draft'))).toBe('the same')
  const dials = stand.dials()
  const words = await Promise.all([first, duplicate].map(recordWords))
  await notify(scene(), 'to both')
  for (const page of [first, duplicate]) await expect.poll(() => told(page)).toEqual(['to both'])
  expect([await settled(first, `${user}-a`), await settled(duplicate, `${user}-b`)]).toEqual(['accepted', 'accepted'])
  await pause(PEACE_MS)
  expect(await Promise.all(words.map(read => read()))).toEqual([['connected live'], ['connected live']])
  expect([stand.dials(), sockets()]).toEqual([dials, tabs === 'share' ? 1 : 2])
})

/** Every word of the status from now on that is unlike the one before. */
async function recordWords(page: Page): Promise<() => Promise<readonly string[]>> {
  await page.evaluate(() => {
    const word = () => `${window.rs.store.status().state} ${window.rs.store.status().freshness}`
    const words = [word()]
    window.rs.on('status', () => words.at(-1) !== word() && words.push(word()))
    Object.assign(window, { words })
  })
  return () => page.evaluate(() => (window as unknown as { readonly words: readonly string[] }).words)
}

test.each([
  ['no BroadcastChannel', '127.0.0.1', () => Reflect.deleteProperty(globalThis, 'BroadcastChannel')],
  ['no secure page, and so no Web Locks', INSECURE, null],
] as const)('[TAB1] with %s each of five tabs has a socket of its own, and all that is told', async (_, host, without) => {
  const { context, user } = scene()
  if (without !== null) await context.addInitScript(without)
  const pages = await Promise.all(TABS.map(tab => openTab(scene(), urlOf(scene(), `tab=${tab}`, host))))
  expect(await pages[0]?.evaluate(() => [typeof BroadcastChannel, typeof navigator.locks].includes('undefined'))).toBe(true)
  await notify(scene(), 'to all')
  for (const [index, page] of pages.entries()) {
    await expect.poll(() => told(page)).toEqual(['to all'])
    expect(await settled(page, `${user}-${index}`)).toBe('accepted')
  }
  expect([sockets(), await Promise.all(pages.map(tokens))]).toEqual([5, [1, 1, 1, 1, 1]])
  await pages[0]?.close()
  await expect.poll(sockets).toBe(4)
})
