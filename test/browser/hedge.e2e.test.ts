// A line that goes dead in silence after a send, in a real Chromium: the page is live again beside it, and was connected all along.
import { expect, test } from 'vitest'
import { startStand } from '../support/browser-stand.ts'
import { launch } from '../support/page.ts'
import { totalMs, watchStallsWith } from '../support/stalls.ts'
import { anew, openStandPage } from '../support/survival.ts'

/** Promised are 3 s; `anew` asks the page each 20 ms, over a protocol that waits for a core as well. */
const AGAIN_MS = 3_000 + 250

test('[HEDGE1] after a send into silence the page is live again beside the dead line, and never said that it was down', async () => {
  await using stand = await startStand()
  const browser = await launch()
  try {
    const page = await browser.newPage()
    await openStandPage(page, stand)
    const stalled = await watchStallsWith(page)
    const tookMs = await anew(page, async () => {
      stand.line.silence()
      await page.evaluate(() => void globalThis.stand.socket().send('note', 1))
    })
    const stalledMs = totalMs(await stalled())
    console.info(`after a send into silence: live again after ${tookMs} ms, of which the machine stood still for ${stalledMs}`)
    expect(tookMs).toBeLessThanOrEqual(AGAIN_MS + stalledMs)
    await expect.poll(() => stand.notes).toEqual([1])
    const words = await page.evaluate(() => globalThis.stand.shown.map(({ word }) => word))
    // The first socket's way there is its own.
    expect(words.slice(words.indexOf('Live'))).not.toContain('reconnecting')
    expect(words).toContain('stale')
  } finally {
    await browser.close()
  }
})
