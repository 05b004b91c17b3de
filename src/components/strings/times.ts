// Instants as words in one locale: the hour in a row, the day above it.
import { byLocale, once } from './by-locale.ts'
import { localTime } from './local-time-world.ts'

export interface Times {
  /** 14:02 */
  readonly time: (at: number) => string
  /** A long, unambiguous date and time. */
  readonly moment: (at: number) => string
  /** 2026-06-03 14:02, for `<time datetime>`: the local time, as shown. */
  readonly machineTime: (at: number) => string
  /** "today", "yesterday", else Monday, 3 June; with the year when it is not the year of `now`. */
  readonly day: (at: number, now: number) => string
  /** Equal for two instants of one local day. */
  readonly dayKey: (at: number) => string
}

const DAY_MS = 86_400_000

/** The same object for the same locale. */
export const timesOf: (locale: string) => Times = /* @__PURE__ */ byLocale(createTimes)

function createTimes(locale: string): Times {
  const format = (options: Intl.DateTimeFormatOptions): (() => Intl.DateTimeFormat) => once(() => new Intl.DateTimeFormat(locale, options))
  const time = format({ timeStyle: 'short' })
  const moment = format({ dateStyle: 'full', timeStyle: 'short' })
  const dayOfWeek = format({ weekday: 'long', day: 'numeric', month: 'long' })
  const dayOfYear = format({ day: 'numeric', month: 'long', year: 'numeric' })
  const relative = once(() => new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }))
  const dayKey = (at: number): string => localTime(at).slice(0, 10)
  return {
    time: remembered(at => time().format(at)),
    moment: at => moment().format(at),
    machineTime: localTime,
    dayKey,
    day(at, now) {
      const [day, today] = [dayKey(at), dayKey(now)]
      if (day === today) return relative().format(0, 'day')
      if (day === dayKey(now - DAY_MS)) return relative().format(-1, 'day')
      return (day.slice(0, 4) === today.slice(0, 4) ? dayOfWeek : dayOfYear)().format(at)
    },
  }
}

/** A message that grows is the same instant, token after token. */
function remembered(write: (at: number) => string): (at: number) => string {
  let last = Number.NaN
  let words = ''
  return at => {
    if (at !== last) words = write(at)
    last = at
    return words
  }
}
