// One socket for all tabs of a user: who holds it, what the others see, and who takes over when its tab is gone (TAB1).
import { expect, test } from 'vitest'
import { createManualBrowser, type ManualBrowser, type Tab } from '../support/manual-browser.ts'

const openSockets = ({ tabs }: ManualBrowser) => tabs.flatMap(tab => tab.open()).length
const statuses = ({ tabs }: ManualBrowser) => tabs.map(({ socket }) => socket.store.status())

async function opened(count: number): Promise<ManualBrowser> {
  const browser = createManualBrowser()
  for (let index = 0; index < count; index += 1) {
    await browser.tab()
    await browser.advance(100)
  }
  await browser.advance(1_000)
  return browser
}

test('[TAB1] five tabs of one user hold one socket, and each is live', async () => {
  const browser = await opened(5)
  expect(statuses(browser).map(({ state, freshness }) => `${state} ${freshness}`)).toEqual(Array(5).fill('connected live'))
  expect(openSockets(browser)).toBe(1)
})

test('[TAB1] a flight record says which tab leads, and that one which was closed takes no part', async () => {
  const browser = await opened(2)
  const roles = () => browser.tabs.map(({ socket }) => socket.flightRecorder().tab)
  expect(roles()).toEqual(['leading', 'following'])
  at(browser, first).socket.close()
  await browser.advance(1_000)
  expect(roles()).toEqual(['out', 'leading'])
})

const notice = (id: string) => ({ type: 'notification' as const, id, kind: 'notice', title: id })
const shownBy = ({ tabs }: ManualBrowser) => tabs.map(({ socket }) => socket.store.notifications().map(({ id }) => id))
const [first, second, third] = [0, 1, 2]
const at = ({ tabs }: ManualBrowser, index: number): Tab => {
  const tab = tabs[index]
  if (tab === undefined) throw new Error(`There is no tab ${index}.`)
  return tab
}

test('[TAB1] what the server says reaches every tab, and each tells its user once', async () => {
  const browser = await opened(3)
  const told: string[][] = browser.tabs.map(() => [])
  browser.tabs.forEach(({ socket }, index) => socket.on('notification', ({ id }) => void told[index]?.push(id)))
  browser.server.say(notice('a'), notice('b'))
  await browser.advance(100)
  expect(shownBy(browser)).toEqual([1, 2, 3].map(() => ['b', 'a']))
  expect(told).toEqual([1, 2, 3].map(() => ['a', 'b']))
})

test('[TAB1] a tab opened later is given the whole state by the leader, and asks the server for nothing', async () => {
  const browser = await opened(1)
  at(browser, first).socket.submit('chat', 'hello', { key: 'k1' })
  await browser.advance(100)
  browser.server.say(notice('a'), { type: 'task.stream', id: 'k1', attempt: 1, name: 'text', kind: 'text', at: 0, chunk: 'word' })
  await browser.advance(100)
  const late = await browser.tab()
  await browser.advance(1_000)
  const { tasks, notifications, status } = late.socket.store
  expect(tasks()).toMatchObject([{ key: 'k1', streams: { text: { value: 'word' } } }])
  expect(notifications()).toEqual(at(browser, first).socket.store.notifications())
  expect([status().freshness, late.manual.sockets.length, late.tokensAsked()]).toEqual(['live', 0, 0])
})

test('[TAB1] a follower sends through the leader: once, and its receipt comes back to it', async () => {
  const browser = await opened(2)
  const sent = at(browser, second).socket.submit('chat', 'hello', { key: 'k1' })
  await browser.advance(200)
  await expect(sent.settled).resolves.toEqual({ outcome: 'accepted', data: { taskId: 'k1' } })
  expect(browser.server.ran).toEqual(['k1'])
  expect(statuses(browser).map(({ freshness }) => freshness)).toEqual(['live', 'live'])
})

