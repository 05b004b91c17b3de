// Numbers and plurals in one locale; strings that take parameters get it as their last argument.
import { byLocale, once } from './by-locale.ts'

export interface Words {
  readonly number: (value: number) => string
  readonly percent: (ratio: number) => string
  /** Picks the form for a count; `other` stands in for forms not given. */
  readonly plural: (count: number, forms: PluralForms) => string
}

export type PluralForms = Partial<Record<Intl.LDMLPluralRule, string>> & { readonly other: string }

/** The same object for the same locale. */
export const wordsOf: (locale: string) => Words = /* @__PURE__ */ byLocale(createWords)

function createWords(locale: string): Words {
  const number = once(() => new Intl.NumberFormat(locale))
  const percent = once(() => new Intl.NumberFormat(locale, { style: 'percent' }))
  const plurals = once(() => new Intl.PluralRules(locale))
  return {
    number: value => number().format(value),
    percent: value => percent().format(value),
    plural: (count, forms) => forms[plurals().select(count)] ?? forms.other,
  }
}
