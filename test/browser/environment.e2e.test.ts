// The client where a page is narrow: under a strict Content-Security-Policy, in a worker, and opened from a file, in a real Chromium.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { type Stand, startStand } from '../support/browser-stand.ts'
import { rawChromiumForFile, type RawPage } from '../support/raw-chromium.ts'

declare global {
  var refusals: string[]
  var told: { readonly word: string; readonly notices: readonly string[]; readonly outcomes: readonly string[] } | undefined
}

const STRICT =
  "default-src 'none'; script-src 'self'; connect-src 'self' ws://127.0.0.1:*; base-uri 'none'; require-trusted-types-for 'script'; trusted-types 'none'"

const chromium = rawChromiumForFile()

const urlsOf = (stand: Stand) => ({ socketUrl: stand.socketUrl, tokenUrl: `${stand.pageUrl}/token` })

/** Live, a notice heard, a note sent and accepted; then a reset, and live again. */
async function expectAtWork(page: RawPage, stand: Stand): Promise<void> {
  await page.until(() => globalThis.stand !== undefined)
  await page.evaluate(({ socketUrl, tokenUrl }) => globalThis.stand.open(socketUrl, tokenUrl), urlsOf(stand))
  await page.until(() => globalThis.stand.shown.at(-1)?.word === 'Live')
  await page.evaluate(() => globalThis.stand.startNotes(50))
  await stand.writer.notify('ada', { kind: 'news', title: 'hello' })
  await page.until(() => globalThis.stand.notices.includes('hello') && globalThis.stand.outcomes.includes('accepted'))
  const before = await page.evaluate(() => globalThis.stand.connection())
  stand.line.reset()
  await page.until(old => globalThis.stand.connection() !== old && globalThis.stand.shown.at(-1)?.word === 'Live', before)
}

test('[AUTH4] under a strict Content-Security-Policy with Trusted Types nothing is refused', async () => {
  await using stand = await startStand({ headers: { 'content-security-policy': STRICT } })
  const page = await chromium().open(stand.pageUrl)
  // The empty page that a tab begins with is complete as well, and what it is told is gone with it.
  await page.until(() => globalThis.stand !== undefined)
  await page.evaluate(() => {
    globalThis.refusals = []
    addEventListener('securitypolicyviolation', ({ violatedDirective }) => globalThis.refusals.push(violatedDirective))
  })
  await expectAtWork(page, stand)
  expect(await page.evaluate(() => globalThis.refusals)).toEqual([])
  // The policy is in force: what it forbids is refused, and noted.
  await page.evaluate(() => void (new Image().src = '/picture.png'))
  await page.until(() => globalThis.refusals.includes('img-src'))
  await page.close()
})

test('[BACK1] in a worker the client connects, hears and sends, through a reset', async () => {
  await using stand = await startStand()
  const page = await chromium().open(stand.pageUrl)
  await page.until(() => globalThis.stand !== undefined)
  await page.evaluate(urls => {
    const worker = new Worker('/page.js')
    worker.addEventListener('message', ({ data }) => (globalThis.told = data))
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has none to name
    worker.postMessage(urls)
  }, urlsOf(stand))
  await page.until(() => globalThis.told?.outcomes.includes('accepted') === true)
  stand.line.reset()
  await stand.writer.notify('ada', { kind: 'news', title: 'hello' })
  await page.until(() => globalThis.told?.notices.includes('hello') === true && globalThis.told.word === 'Live')
  expect([stand.notes, stand.line.dials()]).toEqual([[0], 2])
  await page.close()
})

test('[BACK1] a page opened from a file, whose origin is null, connects by whole URLs', async () => {
  await using stand = await startStand()
  const folder = await mkdtemp(join(tmpdir(), 'resilient-file-'))
  await writeFile(join(folder, 'page.js'), stand.script)
  await writeFile(join(folder, 'index.html'), '<!doctype html><script src="page.js"></script>')
  const page = await chromium().open(pathToFileURL(join(folder, 'index.html')).href)
  await expectAtWork(page, stand)
  expect(await page.evaluate(() => location.protocol)).toBe('file:')
  await page.close()
  await rm(folder, { recursive: true, force: true })
})
