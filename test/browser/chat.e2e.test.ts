// The chat as a screen reader, a keyboard, a small screen and a forced palette meet it, in a real Chromium.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import type { Browser, Page } from 'playwright'
import { build } from 'vite'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { ChatData } from '../../src/components/index.ts'
import type { ChatMessage } from '../../src/core/model.ts'
import { live, message, offline, reply } from '../components/builders.ts'
import { shortAnswer } from '../markdown/answers.ts'
import { launch } from '../support/page.ts'
import { serveFolder, type StaticSite } from '../support/static-site.ts'

declare global {
  var show: (data: ChatData) => void
}

let folder: string
let site: StaticSite
let browser: Browser
let page: Page

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chat-page-'))
  const root = fileURLToPath(new URL('../support/chat-page/', import.meta.url))
  await build({ root, base: './', logLevel: 'error', plugins: [react()], build: { outDir: folder, emptyOutDir: true } })
  site = await serveFolder(folder)
  browser = await launch()
})

afterAll(async () => {
  await browser.close()
  await site.stop()
  await rm(folder, { recursive: true, force: true })
})

beforeEach(async () => {
  page = await browser.newPage({ viewport: { width: 760, height: 640 }, timezoneId: 'UTC', locale: 'en-GB' })
  await page.goto(`${site.url}/index.html`)
})

afterEach(() => page.close())

const show = (...messages: readonly ChatMessage[]): Promise<void> =>
  page.evaluate(data => globalThis.show(data), { messages, status: live } satisfies ChatData)
const tree = (): Promise<string> => page.locator('section').ariaSnapshot()
/** What was said since, in the order it was said. */
const said = (words: string): Promise<unknown> =>
  page.locator('[data-rs="announcer"]', { hasText: words }).first().waitFor({ state: 'attached' })

const question = message({ id: 'q', text: 'What stands out?' })
const growing = (text: string): ChatMessage => reply({ id: 'a', text, status: 'streaming' })

test('a streamed answer: its beginning and its end are said, its words can be read meanwhile', async () => {
  await show(question)
  await show(question, growing('March'))
  await said('Assistant is replying')
  await show(question, growing('March dips by **11'))
  expect(await tree()).toMatchInlineSnapshot(`
    "- region "Chat":
      - status: Assistant is replying
      - alert
      - status
      - alert
      - log "Messages":
        - text: January 15, 2027
        - article "You, message, 7:59 AM":
          - paragraph: What stands out?
          - time: 7:59 AM
          - button "Copy"
        - article "Assistant, message, 7:59 AM":
          - paragraph:
            - text: March dips by
            - strong: "11"
          - time: 7:59 AM
      - form "New message":
        - textbox "Message"
        - button "Stop the reply""
  `)
  await show(question, reply({ id: 'a', text: 'March dips by **11 %**.' }))
  await said('Assistant: March dips by 11 %.')
})

test('ten arrivals at once are told as a number, and stand numbered in the log', async () => {
  await show(question)
  await show(question, ...Array.from({ length: 10 }, (_, index) => reply({ id: `${index}`, text: `News ${index}` })))
  await said('10 new messages')
  const last = page.getByRole('article').last()
  expect([await last.getAttribute('aria-posinset'), await last.getAttribute('aria-setsize')]).toEqual(['11', '11'])
})

test('a failed send is an alert, and its row says what can be done', async () => {
  await show(message({ id: 'q', text: 'What stands out?', status: 'sending' }))
  await show(message({ id: 'q', text: 'What stands out?', status: 'failed' }))
  await said('Message not sent. Retry available.')
  expect(await tree()).toMatchInlineSnapshot(`
    "- region "Chat":
      - status
      - alert
      - status
      - alert: Message not sent. Retry available.
      - log "Messages":
        - text: January 15, 2027
        - article "You, message, 7:59 AM":
          - paragraph: What stands out?
          - text: Not sent.
          - button "Try again"
          - button "Delete draft"
          - time: 7:59 AM
          - button "Copy"
      - form "New message":
        - textbox "Message"
        - button "Send" [disabled]"
  `)
})

