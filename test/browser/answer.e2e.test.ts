// A streamed answer through every way a link can die: in a real Chromium, with the real server, through a real TCP proxy.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { sqliteStore } from '../../src/server/sqlite/index.ts'
import type { Store } from '../../src/server/store.ts'
import { expectedAnswer, startDemo, type StartedDemo } from '../support/demo.ts'
import { answerHas, answersAreComplete, answersOf, ask, isShown, launch, openPage, visitorOf } from '../support/page.ts'
import { liesIn, recordPage, recordStore, shownBy, storedTexts } from '../support/recorder.ts'
import { watchStallsWith } from '../support/stalls.ts'

const QUESTION = 'How is a half-open link noticed?'
const OTHERS = ['What does a cursor hold?', 'Why is there one log per user?'] as const
/** Ms from word to word: an answer streams for several seconds. */
const PACE = 110
/** A closed socket is known at once: what remains is the writer's buffer, the way, and a frame. */
const PROMPT_MS = 1_500
/** A half-open link is noticed within 6 s while a task runs. */
const SILENT_MS = 6_000

let folder: string
let browser: Browser
let demo: StartedDemo
let store: Store
let page: Page
let user: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'resilient-e2e-'))
  const db = join(folder, 'demo.db')
  ;[browser, demo] = await Promise.all([launch(), startDemo({ pace: PACE, db })])
  store = sqliteStore(db)
})

afterAll(async () => {
  await store.close()
  await Promise.all([browser.close(), demo.stop()])
  await rm(folder, { recursive: true, force: true })
})

// Each test is a visitor of its own: a new page has no token yet.
beforeEach(async () => {
  page = await openPage(browser, demo.pageUrl)
  user = await visitorOf(page)
})

afterEach(async () => {
  await demo.control.fault({ mode: 'pass' })
  await page.close()
})

/** The page shows what the agent says to this question, and so does the store: to the letter, and once. */
async function expectAnswer(count = 1): Promise<void> {
  await answersAreComplete(page, count)
  await isShown(page, 'Live')
  const shown = await answersOf(page)
  expect(shown[0]).toBe(expectedAnswer(QUESTION))
  expect(shown).toEqual(await storedTexts(store, user))
  expect(shown).toHaveLength(count)
}

/** Holds a fault until the store is well ahead of the page: long enough for a page that lies to be caught. */
async function storeIsAhead(characters: number): Promise<void> {
  const shown = (await answersOf(page))[0]?.length ?? 0
  await expect.poll(async () => (await storedTexts(store, user))[0]?.length ?? 0).toBeGreaterThan(shown + characters)
}

/** Asks, waits until the answer streams, does the harm, and checks the outcome and every moment on the way. */
async function expectSurvival(harm: () => Promise<unknown>, graceMs: number): Promise<void> {
  const stalled = await watchStallsWith(page)
  const truth = recordStore(store, user)
  await ask(page, QUESTION)
  await answerHas(page, 40)
  await harm()
  await expectAnswer()
  truth.stop()
  expect(liesIn(await shownBy(page), truth.log, { graceMs, stalls: await stalled() })).toEqual([])
  expect(truth.log.length).toBeGreaterThan(10)
}

test('[GAP1] a TCP connection killed in mid-answer costs not a letter', async () => {
  await expectSurvival(() => demo.control.fault({ mode: 'reset' }), PROMPT_MS)
})

test('[GAP3] while the link stays down and the answer goes on elsewhere, the page never says Live', async () => {
  await expectSurvival(async () => {
    await demo.control.fault({ mode: 'refuse' })
    await storeIsAhead(200)
    await demo.control.fault({ mode: 'pass' })
  }, PROMPT_MS)
})

test('[LIFE2] a blackhole in mid-answer is noticed, two messages sent into it run once each, and the answer completes', async () => {
  const stalled = await watchStallsWith(page)
  const truth = recordStore(store, user)
  await ask(page, QUESTION)
  await answerHas(page, 40)
  await demo.control.fault({ mode: 'blackhole' })
  for (const other of OTHERS) await ask(page, other)
  await isShown(page, 'Reconnecting')
  await storeIsAhead(330)
  await demo.control.fault({ mode: 'pass' })
  await expectAnswer(3)
  truth.stop()
  expect(liesIn(await shownBy(page), truth.log, { graceMs: SILENT_MS, stalls: await stalled() })).toEqual([])
  const { tasks } = await store.list(user, { limit: 10 })
  expect(tasks.map(({ input }) => (input as { text: string }).text).toReversed()).toEqual([QUESTION, ...OTHERS])
})

test('[TASK3] a server killed with -9 and started again finishes the answer', async () => {
  await expectSurvival(async () => {
    await demo.control.killServer()
    await isShown(page, 'Reconnecting')
    await demo.control.restartServer()
  }, PROMPT_MS)
})

test('[SNAP4] a page reloaded in mid-answer has all of it again, and the rest', async () => {
  await ask(page, QUESTION)
  await answerHas(page, 40)
  await page.reload()
  await isShown(page, 'Live')
  await recordPage(page)
  const stalled = await watchStallsWith(page)
  const truth = recordStore(store, user)
  await expectAnswer()
  truth.stop()
  expect(liesIn(await shownBy(page), truth.log, { graceMs: PROMPT_MS, stalls: await stalled() })).toEqual([])
})

test('[BACK2] the button dials at once during a long wait', async () => {
  await demo.control.fault({ mode: 'refuse' })
  const retry = page.getByRole('button', { name: 'Try now' })
  await page.getByText(/Trying again in \d+ seconds/).waitFor({ timeout: 80_000 })
  const waitMs = await page.evaluate(() => Number(/in (\d+) seconds/.exec(document.body.textContent)?.[1]) * 1000)
  // Whole seconds, rounded: by itself it dials no sooner.
  const notBefore = Date.now() + waitMs - 1_000
  expect(waitMs).toBeGreaterThanOrEqual(5_000)
  await demo.control.fault({ mode: 'pass' })
  const dialed = page.waitForEvent('websocket')
  await retry.click()
  await dialed
  expect(Date.now()).toBeLessThan(notBefore)
  await isShown(page, 'Live')
})
