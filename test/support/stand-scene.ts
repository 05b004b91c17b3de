// The scene of a file of browser tests: one Chromium for all of them, and for each a stand and a page of its own.
import type { Browser, Page } from 'playwright'
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest'
import { type Stand, startStand } from './browser-stand.ts'
import { launch } from './page.ts'

export interface StandScene {
  readonly stand: Stand
  readonly page: Page
}

/** Answers the scene of the test that runs. */
export function setStandScene(): () => StandScene {
  let browser: Browser
  let scene: StandScene
  beforeAll(async () => {
    browser = await launch()
  })
  afterAll(() => browser.close())
  beforeEach(async () => {
    scene = { stand: await startStand(), page: await browser.newPage() }
  })
  afterEach(async () => {
    await scene.page.close()
    await scene.stand[Symbol.asyncDispose]()
  })
  return () => scene
}
