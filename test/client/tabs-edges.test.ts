// Where sharing has its edges: tabs that leave amid joining, sockets that cannot be made, links that die or end for good under a follower (TAB1).
import { expect, test } from 'vitest'
import { browserTabs } from '../../src/client/tabs/browser-tabs-world.ts'
import type { World } from '../../src/client/world.ts'
import { createManualBrowser, type ManualBrowser, type Tab } from '../support/manual-browser.ts'

test('[TAB1] a tab closed while its token is being asked for takes no lead with it', async () => {
  const browser = createManualBrowser()
  const closed = await browser.tab({ getToken: async () => new Promise(() => {}) })
  await browser.advance(1_000)
  closed.socket.close()
  closed.socket.connect()
  closed.socket.close()
  await browser.advance(1_000)
  expect(browser.channels()).toEqual([])
  const other = await browser.tab()
  await browser.advance(2_000)
  expect(other.socket.store.status().freshness).toBe('live')
})

test.each([
  ['that leads with a token', 'shared', {}],
  ['that leads without one', 'shared', { getToken: undefined }],
  ['that cannot share', null, {}],
] as const)('[TAB1] a tab %s and whose socket cannot be made is told so, and dials again at its pace', async (_, kind, options) => {
  const browser = createManualBrowser()
  const events: string[] = []
  let made = 0
  const refusing = (world: World): World => ({
    ...world,
    openSocket() {
      made += 1
      throw new Error('mixed content')
    },
  })
  const tab = await browser.tab({ ...options, log: ({ event }) => void events.push(event) }, kind, refusing)
  await browser.advance(1_000)
  expect(tab.socket.store.status()).toMatchObject({ state: 'connecting', error: { code: 'closed-1006' } })
  expect(made).toBeLessThan(5)
  expect(events).toContain('unhandled-error')
})

test.each([
  ['no BroadcastChannel', 'BroadcastChannel'],
  ['no navigator with Web Locks', 'navigator'],
])('[TAB1] where there is %s, tabs do not share', (_, missing) => {
  expect(browserTabs()).not.toBeNull()
  const before = Object.getOwnPropertyDescriptor(globalThis, missing)
  Object.defineProperty(globalThis, missing, { value: undefined, configurable: true, writable: true })
  try {
    expect(browserTabs()).toBeNull()
  } finally {
    if (before !== undefined) Object.defineProperty(globalThis, missing, before)
  }
})

async function pair(): Promise<readonly [ManualBrowser, Tab, Tab]> {
  const browser = createManualBrowser()
  const leader = await browser.tab()
  await browser.advance(100)
  const follower = await browser.tab()
  await browser.advance(1_000)
  return [browser, leader, follower]
}

test("[TAB1] a half-open link is noticed within 3 s of a follower's send, as of the leader's own", async () => {
  const [browser, leader, follower] = await pair()
  // Its own heartbeat is not due for long.
  browser.server.say({ type: 'notification', id: 'a', kind: 'notice', title: 'a' })
  await browser.advance(100)
  browser.server.mood = 'silent'
  void follower.socket.send('note', {})
  await browser.advance(3_000)
  expect([leader, follower].map(({ socket }) => socket.store.status().freshness)).toEqual(['stale', 'stale'])
})

test("[TAB1] the leader's link rests again once a follower has its receipt", async () => {
  const [browser, leader, follower] = await pair()
  void follower.socket.send('note', {})
  await browser.advance(200)
  expect(browser.server.ran.length).toBe(1)
  const pings = () => leader.manual.sockets.flatMap(each => each.sent).filter(({ type }) => type === 'ping').length
  const before = pings()
  await browser.advance(14_000)
  expect(pings()).toBe(before)
})

test('[TAB1] what ends the connection for good ends it in every tab: none leads on, to fight the page that replaced it', async () => {
  const [browser, leader, follower] = await pair()
  browser.server.cut(4501)
  await browser.advance(10_000)
  expect([leader, follower].map(({ socket }) => socket.store.status().reason)).toEqual(['replaced', 'replaced'])
  expect(leader.manual.sockets.length + follower.manual.sockets.length).toBe(1)
})
