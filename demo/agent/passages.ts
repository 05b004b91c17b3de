// Passages: the pieces of the documents that an answer may be made of, each small enough to be about one thing.
import { DOCUMENTS } from '../limits.ts'
import { sectionsOf, type Section } from './markdown.ts'
import { rawWordsOf } from './words.ts'

export interface Document {
  readonly path: string
  readonly text: string
}

export interface Passage {
  readonly path: string
  /** `docs/PROTOCOL.md › hello` */
  readonly title: string
  readonly heading: string
  readonly sentences: readonly string[]
  readonly code: readonly string[]
}

export const passagesOf = (documents: readonly Document[]): readonly Passage[] =>
  documents.flatMap(({ path, text }) => sectionsOf(text).flatMap(section => cutSection(path, section)))

function cutSection(path: string, { headings, blocks }: Section): readonly Passage[] {
  // The outermost heading repeats the file's name, so it is shown only where it stands alone.
  const named = headings.filter(heading => heading !== '')
  const shown = named.length > 1 ? named.slice(1) : named
  const about = { path, title: [path, ...shown].join(' › '), heading: named.join(' ') }
  const passages: Passage[] = []
  let sentences: string[] = []
  let code: string[] = []
  let wordCount = 0
  const close = () => {
    if (sentences.length + code.length > 0) passages.push({ ...about, sentences, code })
    sentences = []
    code = []
    wordCount = 0
  }
  for (const { type, text } of blocks) {
    if (type === 'code') code.push(text)
    else sentences.push(...sentencesOf(text))
    wordCount += type === 'code' ? 0 : rawWordsOf(text).length
    if (wordCount >= DOCUMENTS.passageWords) close()
  }
  close()
  return passages
}

/** Full stops inside names, numbers and abbreviations end nothing. */
export function sentencesOf(text: string): readonly string[] {
  return text
    .split(/(?<=[.!?…]["')\]]?)\s+(?=["'([]?[\p{Lu}\p{N}])(?<!\b(?:e\.g|i\.e|vs|etc|cf)\.\s)/u)
    .map(sentence => sentence.trim())
    .filter(sentence => sentence !== '')
}
