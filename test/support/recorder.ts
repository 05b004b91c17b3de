// What the page showed, moment by moment: the word of its indicator and the text of its newest answer, beside what the store held.
import type { Page } from 'playwright'
import type { Store } from '../../src/server/store.ts'

export interface Shown {
  readonly at: number
  readonly word: string
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

const ANSWER = '[data-rs="chat-message"][data-role="assistant"] [data-rs="chat-text"]'

/** Notes each change of what the page shows, from now on. It must be called again after a reload. */
export async function recordPage(page: Page): Promise<void> {
  await page.evaluate(selector => {
    window.shownLog = []
    const note = () => {
      const word = document.querySelector('[data-testid="indicator"]')?.firstChild?.textContent ?? ''
      const length = [...document.querySelectorAll(selector)].at(-1)?.textContent?.length ?? 0
      const last = window.shownLog.at(-1)
      if (last?.word !== word || last.length !== length) window.shownLog.push({ at: Date.now(), word, length })
    }
    note()
    new MutationObserver(note).observe(document.body, { subtree: true, childList: true, characterData: true })
  }, ANSWER)
}

export const shownBy = (page: Page): Promise<Shown[]> => page.evaluate(() => window.shownLog)

export const answers = (page: Page): Promise<string[]> => page.locator(ANSWER).allTextContents()

/** The text of a task as the store holds it. */
export async function storedText(store: Store, user: string, id: string): Promise<string> {
  const found = await store.get(user, { id })
  const pieces = found?.pieces.filter(piece => piece.name === 'text') ?? []
  return pieces.map(({ chunk }) => (typeof chunk === 'string' ? chunk : '')).join('')
}

/** Notes how much the store holds of a task, until told to stop. */
export function recordStore(store: Store, read: () => Promise<string>): { readonly log: readonly Held[]; stop(): void } {
  const log: Held[] = []
  const note = async () => {
    const { length } = await read()
    if (log.at(-1)?.length !== length) log.push({ at: Date.now(), length })
  }
  const timer = setInterval(() => void note().catch(() => undefined), 40)
  void store
  return { log, stop: () => clearInterval(timer) }
}

/**
 * The lies: moments at which the page said Live although, `graceMs` before, the store held more than it shows.
 * The grace is what the promise gives for noticing a dead link.
 */
export function liesIn(shown: readonly Shown[], held: readonly Held[], graceMs: number): readonly string[] {
  return held.flatMap(({ at, length }) => {
    const then = shown.findLast(entry => entry.at <= at + graceMs)
    if (then === undefined || then.word !== 'Live' || then.length >= length) return []
    return [`at +${graceMs} ms the page said Live with ${then.length} of ${length} characters`]
  })
}
