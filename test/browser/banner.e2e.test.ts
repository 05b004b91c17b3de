// What the page says of its connection, in a real Chromium with React: nothing at all through a drain, and otherwise which of five things stands in the way.
import type { Browser, BrowserContext, Page } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Stand, startStand } from '../support/browser-stand.ts'
import { startGateway, startProxyWithoutUpgrades } from '../support/http-gate.ts'
import { launch } from '../support/page.ts'
import { anew, connectionOf, expectSurvival, openStandPage } from '../support/survival.ts'

const PATIENT = { timeout: 30_000 }
/** A closed socket is known at once: what remains is the writer's buffer, the way, and a busy machine. */
const PROMPT_MS = 1_500
/** So long does the old server serve on, beside the new one, unless its page has left before. */
const GRACE_MS = 10_000

let browser: Browser

beforeAll(async () => {
  browser = await launch()
})
afterAll(() => browser.close())

test('[DRAIN1] a drain shows the user nothing at all: no word, no mark and no letter of the page changes but the answer’s, which is whole', async () => {
  await using stand = await startStand({ page: 'banner-page.tsx' })
  const page = await browser.newPage()
  await openStandPage(page, stand)
  await page.locator('#link output', { hasText: 'connected live' }).waitFor(PATIENT)
  const first = await connectionOf(page)
  const [said, words] = await page.evaluate(() => [globalThis.linkHtml.length, globalThis.stand.shown.length])
  await expectSurvival(page, stand, { harm: () => anew(page, () => stand.handOver(GRACE_MS)), graceMs: PROMPT_MS })
  const after = await page.evaluate(from => globalThis.linkHtml.slice(from), said ?? 0)
  expect(after).toEqual([])
  expect(await page.evaluate(from => [...new Set(globalThis.stand.shown.slice(from).map(({ word }) => word))], words ?? 0)).toEqual([
    'Live',
  ])
  expect(await page.locator('#answer').textContent()).toBe(await page.evaluate(() => globalThis.stand.text()))
  expect([(await connectionOf(page)) === first, stand.line.dials()]).toEqual([false, 2])
  await page.close()
})

interface Scene extends AsyncDisposable {
  readonly stand: Stand
  readonly context: BrowserContext
  readonly page: Page
}

async function scene(): Promise<Scene> {
  const stand = await startStand({ page: 'banner-page.tsx' })
  const context = await browser.newContext()
  const page = await context.newPage()
  await page.goto(stand.pageUrl)
  return {
    stand,
    context,
    page,
    async [Symbol.asyncDispose]() {
      await context.close()
      await stand[Symbol.asyncDispose]()
    },
  }
}

const openAt = (page: Page, stand: Stand, port: number) =>
  page.evaluate(([socket, token]) => globalThis.stand.open(socket, token), [`ws://127.0.0.1:${port}/rs`, `${stand.pageUrl}/token`] as const)

/** What the hook gives and what a person reads; the seconds to the next dial follow that. Awaited without `expect`, which tests side by side share. */
async function expectSaid(page: Page, state: string, text: string): Promise<void> {
  await page.locator('#link output', { hasText: state }).waitFor(PATIENT)
  await page.locator('[data-rs="banner-text"]', { hasText: text }).waitFor(PATIENT)
}

test.concurrent('[BACK6] WebSockets that a proxy does not let through are told as blocked', async ({ expect: expected }) => {
  await using at = await scene()
  await using proxy = await startProxyWithoutUpgrades(at.stand.line.port)
  await openAt(at.page, at.stand, proxy.port)
  await expectSaid(
    at.page,
    'connecting stale blocked',
    "Live updates can't get through. The server answers, but something on the way blocks them.",
  )
  expected(at.stand.tokens.asked.length).toBe(1)
})

test.concurrent('[BACK6] a server that is down is told as that, and that it is back', async () => {
  await using at = await scene()
  await openStandPage(at.page, at.stand)
  at.stand.line.refuse()
  await expectSaid(at.page, 'reconnecting stale server-down', "Can't reach the server.")
  at.stand.line.accept()
  await at.page.evaluate(() => globalThis.stand.socket().reconnect())
  await expectSaid(at.page, 'connected live', 'Back online.')
})

test.concurrent('[BACK6] a browser without a network is told as offline, and that it is back', async () => {
  await using at = await scene()
  await openStandPage(at.page, at.stand)
  await at.context.setOffline(true)
  at.stand.line.reset()
  await expectSaid(at.page, 'reconnecting stale offline', "You're offline. Messages you send will go out when you're back.")
  await at.context.setOffline(false)
  await expectSaid(at.page, 'connected live', 'Back online.')
})

test.concurrent('[BACK6] a gateway that answers 401 is told as signed out, and dialed on', async ({ expect: expected }) => {
  await using at = await scene()
  await using gateway = await startGateway(401)
  await openAt(at.page, at.stand, gateway.port)
  await expectSaid(at.page, 'connecting stale signed-out', 'Your session has ended. Sign in to reconnect.')
  // After a 401 the next dial asks for a fresh token.
  await expected.poll(() => at.stand.tokens.asked.includes(true), PATIENT).toBe(true)
})

test.concurrent('[BACK3] a server that knows nobody by this token is told as signed out, and dialed no more', async ({
  expect: expected,
}) => {
  await using at = await scene()
  // Less than half a minute is left of it, so the next dial asks for another.
  at.stand.tokens.lifeMs = 20_000
  await openStandPage(at.page, at.stand)
  at.stand.tokens.user = ''
  at.stand.line.reset()
  await expectSaid(at.page, 'disconnected stale signed-out', 'Your session has ended. Sign in to reconnect.')
  expected(await at.page.getByRole('button', { name: 'Sign in' }).count()).toBe(1)
})
