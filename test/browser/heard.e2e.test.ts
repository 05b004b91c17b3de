// What a screen reader hears of an outage: the demo's page, its real server killed and started again.
import type { Page } from 'playwright'
import { expect, test } from 'vitest'
import { startDemo } from '../support/demo.ts'
import { answerHas, answersAreComplete, ask, isShown, launch, openPage } from '../support/page.ts'

declare global {
  interface Window {
    heard: string[]
  }
}

/** Notes every text that enters a live region, as a screen reader would say it. */
const listen = (page: Page): Promise<void> =>
  page.evaluate(() => {
    window.heard = []
    const note = ({ target }: MutationRecord) => {
      const element = target instanceof Element ? target : target.parentElement
      const text = element?.closest('[role="status"], [role="alert"]')?.textContent ?? ''
      if (text !== '' && window.heard.at(-1) !== text) window.heard.push(text)
    }
    new MutationObserver(records => records.forEach(note)).observe(document.body, { subtree: true, childList: true, characterData: true })
  })

const heardOn = (page: Page): Promise<string[]> => page.evaluate(() => window.heard)
const banner = (page: Page) => page.getByRole('group', { name: 'Connection' })
const hears = (page: Page, words: string): Promise<unknown> =>
  page.waitForFunction(wanted => window.heard.some(said => said.includes(wanted)), words, { timeout: 60_000 })

test('an outage is told once per kind without numbers, its end once, and the focus stays where it was', async () => {
  const [browser, demo] = await Promise.all([launch(), startDemo({ pace: 40 })])
  try {
    const page = await openPage(browser, demo.pageUrl)
    await listen(page)
    await page.getByRole('textbox').focus()
    await demo.control.killServer()
    // Between two waits it dials, and shows no time.
    const inOutage = async () => (await banner(page).ariaSnapshot()).split('\n').map(line => line.replace(/:.*/, '').trim())
    await expect.poll(inOutage).toEqual(['- group "Connection"', '- text', '- timer', '- status', '- alert', '- button "Try now"'])
    await demo.control.restartServer()
    await hears(page, 'Back online.')
    const heard = (await heardOn(page)).filter(said => !said.startsWith('Notifications'))
    expect([heard.filter(said => /\d/.test(said)), heard.length - new Set(heard).size, heard.at(-1)]).toEqual([[], 0, 'Back online.'])
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('TEXTAREA')
  } finally {
    await browser.close()
    await demo.stop()
  }
})

test('of a streamed answer its beginning and its end are told, and no token of it', async () => {
  const [browser, demo] = await Promise.all([launch(), startDemo({ pace: 10 })])
  try {
    const page = await openPage(browser, demo.pageUrl)
    await listen(page)
    await ask(page, 'What does a cursor hold?')
    await answerHas(page, 60)
    await isShown(page, 'Live')
    await answersAreComplete(page, 1)
    await hears(page, 'Reply complete')
    const heard = await heardOn(page)
    expect([heard[0], heard.length <= 4, heard.some(said => said.length > 320)]).toEqual(['Assistant is replying', true, false])
    expect(await page.getByRole('log').ariaSnapshot()).toMatch(/- article "You, message.*What does a cursor hold\?/s)
  } finally {
    await browser.close()
    await demo.stop()
  }
})
