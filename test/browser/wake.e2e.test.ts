// Sleep, hidden tabs, the back/forward cache, lost and changed networks, in a real Chromium: a dead link is found soon after the user returns, and a healthy one survives every hint.
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Stand, startStand } from '../support/browser-stand.ts'
import { rawChromiumForFile, type RawPage } from '../support/raw-chromium.ts'
import { totalMs, watchStalls } from '../support/stalls.ts'

/** The promise: a dead link is noticed within 2.5 s of the user's return. */
const PROMISE_MS = 2_500
/** A share of half a second (HEDGE1), then a dial, a handshake and what was missed: hops between processes, each of which may wait for a core. */
const DIAL_MS = 1_500
const HOUR_MS = 3_600_000
/** An idle page gives a ping 3 s: it wakes more than a second after that (LIFE3). */
const SLEEP_MS = 5_000
/** So long nothing is heard of a healthy link after the wake: longer than a suspect waits for a dial beside it, and well within a probe's time. */
const QUIET_MS = 900
/** Often enough to tell a throttled timer from a true one. */
const EAGER = { heartbeat: { idleMs: 1_000, activeMs: 1_000 } }

const chromium = rawChromiumForFile()
let stand: Stand
let page: RawPage

beforeEach(async () => {
  stand = await startStand()
  page = await chromium().open(stand.pageUrl)
  await page.until(() => globalThis.stand !== undefined)
})
afterEach(async () => {
  await page.close()
  await stand[Symbol.asyncDispose]()
})

/** Does this, which is the user's return, and holds the page to the promise: by its own clock, and longer only by what it and this process were kept from running. */
async function expectSoon(what: string, back: () => unknown, isLiveAgain: () => Promise<unknown>): Promise<void> {
  const stalled = watchStalls()
  const from = Date.now()
  await back()
  await page.evaluate(() => globalThis.stand.watchStalls())
  await isLiveAgain()
  const [at, pageStalledMs] = await page.evaluate(
    () => [globalThis.stand.shown.at(-1)?.at ?? Infinity, globalThis.stand.stalledMs()] as const,
  )
  const stalledMs = totalMs(stalled()) + pageStalledMs
  console.info(`${what}: live after ${at - from} ms, of which the machine stood still for ${stalledMs}`)
  expect(at - from).toBeLessThan(PROMISE_MS + DIAL_MS + stalledMs)
}
const pause = (ms: number) => new Promise(resolve => setTimeout(resolve, ms))
const connection = () => page.evaluate(() => globalThis.stand.connection())
const untilLive = () => page.until(() => globalThis.stand.shown.at(-1)?.word === 'Live')
const untilLiveAnew = (old: string | null) =>
  page.until(before => globalThis.stand.connection() !== before && globalThis.stand.shown.at(-1)?.word === 'Live', old)
/** A pong later than the page's present proves that the link is heard through. */
const untilHeard = async () => {
  const now = await page.evaluate(() => Date.now())
  await page.until(then => globalThis.stand.pongAt() > then && globalThis.stand.shown.at(-1)?.word === 'Live', now)
}

async function open(more = {}): Promise<string | null> {
  const options = { socketUrl: stand.socketUrl, tokenUrl: `${stand.pageUrl}/token`, more }
  await page.evaluate(({ socketUrl, tokenUrl, more: chosen }) => globalThis.stand.open(socketUrl, tokenUrl, chosen), options)
  await untilLive()
  return connection()
}

/** Another tab comes to the front, so that this one is hidden and its timers are throttled. */
async function hide(): Promise<RawPage> {
  const other = await chromium().open('about:blank')
  await other.show()
  await page.until(() => document.visibilityState === 'hidden')
  return other
}

const freeze = () => page.command('Page.setWebLifecycleState', { state: 'frozen' })
const thaw = () => page.command('Page.setWebLifecycleState', { state: 'active' })
const network = (offline: boolean) =>
  page.command('Network.emulateNetworkConditions', { offline, latency: 0, downloadThroughput: -1, uploadThroughput: -1 })

async function show(other: RawPage): Promise<void> {
  await page.show()
  await other.close()
}

test('[LIFE3] a page that was frozen, whose socket Chromium closes for that, is live again by one dial, with what it missed', async () => {
  const before = await open()
  const other = await hide()
  await freeze()
  await stand.writer.notify('ada', { kind: 'news', title: 'while frozen' })
  await pause(4_000)
  await thaw()
  await expectSoon(
    'thawed and shown',
    () => show(other),
    () => untilLiveAnew(before),
  )
  await page.until(() => globalThis.stand.notices.includes('while frozen'))
  expect(stand.line.dials()).toBe(2)
})

test('[LIFE3] a hidden page whose link died in silence is live again soon after it is shown', async () => {
  const before = await open()
  const other = await hide()
  stand.line.silence()
  await stand.writer.notify('ada', { kind: 'news', title: 'into the silence' })
  await pause(3_000)
  await expectSoon(
    'shown again, link dead',
    () => show(other),
    () => untilLiveAnew(before),
  )
  await page.until(() => globalThis.stand.notices.includes('into the silence'))
})

/** Sleeps while a ping is out, and wakes long after it should have been answered. */
async function sleepAmidPing(): Promise<() => void> {
  await page.until(() => globalThis.stand.isPinging())
  const wake = await chromium().sleep()
  await stand.writer.notify('ada', { kind: 'news', title: 'while asleep' })
  await pause(SLEEP_MS)
  return wake
}

