// Whose page it is, in a real Chromium: a token that ends amid a hedge, and a user who turns out to be another (AUTH1, AUTH3).
import type { Page } from 'playwright'
import { beforeEach, expect, test } from 'vitest'
import type { Stand } from '../support/browser-stand.ts'
import { setStandScene } from '../support/stand-scene.ts'
import { anew, isLive, openStandPage } from '../support/survival.ts'

const scene = setStandScene()
// Less than half a minute is left of each token, so that every dial asks for another.
beforeEach(() => void (scene().stand.tokens.lifeMs = 20_000))

const outcomesOn = (page: Page) => page.evaluate(() => globalThis.stand.outcomes)
const sendNote = (page: Page) => page.evaluate(() => globalThis.stand.sendNote())

const openAs = (page: Page, { socketUrl, pageUrl }: Stand, identity: string | undefined): Promise<void> =>
  page.evaluate(([socket, token, user]) => globalThis.stand.open(socket, token, { identity: user }), [
    socketUrl,
    `${pageUrl}/token`,
    identity,
  ] as const)

test('[AUTH3] a token that ended while a hedge is under way costs the candidate a second try, and the page nothing', async () => {
  const { page, stand } = scene()
  await openStandPage(page, stand)
  // The application hands out one that has ended, until it is told that it was refused.
  stand.tokens.stale = true
  await anew(page, async () => {
    stand.line.silence()
    await sendNote(page)
  })
  await expect.poll(() => outcomesOn(page)).toEqual(['accepted'])
  expect([stand.notes, stand.tokens.asked, stand.line.dials()]).toEqual([[0], [false, false, true], 3])
  const [words, codes] = await page.evaluate(() => {
    const { entries } = globalThis.stand.socket().flightRecorder()
    const closed = entries.flatMap(({ event }) => (event.type === 'closed' ? [event.code] : []))
    return [globalThis.stand.shown.map(({ word }) => word), closed] as const
  })
  expect(codes).toEqual([4004])
  expect(words.slice(words.indexOf('Live'))).not.toContain('reconnecting')
})

test.each([
  ['that states its user', 'ada'],
  ['that states nobody', undefined],
])(
  '[AUTH1] another user signs in while a page %s is down: nothing of the first is sent, shown or told to the second',
  async (_, identity) => {
    const { page, stand } = scene()
    await page.goto(stand.pageUrl)
    await openAs(page, stand, identity)
    await isLive(page)
    await stand.writer.notify('ada', { kind: 'news', title: 'for ada' })
    const task = await stand.writer.tasks.open('ada', { kind: 'chat' })
    await page.waitForFunction(() => globalThis.stand.notices.length === 1 && globalThis.stand.socket().store.tasks().length === 1)
    // From here on every token is for bob, as where he signed in from another tab.
    stand.tokens.user = 'bob'
    stand.line.refuse()
    await page.waitForFunction(() => globalThis.stand.shown.at(-1)?.word === 'reconnecting')
    await page.evaluate(() => [1, 2, 3].forEach(() => globalThis.stand.sendNote()))
    stand.line.accept()
    await expect.poll(() => outcomesOn(page)).toEqual(['cancelled', 'cancelled', 'cancelled'])
    // Who said that it is ada's is nobody's until the application makes another socket, as the provider does for another identity.
    if (identity !== undefined) {
      await page.waitForFunction(() => globalThis.stand.shown.at(-1)?.word === 'reconnecting')
      await page.evaluate(() => globalThis.stand.socket().dispose())
      await openAs(page, stand, 'bob')
    }
    await isLive(page)
    await task.succeed()
    await stand.writer.notify('bob', { kind: 'news', title: 'for bob' })
    await page.waitForFunction(() => globalThis.stand.notices.includes('for bob'))
    await sendNote(page)
    await expect.poll(async () => (await outcomesOn(page)).at(-1)).toBe('accepted')
    const { tasks, told } = await page.evaluate(() => {
      const { store } = globalThis.stand.socket()
      return { tasks: store.tasks(), told: store.notifications().map(({ title }) => title) }
    })
    expect([stand.authors, stand.notes, tasks, told]).toEqual([['bob'], [3], [], ['for bob']])
    expect(await page.evaluate(() => globalThis.stand.notices)).toEqual(['for ada', 'for bob'])
  },
)
