// Every way a link dies, in a real Chromium against a real server through a real TCP line: nothing is lost, and the page says so when it is behind.
import { expect, test } from 'vitest'
import { setStandScene } from '../support/stand-scene.ts'
import { anew, connectionOf, expectSurvival, openStandPage } from '../support/survival.ts'

/** A closed socket is known at once: what remains is the writer's buffer, the way, and a busy machine. */
const PROMPT_MS = 1_500
/** A half-open link is noticed within 7 s while a task runs or a send is unsettled. */
const SILENT_MS = 7_000

const scene = setStandScene()
const pause = (ms: number) => new Promise(resolve => setTimeout(resolve, ms))
const report = (what: string, ms: number) => console.info(`${what}: live again after ${ms} ms`)

test('[GAP1] five resets in mid-stream lose no letter, no notice and no send, and double none', async () => {
  const { page, stand } = scene()
  await openStandPage(page, stand)
  const harm = async () => {
    for (const waitMs of [0, 50, 400, 1_000, 20]) {
      // What is sent into the silence runs nowhere, and must go out again.
      stand.line.silence()
      await pause(300 + waitMs)
      report('a reset', await anew(page, () => stand.line.reset()))
    }
  }
  await expectSurvival(page, stand, { harm, graceMs: PROMPT_MS })
  expect(stand.line.dials()).toBeGreaterThanOrEqual(6)
})

test('[LIFE2] twelve seconds offline are noticed, told as offline, and lose nothing', async () => {
  const { page, stand } = scene()
  await openStandPage(page, stand)
  const offline = async () => {
    await page.context().setOffline(true)
    await pause(12_000)
    const last = await page.evaluate(() => globalThis.stand.shown.at(-1))
    expect([last?.word, last?.reason]).toEqual(['reconnecting', 'offline'])
    await page.context().setOffline(false)
  }
  const harm = async () => report('12 s offline, then online', await anew(page, offline))
  await expectSurvival(page, stand, { harm, graceMs: SILENT_MS })
})

test('[LIFE2] a line that goes dead in silence is noticed and left, and nothing is lost', async () => {
  const { page, stand } = scene()
  await openStandPage(page, stand)
  const harm = async () => report('a silent line under work', await anew(page, () => stand.line.silence()))
  await expectSurvival(page, stand, { harm, graceMs: SILENT_MS })
})

test('[AUTH3] tokens that end every few seconds are replaced in place: one socket throughout', async () => {
  const { page, stand } = scene()
  stand.tokens.lifeMs = 4_000
  await openStandPage(page, stand)
  const first = await connectionOf(page)
  const harm = async () => {
    await expect.poll(() => stand.tokens.asked.length).toBeGreaterThanOrEqual(3)
  }
  await expectSurvival(page, stand, { harm, graceMs: PROMPT_MS })
  expect(stand.tokens.asked).not.toContain(true)
  expect([await connectionOf(page), stand.line.dials()]).toEqual([first, 1])
})

test('[BACK3] a token that ended meanwhile is refused with 4004, a fresh one is got at once, and nothing is lost', async () => {
  const { page, stand } = scene()
  // Less than half a minute is left of it, so the next dial asks for another.
  stand.tokens.lifeMs = 20_000
  await openStandPage(page, stand)
  stand.tokens.stale = true
  const harm = async () => report('a token that ended', await anew(page, () => stand.line.reset()))
  await expectSurvival(page, stand, { harm, graceMs: PROMPT_MS })
  const codes = await page.evaluate(() => {
    const { entries } = globalThis.stand.socket().flightRecorder()
    return entries.flatMap(({ event }) => (event.type === 'closed' ? [event.code] : []))
  })
  expect(codes).toEqual([1006, 4004])
  expect(stand.tokens.asked).toEqual([false, false, true])
})

test('[DRAIN1] a server that drains and starts again in mid-stream loses nothing', async () => {
  const { page, stand } = scene()
  await openStandPage(page, stand)
  const harm = async () => report('a drain of 500 ms and a restart', await anew(page, () => stand.restart(500)))
  await expectSurvival(page, stand, { harm, graceMs: PROMPT_MS })
})

test('[BACK6] a page says that the server is down while it is, and dials it with patience', async () => {
  const { page, stand } = scene()
  await openStandPage(page, stand)
  const down = async () => {
    const before = stand.line.dials()
    stand.line.refuse()
    const reason = () => page.evaluate(() => globalThis.stand.shown.at(-1)?.reason)
    await expect.poll(reason).toBe('server-down')
    expect(stand.line.dials() - before).toBeLessThan(15)
    stand.line.accept()
  }
  const harm = async () => report('a server that was down', await anew(page, down))
  await expectSurvival(page, stand, { harm, graceMs: PROMPT_MS })
})
