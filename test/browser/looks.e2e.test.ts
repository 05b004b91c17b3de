// The stories as they are published: built as a site, looked at, and listened to. Pictures of each component in light, dark, right to left, narrow, zoomed and forced colours go to artifacts/looks; twelve are held to
// committed ones. `LOOKS=update` replaces those.
import { execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Browser, Page } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launch } from '../support/page.ts'
import { differenceOf } from '../support/pixels.ts'
import { serveFolder, type StaticSite } from '../support/static-site.ts'
import { trees } from './looks/heard.ts'

declare global {
  interface Window {
    readonly axe: { readonly run: (root: string) => Promise<{ readonly violations: readonly { readonly id: string }[] }> }
  }
}

const stories = [
  'reconnectbanner--overview',
  'reconnectbutton--overview',
  'connectionindicator--overview',
  'tasklist--overview',
  'notificationbell--open',
  'chatpanel--conversation',
  'chatpanel--reply-states',
] as const
interface View {
  readonly globals: string
  readonly width: number
  readonly forcedColors?: 'active'
}

const views: Readonly<Record<string, View>> = {
  light: { globals: 'theme:light', width: 760 },
  dark: { globals: 'theme:dark', width: 760 },
  rtl: { globals: 'theme:light;direction:rtl', width: 760 },
  narrow: { globals: 'theme:light', width: 320 },
  // What 760 px leaves at a zoom of 200 %.
  zoomed: { globals: 'theme:light', width: 380 },
  forced: { globals: 'theme:light', width: 760, forcedColors: 'active' },
}

const held = new Set([
  'reconnectbanner--overview.light',
  'reconnectbanner--overview.dark',
  'reconnectbutton--overview.light',
  'connectionindicator--overview.light',
  'tasklist--overview.light',
  'tasklist--overview.dark',
  'notificationbell--open.light',
  'notificationbell--open.rtl',
  'chatpanel--conversation.light',
  'chatpanel--conversation.dark',
  'chatpanel--conversation.rtl',
  'chatpanel--conversation.narrow',
])
/** Of all pixels: other builds of Chromium and of a font draw the same page a little differently. */
const TOLERANCE = 0.03

const root = fileURLToPath(new URL('../../', import.meta.url))
const pictures = fileURLToPath(new URL('../../artifacts/looks/', import.meta.url))
const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js')
const references = fileURLToPath(new URL('./looks/', import.meta.url))
let folder = ''
let site: StaticSite
let browser: Browser
let page: Page

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'looks-'))
  execFileSync('npm', ['run', '-s', 'stories:build', '--', '--output-dir', folder], { cwd: root, stdio: 'ignore' })
  await Promise.all([pictures, references].map(path => mkdir(path, { recursive: true })))
  site = await serveFolder(folder)
  browser = await launch()
  page = await browser.newPage({ reducedMotion: 'reduce', locale: 'en-GB', timezoneId: 'UTC' })
  // The stories are built first, which takes its time on a machine that is busy.
}, 300_000)

afterAll(async () => {
  await browser?.close()
  await site?.stop()
  await rm(folder, { recursive: true, force: true })
})

const cases = stories.flatMap(story => Object.entries(views).map(([view, how]) => ({ name: `${story}.${view}`, story, how })))

test.each(cases)('$name looks as it did', async ({ name, story, how }) => {
  await page.setViewportSize({ width: how.width, height: 720 })
  await page.emulateMedia({ forcedColors: how.forcedColors ?? 'none' })
  const picture = await pictureOf(urlOf(story, how.globals))
  await writeFile(join(pictures, `${name}.png`), picture)
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0)
  if (!held.has(name)) return
  if (process.env['LOOKS'] === 'update') await writeFile(join(references, `${name}.png`), picture)
  const reference = await readFile(join(references, `${name}.png`))
  expect(await differenceOf(page, picture, reference)).toBeLessThan(TOLERANCE)
})

