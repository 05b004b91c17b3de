// How a rule ends: it was kept, it was broken and how, or it could not be judged and why.
import { BOUNDS } from './limits.ts'

export type Verdict =
  | { readonly outcome: 'passed' }
  | { readonly outcome: 'failed'; readonly expected: string; readonly came: string }
  /** Nothing in this run can judge it: an option is missing, or the server has no such part. */
  | { readonly outcome: 'not-applicable'; readonly why: string }
  /** The server did not get as far as what the rule is about. A run with these is no success. */
  | { readonly outcome: 'blocked'; readonly why: string }

/** The rule is broken. */
export class Departure extends Error {
  readonly expected: string
  readonly came: string

  constructor(expected: string, came: string) {
    super(`expected ${expected}; came ${came}`)
    this.expected = expected
    this.came = came
  }
}

/** What the rule builds upon did not happen: another rule judges that. */
export class Blocked extends Error {}

/** The rule says nothing of this server. */
export class Inapplicable extends Error {}

export function must(holds: boolean, expected: string, came: unknown): asserts holds {
  if (!holds) throw new Departure(expected, shown(came))
}

export function verdictOf(error: unknown): Verdict {
  if (error instanceof Departure) return { outcome: 'failed', expected: error.expected, came: error.came }
  if (error instanceof Inapplicable) return { outcome: 'not-applicable', why: error.message }
  if (error instanceof Blocked) return { outcome: 'blocked', why: error.message }
  throw error
}

/** A value in few words. */
export function shown(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing')
  return text.length <= BOUNDS.shownCharacters ? text : `${text.slice(0, BOUNDS.shownCharacters)}…`
}
