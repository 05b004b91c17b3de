// The README's picture: the demo with its server killed in mid-answer. `README_PICTURE=1` replaces the committed one, else it goes to artifacts/.
import { mkdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { startDemo } from '../support/demo.ts'
import { answerHas, ask, isShown, launch, openPage } from '../support/page.ts'

const place = process.env['README_PICTURE'] === '1' ? '../../docs/screenshot.png' : '../../artifacts/screenshot.png'

test('a page whose server died keeps the answer so far, keeps what is sent, and says so', async () => {
  await mkdir(new URL('../../artifacts/', import.meta.url), { recursive: true })
  const [browser, demo] = await Promise.all([launch(), startDemo({ pace: 40 })])
  try {
    const page = await openPage(browser, demo.pageUrl)
    await ask(page, 'How is a half-open link noticed?')
    await answerHas(page, 180)
    await demo.control.killServer()
    await isShown(page, 'Reconnecting')
    await ask(page, 'What does a cursor hold?')
    await page.locator('[data-rs="banner"][data-visible]').waitFor()
    await page.locator('[data-rs="chat-message"][data-status="queued"]').waitFor()
    await page.locator('[data-rs="chat-message"][data-status="interrupted"]').waitFor()
    // The banner slides in; a picture in the middle of it would be blurred.
    await page
      .locator('[data-rs="banner"]')
      .evaluate(banner => Promise.all(banner.getAnimations({ subtree: false }).map(({ finished }) => finished)))
    const picture = await page.screenshot({ path: fileURLToPath(new URL(place, import.meta.url)) })
    expect(picture.byteLength).toBeGreaterThan(20_000)
  } finally {
    await browser.close()
    await demo.stop()
  }
})
