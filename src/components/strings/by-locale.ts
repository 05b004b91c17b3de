// What is costly to make and the same for a locale is made once for it.

/** A page shows one or two locales; beyond this they are made anew. */
const LOCALES_KEPT = 16

export function byLocale<Value>(make: (locale: string) => Value): (locale: string) => Value {
  const kept = new Map<string, Value>()
  return locale => {
    const known = kept.get(locale)
    if (known !== undefined) return known
    if (kept.size >= LOCALES_KEPT) kept.clear()
    const made = make(locale)
    kept.set(locale, made)
    return made
  }
}

/** Formats take milliseconds to make, and most pages need few of them. */
export function once<Value extends object>(make: () => Value): () => Value {
  let made: Value | null = null
  return () => (made ??= make())
}
