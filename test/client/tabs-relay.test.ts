// The line between a follower and its leader at its bounds, and in the hands of strangers; and when tabs do without (TAB1).
import { expect, test } from 'vitest'
import * as TABS from '../../src/client/tabs/limits.ts'
import * as WIRE from '../../src/protocol/limits.ts'
import type { Json } from '../../src/protocol/values.ts'
import { createManualBrowser, type ManualBrowser, type Tab } from '../support/manual-browser.ts'

const at = ({ tabs }: ManualBrowser, index: number): Tab => {
  const tab = tabs[index]
  if (tab === undefined) throw new Error(`There is no tab ${index}.`)
  return tab
}
const openSockets = ({ tabs }: ManualBrowser) => tabs.flatMap(tab => tab.open()).length
const freshness = ({ tabs }: ManualBrowser) => tabs.map(({ socket }) => socket.store.status().freshness)
const note = (id: string) => ({ type: 'notification' as const, id, kind: 'notice' })

async function opened(count: number): Promise<ManualBrowser> {
  const browser = createManualBrowser()
  for (let index = 0; index < count; index += 1) {
    await browser.tab()
    await browser.advance(100)
  }
  await browser.advance(1_000)
  return browser
}

/** What the bus, whose name says user and url, is called. */
const busOf = (browser: ManualBrowser): string => {
  const bus = browser.channels().find(name => name.endsWith(']'))
  if (bus === undefined) throw new Error('There is no bus.')
  return bus
}

/** A stranger's line to the leader, as a script of the same origin could open one. */
async function stranger(browser: ManualBrowser, line = 'stranger') {
  const bus = busOf(browser)
  const beat = browser.said.findLast(({ message }) => (message as { type: string }).type === 'beat')?.message as { leader: string }
  browser.inject(bus, { type: 'knock', leader: beat.leader, line })
  await browser.advance(40)
  const channel = `${bus}/${line}`
  const replies = () =>
    browser.said
      .filter(said => said.channel === channel)
      .map(({ message }) => message as { type: string; text?: string; code?: number })
      .map(({ type, text, code }) =>
        text === undefined ? { type, ...(code !== undefined && { code }) } : (JSON.parse(text) as { type: string }),
      )
  return {
    replies,
    async say(frame: unknown) {
      browser.inject(channel, { type: 'frame', text: JSON.stringify(frame) })
      await browser.advance(40)
    },
  }
}
const hello = { type: 'hello', v: 1, client: 'stranger', user: 'ana' }

test('[TAB1] what a notice carries comes whole to a tab that is opened later, however deep a frame may be', async () => {
  const deepest = Array.from({ length: WIRE.downDepth - 5 }).reduce<Json>(inner => ({ inner }), 'the bottom')
  const browser = await opened(1)
  browser.server.say({ ...note('n1'), data: deepest })
  await browser.advance(100)
  await browser.tab()
  await browser.advance(1_000)
  expect(browser.tabs.map(({ socket }) => socket.store.notifications()[0]?.data)).toEqual([deepest, deepest])
})

test('[TAB1] the names of locks and channels hold url and user: one user never hears another', async () => {
  const browser = await opened(1)
  const other = await browser.tab({ identity: 'bob' })
  browser.server.user = 'bob'
  await browser.advance(500)
  browser.server.user = 'ana'
  expect(browser.channels().filter(name => name.endsWith(']'))).toEqual([
    '["resilient-socket.v1","ws://page.test/rs","ana"]',
    '["resilient-socket.v1","ws://page.test/rs","bob"]',
  ])
  expect([openSockets(browser), other.tokensAsked()]).toEqual([2, 1])
})

test('[TAB1] a line that says hello as another user is refused', async () => {
  const browser = await opened(2)
  const line = await stranger(browser)
  await line.say({ ...hello, user: 'bob' })
  expect(line.replies()).toEqual([{ type: 'opened' }, { type: 'closed', code: 4508 }])
})

