// Okapi BM25 over passages: which of them are about the words of a question, best first.
import type { Passage } from './passages.ts'
import { termsOf } from './words.ts'

export interface Hit {
  readonly passage: Passage
  readonly score: number
}

export interface Ranking {
  /** Best first; of equals, the one that stands first in the documents. Passages without any of the words are left out. */
  search(terms: readonly string[]): readonly Hit[]
  /** How telling a word is: rare words weigh more, unknown ones most. */
  weightOf(term: string): number
  knows(term: string): boolean
}

interface Entry {
  readonly passage: Passage
  readonly counts: ReadonlyMap<string, number>
  readonly length: number
}

const SATURATION = 1.4
const LENGTH_SHARE = 0.6
/** A heading says what a passage is about, so its words count as often as this. */
const HEADING_WEIGHT = 4

export function rank(passages: readonly Passage[]): Ranking {
  const entries = passages.map(entryOf)
  const spread = new Map<string, number>()
  for (const { counts } of entries) for (const term of counts.keys()) spread.set(term, (spread.get(term) ?? 0) + 1)
  const meanLength = entries.reduce((sum, { length }) => sum + length, 0) / Math.max(1, entries.length)

  const weightOf = (term: string): number => {
    const found = spread.get(term) ?? 0
    return Math.log(1 + (entries.length - found + 0.5) / (found + 0.5))
  }
  const scoreOf = ({ counts, length }: Entry, term: string): number => {
    const count = counts.get(term) ?? 0
    const damping = SATURATION * (1 - LENGTH_SHARE + LENGTH_SHARE * (length / meanLength))
    return (weightOf(term) * count * (SATURATION + 1)) / (count + damping)
  }
  return {
    weightOf,
    knows: term => spread.has(term),
    search(terms) {
      const distinct = [...new Set(terms)]
      const hits = entries.map(entry => {
        const sum = distinct.reduce((total, term) => total + scoreOf(entry, term), 0)
        return { passage: entry.passage, score: sum * leaningTo(entry.passage) }
      })
      return hits.filter(({ score }) => score > 0).toSorted((a, b) => b.score - a.score)
    },
  }
}

/** Who asks wants to know what the library does; the details come second, and how it is worked on third. */
function leaningTo({ path }: Passage): number {
  if (path === 'README.md') return 1.25
  return path.startsWith('docs/') ? 1 : 0.5
}

function entryOf(passage: Passage): Entry {
  const body = termsOf([...passage.sentences, ...passage.code].join(' '))
  const heading = termsOf(`${passage.heading} ${passage.path}`)
  const counts = new Map<string, number>()
  for (const term of body) counts.set(term, (counts.get(term) ?? 0) + 1)
  for (const term of heading) counts.set(term, (counts.get(term) ?? 0) + HEADING_WEIGHT)
  return { passage, counts, length: body.length + heading.length }
}
