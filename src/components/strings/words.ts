// Numbers, plurals and times in one locale; strings that take parameters get it as their last argument.

export interface Words {
  readonly number: (value: number) => string
  readonly percent: (ratio: number) => string
  /** Picks the form for a count; `other` stands in for forms not given. */
  readonly plural: (count: number, forms: PluralForms) => string
  /** 14:02 */
  readonly time: (at: number) => string
  /** A long, unambiguous date and time. */
  readonly moment: (at: number) => string
  /** 2026-06-03 14:02, for `<time datetime>`: the local time, as shown. */
  readonly machineTime: (at: number) => string
  /** Monday, 3 June; with the year when it is not the year of `now`. */
  readonly day: (at: number, now: number) => string
  /** "today" or "yesterday", else null. */
  readonly nearDay: (at: number, now: number) => string | null
  /** Equal for two instants of one local day. */
  readonly dayKey: (at: number) => string
}

export type PluralForms = Partial<Record<Intl.LDMLPluralRule, string>> & { readonly other: string }

const cache = new Map<string, Words>()
const DAY_MS = 86_400_000
/** A page shows one or two locales; beyond this the cache starts again. */
const CACHED_LOCALES = 16

/** The same object for the same locale. */
export function wordsOf(locale: string): Words {
  const known = cache.get(locale)
  if (known) return known
  const words = createWords(locale)
  if (cache.size >= CACHED_LOCALES) cache.clear()
  cache.set(locale, words)
  return words
}

function createWords(locale: string): Words {
  const number = new Intl.NumberFormat(locale)
  const percent = new Intl.NumberFormat(locale, { style: 'percent' })
  const plurals = new Intl.PluralRules(locale)
  const time = new Intl.DateTimeFormat(locale, { timeStyle: 'short' })
  const moment = new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'short' })
  const day = new Intl.DateTimeFormat(locale, { weekday: 'long', day: 'numeric', month: 'long' })
  const dayOfYear = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', year: 'numeric' })
  const key = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short' })
  const machine = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'short' })
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })
  const dayKey = (at: number): string => key.format(at)
  return {
    number: value => number.format(value),
    percent: value => percent.format(value),
    plural: (count, forms) => forms[plurals.select(count)] ?? forms.other,
    time: at => time.format(at),
    moment: at => moment.format(at),
    machineTime: at => machine.format(at),
    day: (at, now) => (dayKey(at).slice(0, 4) === dayKey(now).slice(0, 4) ? day : dayOfYear).format(at),
    nearDay: (at, now) => {
      if (dayKey(at) === dayKey(now)) return relative.format(0, 'day')
      return dayKey(at) === dayKey(now - DAY_MS) ? relative.format(-1, 'day') : null
    },
    dayKey,
  }
}
