// What the page showed, moment by moment, beside what the store held: so that a lie can be found afterwards.
import type { Page } from 'playwright'
import type { Store } from '../../src/server/store.ts'
import { type Stall, withStalls } from './stalls.ts'

export interface Shown {
  readonly at: number
  /** The word of the indicator. */
  readonly word: string
  /** Characters of the first answer. */
  readonly length: number
}

export interface Held {
  readonly at: number
  readonly length: number
}

declare global {
  interface Window {
    shownLog: Shown[]
  }
}

/** Notes each change of what the page shows, from now on. After a reload it must be called again. */
export async function recordPage(page: Page): Promise<void> {
  await page.evaluate(() => {
    const selector = '[data-rs="chat-message"][data-role="assistant"] [data-rs="chat-text"]'
    window.shownLog = []
    const note = () => {
      const word = document.querySelector('[data-rs="indicator-label"]')?.textContent ?? ''
      const length = document.querySelector(selector)?.textContent?.length ?? 0
      const last = window.shownLog.at(-1)
      if (last?.word !== word || last.length !== length) window.shownLog.push({ at: Date.now(), word, length })
    }
    note()
    new MutationObserver(note).observe(document.body, { subtree: true, childList: true, characterData: true })
  })
}

export const shownBy = (page: Page): Promise<Shown[]> => page.evaluate(() => window.shownLog)

/** The text of every chat task of a user, oldest first, as the store holds it. */
export async function storedTexts(store: Store, user: string): Promise<readonly string[]> {
  const { tasks } = await store.list(user, { limit: 100 })
  const oldestFirst = tasks.toReversed()
  const stored = await Promise.all(oldestFirst.map(({ id }) => store.get(user, { id })))
  return stored.map(found =>
    (found?.pieces ?? [])
      .filter(({ name }) => name === 'text')
      .map(({ chunk }) => (typeof chunk === 'string' ? chunk : ''))
      .join(''),
  )
}

const POLL_MS = 40

/** Notes how much the store holds of the first answer, until stopped. */
export function recordStore(store: Store, user: string): { readonly log: readonly Held[]; readonly stop: () => void } {
  const log: Held[] = []
  const note = async () => {
    const length = (await storedTexts(store, user))[0]?.length ?? 0
    if (log.at(-1)?.length !== length) log.push({ at: Date.now(), length })
  }
  const timer = setInterval(() => void note(), POLL_MS)
  return { log, stop: () => clearInterval(timer) }
}

export interface Grace {
  /** What the promise allows for noticing a dead link. */
  readonly graceMs: number
  /** What the machine adds to it. */
  readonly stalls: readonly Stall[]
}

/**
 * The lies: moments at which the page said Live although, for all of the grace before, the store held more than it showed.
 * An answer that is begun anew is short in the store too.
 */
export function liesIn(shown: readonly Shown[], held: readonly Held[], { graceMs, stalls }: Grace): readonly string[] {
  return held.flatMap(({ at, length }) => {
    const until = at + withStalls(at, graceMs, stalls)
    const then = shown.findLast(entry => entry.at <= until)
    const least = Math.min(length, ...held.filter(later => later.at > at && later.at <= until).map(later => later.length))
    if (then === undefined || then.word !== 'Live' || then.length >= least) return []
    return [
      `${until - at} ms after the store held ${length} characters, and never fewer since than ${least}, the page said Live and showed ${then.length}`,
    ]
  })
}