/** What a screen reader meets in these stories once they have played, and what it was told meanwhile. */
test.each(Object.entries(trees))('%s is met and heard as it was', async (story, tree) => {
  await page.setViewportSize({ width: 760, height: 720 })
  await page.emulateMedia({ forcedColors: 'none' })
  await page.goto(urlOf('heard--' + story, 'theme:light'))
  const count = tree.split('- listitem').length - 1
  await page
    .getByRole('list', { name: 'Heard' })
    .getByRole('listitem')
    .nth(count - 1)
    .waitFor()
  const met = await page.locator('#storybook-root').ariaSnapshot()
  const lines = met.split('\n').filter(line => !/^\s*- (?:status|alert)\b/.test(line))
  expect(lines.join('\n')).toBe(tree.trim())
})

test('in forced colours every control has an edge, and no state is told by colour alone', async () => {
  await page.setViewportSize({ width: 760, height: 1_200 })
  await page.emulateMedia({ forcedColors: 'active' })
  await page.goto(urlOf('views--everything-in-forced-colours', 'theme:light'))
  const names = ['banner', 'banner-retry', 'reconnect', 'chat-composer', 'tasks-cancel']
  for (const name of names) {
    const control = page.locator(`[data-rs="${name}"]`).first()
    await control.waitFor()
    expect([name, await control.evaluate(element => getComputedStyle(element).borderTopStyle)]).toEqual([name, 'solid'])
  }
  // A bar whose filling takes the colour of the page looks empty.
  const bar = page.locator('[data-rs="tasks-bar"]').first()
  const [filling, ground] = await bar.evaluate(element => [getComputedStyle(element).color, getComputedStyle(element).backgroundColor])
  expect(await bar.evaluate(element => getComputedStyle(element).forcedColorAdjust)).toBe('none')
  expect(filling).not.toBe(ground)
  await page.addScriptTag({ path: axe })
  const broken = await page.evaluate(async () => {
    for (;;) {
      try {
        return (await window.axe.run('#storybook-root')).violations.map(({ id }) => id)
      } catch (error) {
        // The story's own check uses the same axe, which runs once at a time.
        if (!String(error).includes('already running')) throw error
        await new Promise(again => requestAnimationFrame(again))
      }
    }
  })
  expect(broken).toEqual([])
})

/** Only a real press reaches what the browser does with popovers. */
test('the bell’s panel is in the top layer; a press elsewhere and Escape close it, and Escape gives the focus back', async () => {
  await page.setViewportSize({ width: 760, height: 720 })
  await page.goto(urlOf('notificationbell--closed', 'theme:light'))
  const bell = page.locator('[data-rs="bell-trigger"]')
  const panel = page.locator('[data-rs="bell-popup"]')
  const isHeld = () => panel.evaluate(element => element.matches(':popover-open') && element.contains(document.activeElement))
  await bell.click()
  await bell.click()
  expect(await panel.count()).toBe(0)
  await bell.click()
  await page.mouse.click(40, 680)
  await panel.waitFor({ state: 'detached' })
  await bell.click()
  await page.keyboard.press('Tab')
  expect(await isHeld()).toBe(true)
  await page.keyboard.press('Escape')
  await panel.waitFor({ state: 'detached' })
  expect(await bell.evaluate(element => element === document.activeElement)).toBe(true)
})

const urlOf = (story: string, globals: string): string => `${site.url}/iframe.html?id=components-${story}&viewMode=story&globals=${globals}`

async function pictureOf(url: string): Promise<Buffer> {
  await page.goto(url)
  await page.locator('#storybook-root [data-rs]').first().waitFor()
  await page.evaluate(() => document.fonts.ready)
  // The view settles at its end within a few frames; a spinner that stands still for reduced motion never ends.
  await page.evaluate(() => new Promise(settled => requestAnimationFrame(() => requestAnimationFrame(settled))))
  return page.screenshot({ animations: 'disabled' })
}
