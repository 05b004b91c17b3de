// Words as the index compares them: lower case, parts of names apart, endings off, empty words left out.

/** Comparable words of a text, in order. `useTaskStream` yields the whole name and its parts. */
export function termsOf(text: string): readonly string[] {
  return rawWordsOf(text)
    .flatMap(partsOf)
    .map(word => word.toLowerCase())
    .filter(carriesMeaning)
    .map(stem)
}

/** Words as written. */
export const rawWordsOf = (text: string): readonly string[] => text.match(/[\p{L}\p{N}]+(?:['’][\p{L}]+)?/gu) ?? []

export const carriesMeaning = (word: string): boolean => !EMPTY_WORDS.has(word)

function partsOf(word: string): readonly string[] {
  const parts = word.split(/(?<=[\p{Ll}\p{N}])(?=\p{Lu})/u)
  return parts.length > 1 ? [word, ...parts] : parts
}

/** A light stemmer for English: plurals, -ing, -ed, -ly and a last e. It only has to be the same on both sides. */
export function stem(word: string): string {
  if (word.length < 4 || !/^[a-z]+$/.test(word)) return word
  return withoutLastE(withoutDouble(withoutEnding(singular(word))))
}

function singular(word: string): string {
  if (word.endsWith('ies') || word.endsWith('ied')) return `${word.slice(0, -3)}y`
  if (/(?:ss|sh|ch|x|z)es$/.test(word)) return word.slice(0, -2)
  return /[^su]s$/.test(word) ? word.slice(0, -1) : word
}

function withoutEnding(word: string): string {
  const ending = ['edly', 'ing', 'ed', 'ly'].find(tail => word.endsWith(tail) && /[aeiouy]/.test(word.slice(0, -tail.length)))
  return ending !== undefined && word.length - ending.length >= 3 ? word.slice(0, -ending.length) : word
}

const withoutDouble = (word: string): string => (/([bdgmnprt])\1$/.test(word) ? word.slice(0, -1) : word)
const withoutLastE = (word: string): string => (word.length > 3 && word.endsWith('e') ? word.slice(0, -1) : word)

const EMPTY_WORDS: ReadonlySet<string> = new Set(
  `a about above after again all also am an and any are as at be because been before being below between both but by can could did do does
  doing down during each few for from further get give had has have having he her here hers him his how i if in into is it its just let me
  more most my no nor not now of off on once only or other our over own please same she should show so some such tell than that the
  their them then there these they this those through to too until us very was we were what when where which while who whom why
  will with would you your yours don't doesn't isn't it's i'm what's explain describe mean means
  use uses used using happen happens`
    .split(/\s+/)
    .filter(word => word !== ''),
)
