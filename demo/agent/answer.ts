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
  const sources = hits.filter((_, hit) => (hit === 0 && code.length > 0) || chosen.some(candidate => candidate.hit === hit))
  const titles = [...new Set(sources.map(({ passage }) => passage.title))]
  return [...paragraphsOf(hits, chosen), ...code, `From: ${titles.join('; ')}`].join('\n\n')
}

export const GREETING =
  "Hello. I answer from this repository's own documents, and I show where each answer comes from. " +
  'Ask, for instance: "How is a half-open link noticed?", "What is a cursor?" or "What happens to a send while the server is down?" ' +
  'Drop a CSV or a text file here, or paste one, and I profile it. ' +
  'While I write, break the link with the buttons of the fault panel: the answer goes on where it stood.'

function nothingFound(terms: readonly string[], ranking: Ranking): string {
  const unknown = terms.filter(term => !ranking.knows(term)).length
  const why =
    unknown === terms.length ? 'None of its words occur there.' : 'Some of its words occur there, but no passage is about them together.'
  return `I found nothing about that in this repository's documents. ${why} I only know what those documents say, so I would rather not guess. Other words may help: task, cursor, heartbeat, outbox or reconnect, for instance.`
}

/** Enough of the question's weight must stand in the best passage, or the answer would only look like one. */
function relevant(hits: readonly Hit[], ranking: Ranking, terms: readonly string[]): readonly Hit[] {
  const [best] = hits
  if (best === undefined || coverage(best.passage, ranking, terms) < 0.5) return []
  const close = hits.filter(({ score }) => score >= best.score * 0.5)
  const defining = hits.filter(({ passage }) => passage.sentences.some(sentence => defines(sentence, terms)))
  return [...new Set([...defining.slice(0, 1), ...close])].slice(0, ANSWER.passages)
}

/** `cursor: {epoch, offset}: how far a reader has got`, as glossaries and tables have it, for a question that only names the thing. */
function defines(sentence: string, terms: readonly string[]): boolean {
  const [named = '', ...rest] = sentence.split(/:\s/)
  const own = new Set(termsOf(named))
  return rest.length > 0 && own.size === terms.length && terms.every(term => own.has(term))
}

function coverage({ heading, path, sentences, code }: Passage, ranking: Ranking, terms: readonly string[]): number {
  const present = new Set(termsOf([heading, path, ...sentences, ...code].join(' ')))
  const weigh = (some: readonly string[]) => some.reduce((sum, term) => sum + ranking.weightOf(term), 0)
  return weigh(terms.filter(term => present.has(term))) / weigh(terms)
}

const DEFINITION_BONUS = 10

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
  const candidates = hits.flatMap(({ passage, score }, hit) => {
    const telling = passage.sentences.map(sentence => tellingness(sentence, ranking, wanted))
    // What follows a telling sentence often says the rest of it.
    return passage.sentences.map((text, place) => ({
      hit,
      place,
      text,
      score: ((telling[place] ?? 0) + (telling[place - 1] ?? 0) / 2) * (score / best),
    }))
  })
  const chosen: Candidate[] = []
  let wordCount = 0
  for (const candidate of candidates.toSorted((a, b) => b.score - a.score)) {
    if (chosen.length >= ANSWER.sentences || wordCount >= ANSWER.words) break
    if (candidate.score === 0 || chosen.some(({ text }) => text === candidate.text)) continue
    chosen.push(candidate)
    wordCount += rawWordsOf(candidate.text).length
  }
  return chosen
}

/** The weight of the question's words in it; twice for the word it opens with, which it then defines; less the longer it is. */
function tellingness(sentence: string, ranking: Ranking, wanted: ReadonlySet<string>): number {
  const terms = termsOf(sentence)
  const [opening = ''] = terms
  const present = [...new Set(terms)].filter(term => wanted.has(term))
  const weight = [...present, ...(wanted.has(opening) ? [opening] : [])].reduce((sum, term) => sum + ranking.weightOf(term), 0)
  const definition = defines(sentence, [...wanted]) ? DEFINITION_BONUS : 0
  return definition + weight / (1 + terms.length / ANSWER.longSentenceWords)
}

/** The most telling sentence; then passage by passage, best first, in the order of the document. */
function paragraphsOf(hits: readonly Hit[], [lead, ...others]: readonly Candidate[]): readonly string[] {
  if (lead === undefined) return []
  let shown = hits[lead.hit]?.passage.title
  const rest = hits.flatMap(({ passage }, hit) => {
    const own = others.filter(candidate => candidate.hit === hit).toSorted((a, b) => a.place - b.place)
    if (own.length === 0) return []
    const about = passage.title === shown ? '' : `${passage.title.split(' › ').at(-1)} — `
    shown = passage.title
    return [about + own.map(({ text }) => text).join(' ')]
  })
  return [lead.text, ...rest]
}

const wantsCode = (question: string): boolean => /\b(how|code|example|use|write|install|start|run|import)\b/i.test(question)

function codeOf({ code }: Passage): readonly string[] {
  const [first] = code
  if (first === undefined) return []
  const lines = first.split('\n')
  return [[...lines.slice(0, ANSWER.codeLines), ...(lines.length > ANSWER.codeLines ? ['…'] : [])].join('\n')]
}
