// The demo's page in a real Chromium, and the few things a person does with it.
import { type Browser, chromium, type Page } from 'playwright'
import { chromiumArgs, chromiumPath } from '../../scripts/chromium.mjs'
import { recordPage } from './recorder.ts'

export const launch = (): Promise<Browser> => chromium.launch({ executablePath: chromiumPath(), args: [...chromiumArgs] })

export async function openPage(browser: Browser, url: string): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1200, height: 800 } })
  await page.goto(url)
  await isShown(page, 'Live')
  await recordPage(page)
  return page
}

/** Waits until the indicator says this word. */
export const isShown = (page: Page, word: string): Promise<unknown> =>
  page.waitForFunction(wanted => document.querySelector('[data-rs="indicator-label"]')?.textContent === wanted, word, {
    timeout: 60_000,
  })

export async function ask(page: Page, question: string): Promise<void> {
  await page.getByRole('textbox').fill(question)
  await page.getByRole('textbox').press('Enter')
}

const ANSWER = '[data-rs="chat-message"][data-role="assistant"] [data-rs="chat-text"]'

export const answersOf = (page: Page): Promise<string[]> => page.locator(ANSWER).allTextContents()

/** Waits until the newest answer has at least this many characters. */
export const answerHas = (page: Page, length: number): Promise<unknown> =>
  page.waitForFunction(
    ({ selector, least }) => ([...document.querySelectorAll(selector)].at(-1)?.textContent?.length ?? 0) >= least,
    { selector: ANSWER, least: length },
    { timeout: 60_000 },
  )

/** Waits until every answer on the page is complete. */
export const answersAreComplete = (page: Page, count: number): Promise<unknown> =>
  page.waitForFunction(
    wanted => document.querySelectorAll('[data-rs="chat-message"][data-role="assistant"][data-status="complete"]').length === wanted,
    count,
    { timeout: 80_000 },
  )

/** The visitor whom the page is for, as its token says. */
export const visitorOf = (page: Page): Promise<string> =>
  page.evaluate(() => (localStorage.getItem('resilient-socket-demo-token') ?? '').split('.')[0] ?? '')
