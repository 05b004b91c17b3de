// How the devtools write instants, spans and sizes.

const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3 })
const numbers = new Intl.NumberFormat('en')

/** Of the local day, to the millisecond. */
export const clockWords = (at: number): string => clock.format(at)

export const countWords = (count: number): string => numbers.format(count)

export function spanWords(ms: number): string {
  return ms < 1_000 ? `${Math.round(ms)} ms` : `${numbers.format(Math.round(ms / 100) / 10)} s`
}

export function byteWords(bytes: number): string {
  return bytes < 1_000 ? `${bytes} B` : `${numbers.format(Math.round(bytes / 100) / 10)} kB`
}
