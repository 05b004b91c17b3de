// An answer made of what the documents say: the sentences that bear on the question, where they come from, or that nothing was found.
import { ANSWER } from '../limits.ts'
import type { Passage } from './passages.ts'
import type { Hit, Ranking } from './ranking.ts'
import { rawWordsOf, termsOf } from './words.ts'

/** The same question over the same documents gives the same answer, character for character. */
export function answerFrom(ranking: Ranking, question: string): string {
  const terms = [...new Set(termsOf(question.slice(0, ANSWER.questionCharacters)))]
  if (terms.length === 0) return GREETING
  const hits = relevant(ranking.search(terms), ranking, terms)
  const [best] = hits
  if (best === undefined) return nothingFound(terms, ranking)
  const chosen = chooseSentences(hits, ranking, terms)
  const code = wantsCode(question) ? codeOf(best.passage) : []
  return [...paragraphsOf(hits, chosen), ...code, sourcesOf(hits, chosen)].join('\n\n')
}

export const GREETING =
  "Hello. I answer from this repository's own documents, and I show where each answer comes from. " +
  'Ask, for instance: "How is a half-open link noticed?", "What does a cursor hold?" or "What happens to a send while the server is down?" ' +
  'Drop a CSV or a text file here, or paste one, and I profile it. ' +
  'While I write, break the link with the buttons of the fault panel: the answer goes on where it stood.'

function nothingFound(terms: readonly string[], ranking: Ranking): string {
  const unknown = terms.filter(term => !ranking.knows(term)).length
  const why = unknown === terms.length ? 'None of its words occur there.' : 'Some of its words occur there, but no passage is about them together.'
  return `I found nothing about that in this repository's documents. ${why} I only know what those documents say, so I would rather not guess. Other words may help: task, cursor, heartbeat, outbox or reconnect, for instance.`
}

/** Enough of the question's weight must stand in the best passage, or the answer would only look like one. */
function relevant(hits: readonly Hit[], ranking: Ranking, terms: readonly string[]): readonly Hit[] {
  const [best] = hits
  if (best === undefined || coverage(best.passage, ranking, terms) < 0.5) return []
  return hits.filter(({ score }) => score >= best.score * 0.5).slice(0, ANSWER.passages)
}

function coverage({ heading, path, sentences, code }: Passage, ranking: Ranking, terms: readonly string[]): number {
  const present = new Set(termsOf([heading, path, ...sentences, ...code].join(' ')))
  const weigh = (some: readonly string[]) => some.reduce((sum, term) => sum + ranking.weightOf(term), 0)
  return weigh(terms.filter(term => present.has(term))) / weigh(terms)
}

interface Candidate {
  readonly hit: number
  readonly place: number
  readonly text: string
  readonly score: number
}

/** The most telling sentences, as many as read well in one answer. */
function chooseSentences(hits: readonly Hit[], ranking: Ranking, terms: readonly string[]): readonly Candidate[] {
  const wanted = new Set(terms)
  const best = hits[0]?.score ?? 1
  const candidates = hits.flatMap(({ passage, score }, hit) =>
    passage.sentences.map((text, place) => ({ hit, place, text, score: tellingness(text, ranking, wanted) + (2 * score) / best - place / 20 })),
  )
  const chosen: Candidate[] = []
  let wordCount = 0
  for (const candidate of candidates.toSorted((a, b) => b.score - a.score)) {
    if (chosen.length >= ANSWER.sentences || wordCount >= ANSWER.words) break
    if (chosen.some(({ text }) => text === candidate.text)) continue
    chosen.push(candidate)
    wordCount += rawWordsOf(candidate.text).length
  }
  return chosen
}

function tellingness(sentence: string, ranking: Ranking, wanted: ReadonlySet<string>): number {
  const present = [...new Set(termsOf(sentence))].filter(term => wanted.has(term))
  return present.reduce((sum, term) => sum + ranking.weightOf(term), 0)
}

/** Passage by passage, best first; within one, in the order of the document. */
function paragraphsOf(hits: readonly Hit[], chosen: readonly Candidate[]): readonly string[] {
  return hits.flatMap(({ passage }, hit) => {
    const own = chosen.filter(candidate => candidate.hit === hit).toSorted((a, b) => a.place - b.place)
    if (own.length === 0) return []
    return [`${hit === 0 ? '' : `${passage.title.split(' › ').at(-1)}: `}${own.map(({ text }) => text).join(' ')}`]
  })
}

const wantsCode = (question: string): boolean => /\b(how|code|example|use|write|install|start|run|import)\b/i.test(question)

function codeOf({ code }: Passage): readonly string[] {
  const [first] = code
  if (first === undefined) return []
  const lines = first.split('\n')
  return [[...lines.slice(0, ANSWER.codeLines), ...(lines.length > ANSWER.codeLines ? ['…'] : [])].join('\n')]
}

function sourcesOf(hits: readonly Hit[], chosen: readonly Candidate[]): string {
  const used = hits.filter((_, hit) => hit === 0 || chosen.some(candidate => candidate.hit === hit))
  return `From: ${[...new Set(used.map(({ passage }) => passage.title))].join('; ')}`
}