test('[LIFE3] a laptop that slept amid a ping, and its link died meanwhile, is live again soon after it wakes', async () => {
  const before = await open(EAGER)
  stand.line.silence()
  const wake = await sleepAmidPing()
  await expectSoon('woken, link dead', wake, () => untilLiveAnew(before))
  await page.until(() => globalThis.stand.notices.includes('while asleep'))
})

test('[LIFE3] a laptop that slept amid a ping, and its link lives though it is slow to say so, keeps it', async () => {
  const before = await open(EAGER)
  const release = stand.line.hold()
  const wake = await sleepAmidPing()
  wake()
  await pause(QUIET_MS)
  release()
  await untilHeard()
  await page.until(() => globalThis.stand.notices.includes('while asleep'))
  expect([await connection(), stand.line.dials()]).toEqual([before, 1])
})

test.each([HOUR_MS, -HOUR_MS])('[LIFE3] a clock that jumps by %i ms kills no link', async jumpMs => {
  const before = await open(EAGER)
  await page.evaluate(ms => {
    const real = Date.now.bind(Date)
    Date.now = () => real() + ms
  }, jumpMs)
  await page.evaluate(() => void window.dispatchEvent(new Event('online')))
  await page.until(() => globalThis.stand.shown.at(-1)?.word === 'Live')
  // Three heartbeats later it still stands.
  for (const _ of [1, 2, 3]) {
    const last = await page.evaluate(() => globalThis.stand.pongAt())
    await page.until(then => globalThis.stand.pongAt() > then, last)
  }
  expect([await connection(), stand.line.dials()]).toEqual([before, 1])
})

test('[LIFE3] a hidden tab with throttled timers keeps its link, and does not dial', async () => {
  const before = await open(EAGER)
  const other = await hide()
  await pause(12_000)
  const isHidden = await page.evaluate(() => document.visibilityState === 'hidden')
  await show(other)
  await untilHeard()
  expect([isHidden, await connection(), stand.line.dials()]).toEqual([true, before, 1])
})

test('[BACK1] a hidden tab does not hammer a server that is away, and is live soon after both are back', async () => {
  await open()
  const other = await hide()
  const from = Date.now()
  stand.line.refuse()
  await pause(20_000)
  const dials = stand.line.dials() - 1
  const awayMs = Date.now() - from
  console.info(`hidden, server away for ${awayMs} ms: ${dials} connections`)
  expect(dials).toBeLessThanOrEqual(Math.ceil((13 * awayMs) / 20_000))
  expect(dials).toBeGreaterThanOrEqual(2)
  stand.line.accept()
  await expectSoon('shown, server back', () => show(other), untilLive)
})

test('[GAP1] a page that comes out of the back/forward cache is the same page, live again, with what it missed', async () => {
  const before = await open()
  await page.evaluate(() => {
    addEventListener('pageshow', ({ persisted }) => (document.title = `persisted ${String(persisted)}`))
  })
  await page.command('Page.navigate', { url: `${stand.pageUrl}/elsewhere` })
  await page.until(() => location.pathname === '/elsewhere')
  await stand.writer.notify('ada', { kind: 'news', title: 'while away' })
  const goBack = async () => {
    await page.evaluate(() => history.back())
    await page.until(() => location.pathname === '/' && document.title.startsWith('persisted'))
  }
  await expectSoon('back from the cache', goBack, () => untilLiveAnew(before))
  await page.until(() => globalThis.stand.notices.includes('while away'))
  expect(await page.evaluate(() => document.title)).toBe('persisted true')
  expect(stand.line.dials()).toBe(2)
})

test('[LIFE3] a browser that says offline, wrongly, and online again keeps its socket', async () => {
  const before = await open(EAGER)
  await network(true)
  await page.until(() => !navigator.onLine)
  await pause(1_000)
  await network(false)
  await untilHeard()
  expect([await connection(), stand.line.dials()]).toEqual([before, 1])
})

test('[LIFE3] while the network is gone the page says offline, and it is live soon after the network is back', async () => {
  const before = await open()
  stand.line.refuse()
  await network(true)
  const toldMs = await page.until(() => globalThis.stand.shown.at(-1)?.reason === 'offline')
  console.info(`no network: told as offline after ${toldMs} ms`)
  await pause(5_000)
  stand.line.accept()
  await expectSoon(
    'network back',
    () => network(false),
    () => untilLiveAnew(before),
  )
})

test('[LIFE3] a changed network that says so: the old link is dead in silence, the page soon live on another', async () => {
  const before = await open()
  stand.line.silence()
  await expectSoon(
    'another network',
    () => page.evaluate(() => void window.dispatchEvent(new Event('online'))),
    () => untilLiveAnew(before),
  )
})

test('[LIFE3] a healthy link survives every hint, all at once and many times', async () => {
  const before = await open(EAGER)
  await page.evaluate(() => {
    for (let round = 0; round < 20; round += 1) {
      for (const type of ['online', 'pageshow', 'offline', 'online']) window.dispatchEvent(new Event(type))
      for (const type of ['visibilitychange', 'resume', 'freeze']) document.dispatchEvent(new Event(type))
    }
  })
  await untilHeard()
  expect([await connection(), stand.line.dials()]).toEqual([before, 1])
})