test.each([
  ['closed by its user', (tab: Tab) => tab.socket.close()],
  ['disposed of', (tab: Tab) => tab.socket.dispose()],
  ['hidden for good', (tab: Tab) => tab.manual.hint('pagehide')],
  ['crashed', (tab: Tab) => tab.crash()],
])('[TAB1] when the leader is %s, one other tab leads, and nothing is lost', async (_, end) => {
  const browser = await opened(4)
  end(at(browser, first))
  browser.server.say(notice('meanwhile'))
  await browser.advance(2_000)
  const others = browser.tabs.slice(1)
  expect(others.map(({ socket }) => socket.store.status().freshness)).toEqual(['live', 'live', 'live'])
  expect(others.map(({ socket }) => socket.store.notifications().length)).toEqual([1, 1, 1])
  expect(openSockets(browser)).toBe(1)
})

test('[TAB1] after 3 s without a beat a visible follower takes the lead from a frozen tab, which follows when it wakes', async () => {
  const browser = await opened(3)
  at(browser, first).freeze()
  browser.server.say(notice('meanwhile'))
  await browser.advance(2_500)
  expect(at(browser, second).tokensAsked() + at(browser, third).tokensAsked()).toBe(0)
  await browser.advance(3_500)
  expect(shownBy(browser).slice(1)).toEqual([['meanwhile'], ['meanwhile']])
  at(browser, first).thaw()
  await browser.advance(2_000)
  expect(shownBy(browser)).toEqual([1, 2, 3].map(() => ['meanwhile']))
  expect(statuses(browser).map(({ freshness }) => freshness)).toEqual(['live', 'live', 'live'])
  expect([openSockets(browser), at(browser, first).open().length]).toEqual([1, 0])
})

test('[TAB1] a leader whose timers stand still does not say that it lives, though it is told things', async () => {
  const browser = await opened(2)
  at(browser, first).doze()
  await browser.advance(12_000)
  expect([at(browser, second).tokensAsked(), at(browser, second).socket.store.status().freshness]).toEqual([1, 'live'])
})

test('[TAB1] tabs that nobody looks at leave a frozen leader the lock, until somebody looks', async () => {
  const browser = await opened(2)
  at(browser, second).manual.hint('hidden')
  at(browser, first).freeze()
  await browser.advance(60_000)
  expect(at(browser, second).tokensAsked()).toBe(0)
  at(browser, second).manual.hint('visible')
  await browser.advance(6_000)
  expect([at(browser, second).tokensAsked(), at(browser, second).socket.store.status().freshness]).toEqual([1, 'live'])
})

test('[TAB1] a follower who slept asks before it takes anything', async () => {
  const browser = await opened(2)
  at(browser, second).freeze()
  await browser.advance(60_000)
  at(browser, second).thaw()
  await browser.advance(10_000)
  expect([at(browser, first).open().length, at(browser, second).tokensAsked()]).toEqual([1, 0])
})

test('[TAB1] a command that died with its leader is sent again under the next one, with the same id, and runs once', async () => {
  const browser = await opened(2)
  browser.server.mood = 'deaf'
  const sent = at(browser, second).socket.submit('chat', 'hello', { key: 'k1' })
  await browser.advance(100)
  at(browser, first).crash()
  browser.server.mood = 'up'
  await browser.advance(2_000)
  await expect(sent.settled).resolves.toMatchObject({ outcome: 'accepted' })
  expect([browser.server.came.map(({ id }) => id), browser.server.ran]).toEqual([['k1', 'k1'], ['k1']])
})