test('all of it by keyboard, and the focus goes nowhere by itself', async () => {
  const focused = (): Promise<string> => page.evaluate(() => document.activeElement?.getAttribute('data-rs') ?? '')
  await show(question, reply({ id: 'a', text: 'Well.' }))
  const path: string[] = []
  await page.keyboard.press('Tab')
  path.push(await focused())
  for (const key of ['ArrowUp', 'Tab', 'Tab', 'Tab', 'Shift+Tab', 'Escape']) {
    await page.keyboard.press(key)
    path.push(await focused())
  }
  await page.keyboard.type('Half a sen')
  await show(question, reply({ id: 'a', text: 'Well.' }), growing('News'))
  await page.evaluate(data => globalThis.show(data), { messages: [question], status: offline })
  path.push(await focused())
  expect(path).toEqual([
    'chat-viewport',
    'chat-message',
    'chat-action',
    'chat-action',
    'chat-input',
    'chat-action',
    'chat-input',
    'chat-input',
  ])
})

test.each([
  ['320 px', { width: 320, height: 640 }, 1],
  ['200 % zoom', { width: 380, height: 320 }, 2],
  ['400 % zoom', { width: 320, height: 256 }, 4],
] as const)('at %s nothing is cut off and nothing scrolls sideways', async (_, viewport, scale) => {
  const small = await browser.newPage({ viewport, deviceScaleFactor: scale })
  await small.goto(`${site.url}/index.html`)
  const error = { code: 'overloaded', message: 'The model is overloaded. '.repeat(4), retryable: true }
  const messages = [
    question,
    reply({ id: 'a', text: shortAnswer }),
    message({ id: 'b', text: 'x'.repeat(300), status: 'failed' }),
    reply({ id: 'c', text: 'Half', status: 'failed', error }),
  ]
  await small.evaluate(data => globalThis.show(data), { messages, status: offline, hasOlder: true })
  const wide = await small.evaluate(() =>
    Array.from(document.querySelectorAll('section *'), element => element.getBoundingClientRect())
      .filter(({ width, left, right }) => width > 1 && (left < 0 || right > innerWidth + 1))
      .map(({ left, right }) => [left, right]),
  )
  const targets = await small.evaluate(() =>
    Array.from(document.querySelectorAll('section button'), element => element.getBoundingClientRect())
      .filter(({ width, height }) => width > 0 && (width < 24 || height < 24))
      .map(({ width, height }) => [width, height]),
  )
  await small.close()
  expect({ wide, targets }).toEqual({ wide: [], targets: [] })
})

test('with reduced motion nothing moves', async () => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await page.evaluate(data => globalThis.show(data), { messages: [question, growing('March')], status: live, busy: true })
  await page.locator('[data-streaming]').waitFor()
  const running = await page.evaluate(() =>
    document
      .getAnimations()
      .filter(animation => animation.playState === 'running' && animation.effect?.getTiming().duration !== 1)
      .map(String),
  )
  expect(running).toEqual([])
})

test('in a forced palette own messages, send and progress keep an outline', async () => {
  await page.emulateMedia({ forcedColors: 'active' })
  await show(question, growing('March'))
  const borders = await page.evaluate(() =>
    ['[data-own] > [data-rs="chat-message-content"]', '[data-rs="chat-send"]', '[data-rs="chat-composer"]'].map(selector => {
      const element = document.querySelector(selector)
      return element === null ? '' : getComputedStyle(element).borderTopStyle
    }),
  )
  expect(borders).toEqual(['solid', 'solid', 'solid'])
})

test('a hundred kilobytes are pasted without a stumble', async () => {
  await show(question)
  const paste = (label: string | null) =>
    page.evaluate(async name => {
      const bare = name === null ? document.body.appendChild(document.createElement('textarea')) : null
      const field = bare ?? document.querySelector<HTMLTextAreaElement>(`textarea[aria-label="${name}"], textarea`)
      if (field === null) throw new Error('There is no field to paste into.')
      field.focus()
      const startedAt = performance.now()
      document.execCommand('insertText', false, 'word '.repeat(20_000))
      await new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(resolve)))
      const ms = performance.now() - startedAt
      bare?.remove()
      return { ms, length: field.value.length }
    }, label)
  const [bare, ours] = [await paste(null), await paste('Message')]
  console.info(`a paste of 100 kB: ${bare.ms} ms into a bare field, ${ours.ms} ms into the chat's`)
  expect([bare.length, ours.length]).toEqual([100_000, 100_000])
  // The field alone takes most of it; a mirror as long as the text took seconds.
  expect(ours.ms).toBeLessThan(2 * bare.ms + 500)
})
