// What happened, newest first: each entry says what changed since the one before it.
import { PAGE } from '../limits.ts'
import type { DemoState } from '../supervisor/demo-state.ts'
import { linkWords, serverWords } from './faults.ts'
import type { Tone } from './status-words.ts'

export interface Happening {
  readonly id: number
  readonly time: number
  readonly tone: Tone
  readonly text: string
}

export type News = Omit<Happening, 'id'>

/** The same sentence twice in a row is one happening; so is a short doubt that ends where it began, as after each send. */
export function withNews(happenings: readonly Happening[], news: News): readonly Happening[] {
  const [last, beforeLast] = happenings
  if (last?.text === news.text) return happenings
  if (last?.tone === 'busy' && beforeLast?.text === news.text && news.time - last.time < PAGE.doubtMs) return happenings.slice(1)
  return [{ ...news, id: (last?.id ?? 0) + 1 }, ...happenings].slice(0, PAGE.happenings)
}

/** null: nothing worth a line. Connections come and go too often for that. */
export function demoNews(before: DemoState | null, after: DemoState | null, time: number): News | null {
  if (before === null || after === null) return null
  if (before.server.state !== after.server.state) {
    const { isUp, words } = serverWords(after)
    return { time, tone: isUp ? 'good' : 'bad', text: `The server: ${words}` }
  }
  if (before.link.mode === after.link.mode) return null
  const { look, words } = linkWords(after)
  return { time, tone: look === 'whole' ? 'good' : 'bad', text: look === 'whole' ? 'The link: healed' : `The link: ${words}` }
}