test('[TAB1] what is not of v1 ends a line, and troubles nobody else', async () => {
  const browser = await opened(2)
  const line = await stranger(browser)
  await line.say(hello)
  await line.say({ type: 'command', id: '../' })
  expect(line.replies().at(-1)).toEqual({ type: 'closed', code: 4503 })
  for (const message of [null, 7, 'beat', { type: 'beat', leader: 'x', term: -1 }, { type: 'beat', leader: {}, term: 9e15, status: {} }])
    browser.inject(busOf(browser), message)
  await browser.advance(2_000)
  expect([freshness(browser), openSockets(browser)]).toEqual([['live', 'live'], 1])
})

test('[TAB1] a follower whose leader says what cannot be read dials for itself', async () => {
  const browser = await opened(2)
  const line = browser.channels().find(name => !name.endsWith(']'))
  browser.inject(line ?? '', { type: 'frame', text: 7 })
  await browser.advance(2_000)
  expect([freshness(browser), openSockets(browser)]).toEqual([['live', 'live'], 2])
})

test('[TAB1] a beat of a lower term is of a leader that was replaced', async () => {
  const browser = await opened(2)
  browser.inject(busOf(browser), { type: 'beat', leader: 'old', term: 1, status: at(browser, 0).socket.store.status() })
  await browser.advance(500)
  expect(freshness(browser)).toEqual(['live', 'live'])
  expect(browser.said.some(({ message }) => JSON.stringify(message).includes('"leader":"old"'))).toBe(false)
})

test('[TAB1] of a leader at its bound no line is opened more, until one ends', async () => {
  const browser = await opened(1)
  browser.inject(busOf(browser), { type: 'ask' })
  await browser.advance(100)
  for (let index = 0; index < TABS.lines; index += 1) await stranger(browser, `line-${index}`)
  const beyond = await stranger(browser, 'beyond')
  expect(beyond.replies()).toEqual([])
  await browser.advance(TABS.pingAfterMs + TABS.reapAfterMs + 2_000)
  const next = await stranger(browser, 'next')
  expect(next.replies()).toEqual([{ type: 'opened' }])
})

test('[TAB1] a line has as many commands in flight as a socket may, and no more', async () => {
  const browser = await opened(2)
  browser.server.mood = 'deaf'
  const line = await stranger(browser)
  await line.say(hello)
  const command = (id: number) => ({ type: 'command', id: `c${id}`, op: 'app.x', data: null, ttlMs: 1_000 })
  for (let id = 1; id <= WIRE.inFlight; id += 1) await line.say(command(id))
  expect(line.replies().at(-1)?.type).not.toBe('closed')
  await line.say(command(WIRE.inFlight + 1))
  expect(line.replies().at(-1)).toEqual({ type: 'closed', code: 4503 })
})

test('[SEND7] the tabs together have no more commands in flight than one socket may', async () => {
  const browser = await opened(3)
  browser.server.mood = 'deaf'
  for (const { socket } of browser.tabs) for (let count = 0; count < 20; count += 1) socket.send('x', count)
  await browser.advance(500)
  expect(browser.server.came).toHaveLength(WIRE.inFlight)
  browser.server.mood = 'up'
  browser.server.cut(1006)
  await browser.advance(3_000)
  expect([new Set(browser.server.ran).size, browser.server.ran.length]).toEqual([60, 60])
})

test('[TAB1] a follower back within the ring is given the frames it missed, one beyond it a snapshot', async () => {
  const browser = await opened(2)
  const line = await stranger(browser, 'a')
  await line.say(hello)
  const types = (frames: readonly { type: string }[]) => frames.map(({ type }) => type)
  const cursor = { epoch: 'epoch-1', offset: 1, mark: 'm1' }
  for (let id = 1; id <= TABS.ringFrames + 1; id += 1) browser.server.say(note(`n${id}`))
  await browser.advance(100)
  const near = await stranger(browser, 'near')
  await near.say({ ...hello, cursor })
  expect(types(near.replies())).toEqual(['opened', 'welcome', ...Array.from({ length: TABS.ringFrames }, () => 'events'), 'events'])
  browser.server.say(note('one-more'))
  const far = await stranger(browser, 'far')
  await far.say({ ...hello, cursor })
  expect(types(far.replies())).toContain('snapshot')
  const liar = await stranger(browser, 'liar')
  await liar.say({ ...hello, cursor: { ...cursor, offset: 100, mark: 'other' } })
  expect(types(liar.replies())).toContain('snapshot')
})

