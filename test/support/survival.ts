// Work that runs while something breaks, and what must be true of the page afterwards: nothing lost, nothing doubled, no lie told.
import type { Page } from 'playwright'
import { expect } from 'vitest'
import type { Stand } from './browser-stand.ts'
import { type Held, liesIn } from './recorder.ts'
import { watchStallsWith } from './stalls.ts'

const PIECE_MS = 40
const PIECES_PER_NOTICE = 5
const NOTE_MS = 400
/** So much of the text is on the page before the harm, and so much more is written after it. */
const CHARACTERS_BEFORE = 200
const PIECES_AFTER = 30

/** One, two and four bytes, one and two units: whatever counts wrongly tears one of them. */
const piece = (index: number): string => `${index} žluťoučký 🐎 `

export async function openStandPage(page: Page, stand: Stand): Promise<void> {
  await page.goto(stand.pageUrl)
  await page.evaluate(([socket, token]) => globalThis.stand.open(socket, token), [stand.socketUrl, `${stand.pageUrl}/token`] as const)
  await isLive(page)
}

export const isLive = (page: Page): Promise<unknown> =>
  page.waitForFunction(() => globalThis.stand.shown.at(-1)?.word === 'Live', null, { timeout: 60_000, polling: 20 })

export interface Harm {
  readonly harm: () => Promise<unknown>
  /** How long a page may take to notice that its link is dead; longer only by what the machine kept it and the server from running. */
  readonly graceMs: number
}

/** Does this, and answers how long after it the page was live again on another socket, ms. */
export async function anew(page: Page, harm: () => unknown): Promise<number> {
  const before = await connectionOf(page)
  await harm()
  const over = Date.now()
  const isBack = (old: string | null) => globalThis.stand.connection() !== old && globalThis.stand.shown.at(-1)?.word === 'Live'
  await page.waitForFunction(isBack, before, { timeout: 60_000, polling: 20 })
  return Date.now() - over
}

/** The name that the server gave the socket which the page uses. */
export const connectionOf = (page: Page): Promise<string | null> => page.evaluate(() => globalThis.stand.connection())

export async function expectSurvival(page: Page, stand: Stand, { harm, graceMs }: Harm): Promise<void> {
  const stalled = await watchStallsWith(page)
  const work = await pour(stand)
  await page.evaluate(everyMs => globalThis.stand.startNotes(everyMs), NOTE_MS)
  await page.waitForFunction(least => globalThis.stand.text().length >= least, CHARACTERS_BEFORE, { timeout: 60_000 })
  await harm()
  const { text, notices, held } = await work.end()
  await page.evaluate(() => globalThis.stand.stopNotes())
  const isDone = (length: number) => globalThis.stand.text().length >= length && !globalThis.stand.outcomes.includes(null)
  await page.waitForFunction(isDone, text.length, { timeout: 60_000 })
  await isLive(page)
  const there = await page.evaluate(() => ({ ...globalThis.stand, text: globalThis.stand.text() }))
  expect(there.text).toBe(text)
  expect(there.notices.filter(title => title !== null)).toEqual(notices)
  expect([...new Set(there.outcomes)]).toEqual(['accepted'])
  expect(stand.notes).toEqual(there.outcomes.map((_, index) => index))
  expect(liesIn(there.shown, held, { graceMs, stalls: await stalled() })).toEqual([])
}

/** A worker that writes a piece every so often, and tells the user of every fifth. */
async function pour({ writer }: Stand) {
  const task = await writer.tasks.open('ada', { kind: 'chat' })
  const notices: string[] = []
  const held: Held[] = []
  let text = ''
  let pieces = 0
  const write = async (): Promise<void> => {
    text += piece(pieces)
    task.append(piece(pieces))
    await task.flush()
    held.push({ at: Date.now(), length: text.length })
    pieces += 1
    if (pieces % PIECES_PER_NOTICE > 0) return
    notices.push(`notice ${pieces}`)
    await writer.notify('ada', { kind: 'news', title: `notice ${pieces}` })
  }
  const ending = new AbortController()
  const writing = (async () => {
    while (!ending.signal.aborted) await write().then(() => pause(PIECE_MS))
    for (let left = PIECES_AFTER; left > 0; left -= 1) await write().then(() => pause(PIECE_MS))
    await task.succeed()
  })()
  return {
    async end() {
      ending.abort()
      await writing
      return { text, notices, held }
    },
  }
}

const pause = (ms: number) => new Promise(resolve => setTimeout(resolve, ms))
