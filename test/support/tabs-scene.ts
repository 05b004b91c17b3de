// The scene of a file of tests of tabs: one server and one Chromium for all of them, and for each a user and a browser context of its own.
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright'
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest'
import { chromiumArgs, chromiumPath } from '../../scripts/chromium.mjs'
import { startTabsStand, type TabsStand } from './tabs-stand.ts'

/** Not secure: a page there has no Web Locks. */
export const INSECURE = 'insecure.test'

export interface TabsScene {
  readonly stand: TabsStand
  readonly context: BrowserContext
  readonly user: string
}

/** Answers the scene of the test that runs. */
export function setTabsScene(): () => TabsScene {
  let browser: Browser
  let stand: TabsStand
  let scene: TabsScene
  let users = 0
  beforeAll(async () => {
    stand = await startTabsStand()
    const args = [...chromiumArgs, `--host-resolver-rules=MAP ${INSECURE} 127.0.0.1`]
    browser = await chromium.launch({ executablePath: chromiumPath(), args })
  })
  afterAll(async () => {
    await browser.close()
    await stand[Symbol.asyncDispose]()
  })
  beforeEach(async () => {
    scene = { stand, context: await browser.newContext(), user: `user-${(users += 1)}` }
  })
  afterEach(() => scene.context.close())
  return () => scene
}

export const urlOf = ({ stand, user }: TabsScene, more = '', host = '127.0.0.1'): string =>
  `http://${host}:${stand.port}/?user=${user}&${more}`

/** Shown, and live. */
export async function openTab({ context }: TabsScene, url: string): Promise<Page> {
  const page = await context.newPage()
  await page.goto(url)
  await isLive(page)
  return page
}

export async function isLive(page: Page): Promise<void> {
  await expect.poll(() => page.evaluate(() => window.rs?.store.status().freshness)).toBe('live')
}

export const notify = ({ stand, user }: TabsScene, title: string): Promise<unknown> =>
  stand.resilient.notify(user, { kind: 'notice', title })

export const told = (page: Page): Promise<readonly string[]> => page.evaluate(() => window.told)
export const tokens = (page: Page): Promise<number> => page.evaluate(() => window.tokens)

/** A socket that died without a word is counted until the server misses it. */
export async function expectOneSocket({ stand }: TabsScene): Promise<void> {
  await expect.poll(() => stand.resilient.stats().connections).toBe(1)
}