test('[TAB1] a frozen follower is let go once it is too far behind, and is told all when it wakes', async () => {
  const browser = await opened(2)
  at(browser, 1).freeze()
  for (let id = 1; id <= TABS.unackedFrames; id += 1) browser.server.say(note(`n${id}`))
  await browser.advance(100)
  const closed = () => browser.said.filter(({ message }) => (message as { code?: number }).code === 4002).length
  expect(closed()).toBe(0)
  browser.server.say(note('last'))
  await browser.advance(100)
  expect(closed()).toBe(1)
  at(browser, 1).thaw()
  await browser.advance(5_000)
  expect(at(browser, 1).socket.store.notifications()[0]?.id).toBe('last')
  expect(freshness(browser)).toEqual(['live', 'live'])
})

test('[TAB1] a follower that does not answer a ping is forgotten', async () => {
  const browser = await opened(1)
  browser.inject(busOf(browser), { type: 'ask' })
  await browser.advance(100)
  const line = await stranger(browser)
  await line.say(hello)
  await browser.advance(TABS.pingAfterMs + 2_000)
  expect(line.replies().at(-1)?.type).toBe('ping')
  await line.say({ type: 'pong', id: 0 })
  await browser.advance(TABS.pingAfterMs + TABS.reapAfterMs + 4_000)
  expect(line.replies().at(-1)).toEqual({ type: 'closed', code: 4001 })
})

test('[TAB1] a leader with no other tab is silent', async () => {
  const browser = await opened(1)
  await browser.advance(TABS.companyMs)
  const before = browser.said.length
  await browser.advance(10 * 60_000)
  expect(browser.said.length).toBe(before)
})

test.each([
  ['the platform has no locks', { tabs: null }],
  ['the browser refuses the lock', { tabs: 'refused' }],
  ['nobody says whose the page is', { identity: undefined }],
] as const)('[TAB1] each tab has a socket of its own where %s', async (_, lack) => {
  const browser = createManualBrowser()
  for (let index = 0; index < 2; index += 1) {
    await browser.tab('identity' in lack ? lack : {}, 'tabs' in lack ? lack.tabs : 'shared')
    await browser.advance(500)
  }
  expect([freshness(browser), openSockets(browser)]).toEqual([['live', 'live'], 2])
})

test('[TAB1] a follower whose lines fail though its leader is live dials for itself', async () => {
  const browser = await opened(2)
  browser.mute(name => !name.endsWith(']'))
  await browser.advance(60_000)
  expect([freshness(browser), openSockets(browser)]).toEqual([['live', 'live'], 2])
})

test('[SEND7] where nobody can say whose command was too large, each tab dials for itself and finds its own', async () => {
  const browser = await opened(2)
  browser.server.mood = 'deaf'
  const sent = browser.tabs.map(({ socket }) => socket.send('x', 'data'))
  await browser.advance(200)
  browser.server.mood = 'up'
  browser.server.cut(1009)
  await browser.advance(3_000)
  await expect(Promise.all(sent.map(({ settled }) => settled))).resolves.toEqual([1, 2].map(() => ({ outcome: 'accepted', data: null })))
  expect(openSockets(browser)).toBe(2)
})

test('[SEND7] a close over size concerns the only tab that had a command in flight', async () => {
  const browser = await opened(2)
  browser.server.mood = 'deaf'
  const sent = at(browser, 1).socket.send('x', 'data')
  await browser.advance(200)
  browser.server.mood = 'up'
  browser.server.cut(1009)
  await browser.advance(3_000)
  await expect(sent.settled).resolves.toMatchObject({ outcome: 'rejected', error: { code: 'too-large' } })
  expect([freshness(browser), openSockets(browser)]).toEqual([['live', 'live'], 1])
})