test('[TAB1] while the leader is down every tab says so, with its reason and its next dial; none is live before it is', async () => {
  const browser = await opened(3)
  browser.server.mood = 'down'
  browser.server.cut(1006)
  await browser.advance(3_000)
  const [leader, ...others] = statuses(browser)
  expect(leader).toMatchObject({ state: 'reconnecting', freshness: 'stale', noticeable: true })
  expect(others).toEqual([leader, leader])
  browser.server.mood = 'up'
  let isTold = true
  for (let step = 0; step < 1_000 && statuses(browser).some(({ freshness }) => freshness !== 'live'); step += 1) {
    await browser.advance(20)
    const [now, ...rest] = statuses(browser)
    isTold &&= now?.freshness === 'live' || rest.every(({ freshness }) => freshness !== 'live')
  }
  expect([isTold, openSockets(browser)]).toEqual([true, 1])
  expect(statuses(browser).map(({ freshness }) => freshness)).toEqual(['live', 'live', 'live'])
})

test('[TAB1] followers never give up by themselves, for only the leader dials', async () => {
  const browser = createManualBrowser()
  for (let index = 0; index < 2; index += 1) await browser.tab({ maxAttempts: 1_000 })
  await browser.advance(1_000)
  at(browser, second).socket.configure({ maxAttempts: 2, getToken: () => 'x', log: () => {} })
  browser.server.mood = 'down'
  browser.server.cut(1006)
  await browser.advance(120_000)
  expect(at(browser, second).socket.store.status().state).toBe('reconnecting')
  browser.server.mood = 'up'
  at(browser, first).socket.reconnect()
  await browser.advance(2_000)
  expect(statuses(browser).map(({ freshness }) => freshness)).toEqual(['live', 'live'])
})

test('[TAB1] the button in a follower dials for the leader', async () => {
  const browser = await opened(2)
  browser.server.mood = 'down'
  browser.server.cut(4506)
  await browser.advance(100)
  const dialed = at(browser, first).manual.sockets.length
  browser.server.mood = 'up'
  at(browser, second).socket.reconnect()
  await browser.advance(1_500)
  expect(at(browser, first).manual.sockets.length).toBe(dialed + 1)
  expect(statuses(browser).map(({ freshness }) => freshness)).toEqual(['live', 'live'])
})

test('[TAB1] only the leader asks for a token', async () => {
  const browser = await opened(4)
  at(browser, first).crash()
  await browser.advance(2_000)
  expect(browser.tabs.map(tab => tab.tokensAsked()).toSorted((a, b) => a - b)).toEqual([0, 0, 1, 1])
  expect(browser.said.some(({ message }) => JSON.stringify(message).includes('token-'))).toBe(false)
})

test('[TAB1] what is seen in one tab is seen in all', async () => {
  const browser = await opened(2)
  browser.server.say(notice('a'))
  await browser.advance(100)
  at(browser, second).socket.markSeen()
  browser.server.say({ type: 'notifications.seen', offset: 1 })
  await browser.advance(100)
  expect(browser.tabs.map(({ socket }) => socket.store.unread())).toEqual([0, 0])
})

test('[TAB1] a leader that doubts its link makes every tab stale', async () => {
  const browser = await opened(2)
  browser.server.mood = 'silent'
  // It slept through its ping's deadline, so that it has to ask anew.
  const leader = at(browser, first)
  await browser.advance(14_200)
  leader.manual.sleep(8_000)
  await browser.advance(20)
  expect(leader.socket.store.status()).toMatchObject({ state: 'connected', freshness: 'stale' })
  await browser.advance(60)
  expect(at(browser, second).socket.store.status()).toMatchObject({ state: 'connected', freshness: 'stale' })
})

test('[TAB1] while the leader catches up its followers wait, and none is live before it is', async () => {
  const browser = await opened(2)
  browser.server.replay = 'endless'
  browser.server.cut(1006)
  await browser.advance(5_000)
  const [leader, follower] = statuses(browser)
  expect(leader).toMatchObject({ state: 'connected', freshness: 'catching-up' })
  expect(follower?.freshness).toBe('stale')
  browser.server.replay = 'whole'
  browser.server.say(notice('a'))
  browser.server.catchUp()
  await browser.advance(2_000)
  expect(statuses(browser).map(({ freshness }) => freshness)).toEqual(['live', 'live'])
})
