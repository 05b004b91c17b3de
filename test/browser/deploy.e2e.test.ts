// A deploy and a crash in mid-answer, in a real Chromium on the demo's page: the server's process gets SIGTERM, or SIGKILL, and another takes over its database.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sqliteStore } from '../../src/server/sqlite/index.ts'
import type { Store } from '../../src/server/store.ts'
import { expectedAnswer, startDemo, type StartedDemo } from '../support/demo.ts'
import { answerHas, answersAreComplete, answersOf, ask, isShown, launch, openPage, visitorOf } from '../support/page.ts'
import { liesIn, recordStore, shownBy, storedTexts } from '../support/recorder.ts'
import { watchStallsWith } from '../support/stalls.ts'

const QUESTION = 'How is a half-open link noticed?'
const PROMPT_MS = 1_500

let folder: string
let browser: Browser
let demo: StartedDemo
let store: Store

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'resilient-deploy-'))
  const db = join(folder, 'demo.db')
  ;[browser, demo] = await Promise.all([launch(), startDemo({ pace: 50, db })])
  store = sqliteStore(db)
})
afterAll(async () => {
  await store.close()
  await Promise.all([browser.close(), demo.stop()])
  await rm(folder, { recursive: true, force: true })
})

async function expectWhole(page: Page, user: string): Promise<void> {
  await answersAreComplete(page, 1)
  await isShown(page, 'Live')
  const shown = await answersOf(page)
  expect(shown).toEqual([expectedAnswer(QUESTION)])
  expect(shown).toEqual(await storedTexts(store, user))
}

test.each([
  ['[DRAIN1] two deploys', 'SIGTERM', [() => demo.control.restartServer(), () => demo.control.restartServer()]],
  ['[TASK3] a crash', 'SIGKILL', [() => demo.control.killServer(), () => demo.control.restartServer()]],
] as const)('%s in mid-answer (%s) cost not a letter, and the page never says Live while it is behind', async (_, __, harms) => {
  const page = await openPage(browser, demo.pageUrl)
  const user = await visitorOf(page)
  const stalled = await watchStallsWith(page)
  const truth = recordStore(store, user)
  await ask(page, QUESTION)
  await answerHas(page, 40)
  for (const harm of harms) await harm()
  await expectWhole(page, user)
  truth.stop()
  expect(liesIn(await shownBy(page), truth.log, { graceMs: PROMPT_MS, stalls: await stalled() })).toEqual([])
  await page.close()
})
