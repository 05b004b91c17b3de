// The profile of plain text: how long it is, how long it takes to read, and which words it uses most.
import { carriesMeaning, rawWordsOf } from '../agent/words.ts'

export interface TextProfile {
  readonly type: 'text'
  readonly name: string
  readonly characters: number
  readonly words: number
  readonly distinctWords: number
  readonly lines: number
  readonly sentences: number
  readonly readingMinutes: number
  readonly frequent: readonly { readonly word: string; readonly count: number }[]
}

const WORDS_A_MINUTE = 230
const FREQUENT = 8

export interface TextWork {
  readonly lineCount: number
  /** Looks at the next lines; how many were looked at so far. */
  readonly step: (lines: number) => number
  profile(): TextProfile
}

export function workOnText(name: string, text: string): TextWork {
  const lines = text.split(/\r\n|\r|\n/)
  const counts = new Map<string, number>()
  let done = 0
  let words = 0
  return {
    lineCount: lines.length,
    step(count) {
      for (const word of lines.slice(done, done + count).flatMap(rawWordsOf)) {
        const lower = word.toLowerCase()
        words += 1
        counts.set(lower, (counts.get(lower) ?? 0) + 1)
      }
      done = Math.min(lines.length, done + count)
      return done
    },
    profile: () => ({
      type: 'text',
      name,
      characters: Array.from(text).length,
      words,
      distinctWords: counts.size,
      lines: lines.length,
      sentences: (text.match(/[.!?…]+(?=\s|$)/g) ?? []).length,
      readingMinutes: words / WORDS_A_MINUTE,
      frequent: frequentOf(counts),
    }),
  }
}

/** Of equals, the one seen first. */
function frequentOf(counts: ReadonlyMap<string, number>): TextProfile['frequent'] {
  const telling = Array.from(counts, ([word, count]) => ({ word, count })).filter(({ word }) => word.length > 2 && carriesMeaning(word))
  return telling.toSorted((a, b) => b.count - a.count).slice(0, FREQUENT)
}
